"""The grammar of time expressions, compiled from its data files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from newsledger.extract.time import build_calendar, build_durations, build_ranges, build_relative
from newsledger.extract.time.builders import BUILDERS
from newsledger.extract.time.data import load_toml
from newsledger.extract.time.numerals import NUMBER_WORDS, ORDINALS
from newsledger.extract.time.patterns import Rule, Stage, compile_pattern, words_of
from newsledger.extract.time.tokens import SHAPES, Lexicon
from newsledger.extract.time.words import code_classes, code_weights, word_tables

#: The modules that fill BUILDERS.
_BUILT_BY = (build_calendar, build_durations, build_relative, build_ranges)
#: The stages of rules.toml, in order: each sees what those before it found.
_STAGES = ("atoms", "relative", "clocked", "ranges", "dated")
_LETTERS = re.compile(r"[a-z]+")
_MACRO = re.compile(r"@(\w+)")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled rules.

    Attributes:
        lexicon: All words that the rules know.
        stages: The rules, by stage.
        feasts: Pattern of all feast names, as codes.
        feast_keys: Codes of a feast name to its key in ``feasts.toml``.
        triggers: Words without one of which a text has no time, unless digits alone look like one.
        number_codes: Codes of tokens that can begin a number.
    """

    lexicon: Lexicon
    stages: tuple[Stage, ...]
    feasts: re.Pattern[str]
    feast_keys: Mapping[str, str]
    triggers: frozenset[str]
    number_codes: frozenset[str]


@cache
def grammar() -> Grammar:
    """Compile ``words.toml``, ``feasts.toml``, ``signals.toml`` and ``rules.toml`` once."""
    rules = load_toml("rules.toml")
    sources = [
        (stage, rule, _expand(pattern)) for stage in _STAGES for rule in rules[stage] for pattern in rule["patterns"]
    ]
    feast_words = {phrase: key for key, feast in load_toml("feasts.toml").items() for phrase in feast["words"]}
    lexicon = Lexicon(word_tables().classes, _literals([pattern for _, _, pattern in sources], feast_words))
    kinds, weights = code_classes(lexicon), code_weights(lexicon)
    compiled: dict[str, list[Rule]] = {stage: [] for stage in _STAGES}
    for stage, rule, pattern in sources:
        regex, needs = compile_pattern(pattern, lexicon, kinds, weights)
        compiled[stage].append(Rule(rule["name"], rule["kind"], regex, BUILDERS[rule["build"]], needs))
    keys = {lexicon.tokenise(phrase).codes: key for phrase, key in feast_words.items()}
    needed: frozenset[str] = frozenset().union(*(rule.needs for rules in compiled.values() for rule in rules))
    triggers = {part for word in lexicon.words(needed) for part in _LETTERS.findall(word.lower())}
    triggers |= {_longest(phrase) for phrase in feast_words if triggers.isdisjoint(_LETTERS.findall(phrase))}
    return Grammar(
        lexicon=lexicon,
        stages=tuple(Stage(compiled[stage]) for stage in _STAGES),
        feasts=re.compile("|".join(re.escape(codes) for codes in sorted(keys, key=len, reverse=True))),
        feast_keys=keys,
        triggers=frozenset(triggers),
        number_codes=frozenset({*map(lexicon.code, NUMBER_WORDS), *(SHAPES[f"d{n}"] for n in range(1, 9))}),
    )


def _literals(patterns: list[str], feast_words: Mapping[str, str]) -> set[str]:
    """Return all words that patterns, feasts, signals and numbers name themselves."""
    probe = Lexicon({})
    words = {word for pattern in patterns for word in words_of(pattern)}
    words |= {word for phrase in feast_words for word in probe.tokenise(phrase).words}
    words |= {word for phrases in signals().values() for phrase in phrases for word in phrase}
    return words | set(NUMBER_WORDS) | set(ORDINALS)


def _longest(phrase: str) -> str:
    return max(_LETTERS.findall(phrase), key=len, default=phrase)


def _expand(pattern: str) -> str:
    macros = load_toml("rules.toml")["macros"]
    return _MACRO.sub(lambda match: str(macros[match.group(1)]), pattern)


@cache
def signals() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of each signal, as words."""
    return {
        name: tuple(tuple(phrase.split()) for phrase in phrases) for name, phrases in load_toml("signals.toml").items()
    }
