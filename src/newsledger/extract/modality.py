"""Word rules of certainty: what the words beside an event say of it. The rules are data: ``modality.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from newsledger.ontology.cues import expand
from newsledger.ontology.sieve import Sieve

CLAUSE_END = re.compile(
    r"[,;:.!?“”\"()]|\s[—–]\s|\b(?:but|because|when|while|after|before|who|which|and|until|so|whether)\b", re.IGNORECASE
)
_NEAR = 40
"""Characters before an event in which a verb of promising makes it a promise."""
_WINDOW = 120
"""Characters looked at on either side of an event: more than any rule reaches."""
_SENTENCE_BREAK = re.compile(
    r"[;:.!?“”\"()]|\s[—–]\s|\b(?:but|because|when|while|after|before|who|which|as|since|said|says)\b", re.IGNORECASE
)
_NOT_WHOLLY = r"(?!\s+(?:only|just|merely|not|longer|all|every|entirely|necessarily)\b)"
"""Behind a cue, what takes its force away: "not all of the claims", "not only"."""
_INFLECTED = re.compile(r"(?:ed|[^s]s)$|^[A-Z]")
_PARTICIPLE = re.compile(r"ed$")
_PHRASES = re.compile(
    r"(?:(?: (?:planned|due|scheduled|set))?(?: between(?: (?!and\b)[\w’'.-]+){1,6} and(?: [\w’'.-]+){1,5}?"
    r"| (?:about|against|at|between|by|for|in|near|of|on|over|to|with)"
    r"(?: (?!(?:and|but|that|who|which|where|when|while|as|after|before|is|are|was|were|be|has|have|had|will|would)\b)"
    r"[\w’'.-]+)+?)){1,4}(?: (?:has|have|had|was|were|is|are|be|being|been))* ?"
)
_UNDER = 10
"""Most words between the noun that opens a clause and the event in it."""
_OPENS = " “‘\"'"
"""What may open the words of a cue behind an event: called the report "a lie"."""
_BE = re.compile(r"\bbe\s+$", re.IGNORECASE)
_THAT = re.compile(r"\bthat\b", re.IGNORECASE)
_INSIDE = re.compile(r"[\w,] $")
_NUMBERED = re.compile(r"No\.?\s?\d")
_PLAIN_WORD = re.compile(r"\b[a-z]{5,}\b")
_GROUP = re.compile(r"\(([^()]*)\)")
_SPACE = r"\s+[“‘\"']?"
"""White space in a cue; a quotation may open there: it is "a lie"."""
_GAP, _GAP_WORDS = r"\ \.\.\.\ ", r"\s+(?:[\w’.-]+\s+){0,5}?"
_POLARITY_ITEM = re.compile(r"\b(?:any|yet|ever)\b", re.IGNORECASE)


SAYS_HOW_SURE = frozenset({"report", "probable", "fact"})
"""What rules tell that set no auxiliary mode and still bear on the record."""


@dataclass(frozen=True, slots=True)
class WordRule:
    """A word rule.

    Attributes:
        name: Its name in ``provenance.rules``.
        tells: What it says of the event: negation, future, hypothetical, report, probable or fact.
        codes: True when it sets PLOVER's auxiliary mode.
        before: True when the cue stands before the event's words.
        reach: Most words between cue and event.
        further: The same where "any", "yet" or "ever" stands between.
        phrases: Most words between where they are prepositional phrases behind a noun.
        past_that: True when it reaches into a clause with "that".
        base: True when it is silent before an inflected word, unless "be" stands before it.
        spares: Words of events that it leaves as they are: a proposal that is rejected was made.
        loose: True when it reaches across "and", "or" and commas.
        under: Phrases of which one must stand before the event in its clause.
        stops: Words that end its reach as well.
        outside: True when its cue is no part of the event's words.
        takes: Modes that its words only seem to set: "did not deny" is no negation.
        pattern: The cues.
    """

    name: str
    tells: str
    codes: bool
    before: bool
    reach: int
    further: int
    phrases: int
    past_that: bool
    loose: bool
    base: bool
    spares: frozenset[str]
    under: re.Pattern[str] | None
    stops: re.Pattern[str] | None
    outside: bool
    takes: frozenset[str]
    pattern: re.Pattern[str]

    def cue(self, before: str, after: str, head: str = "") -> re.Match[str] | None:
        """Return the cue that sets the rule off beside an event whose last word is ``head``, or None."""
        if head.lower() in self.spares or (self.base and _INFLECTED.search(head) and not _BE.search(before)):
            return None
        side, sentence = before if self.before else after, before + head + after
        found = [m for m in self.pattern.finditer(side) if not _in_a_name(side, m, sentence)]
        if not found or (self.under and not _lies_under(self.under, before)):
            return None
        nearest = found[-1] if self.before else found[0]
        between = side[nearest.end() :] if self.before else side[: nearest.start()].rstrip(_OPENS)
        return nearest if self._reaches(nearest, between, head) else None

    def _reaches(self, cue: re.Match[str], between: str, head: str) -> bool:
        """Tell whether a cue reaches an event's last word over the words between."""
        if self.phrases and _PARTICIPLE.search(head):
            return False
        if self.phrases and behind_a_noun(head, between):
            return len(between.split()) <= self.phrases
        end = _SENTENCE_BREAK if self.loose else CLAUSE_END
        ends = [_says_on(), end, self.stops, None if self.past_that else _THAT]
        if any(pattern.search(between) for pattern in ends if pattern):
            return False
        reach = self.further if _POLARITY_ITEM.search(cue.group() + between) else self.reach
        return len(between.split()) <= reach

    def speaks(self, before: str, after: str, head: str = "") -> bool:
        """Tell whether the rule fires on the words before and after an event, whose last word is ``head``."""
        return self.cue(before, after, head) is not None


def behind_a_noun(head: str, between: str) -> bool:
    """Tell whether nothing but prepositional phrases stand between an event's noun and the verb that it is subject of.

    "Talks between Niger and Benin on the dam" were cancelled.
    """
    return len(between) <= _WINDOW and not _PARTICIPLE.search(head) and _PHRASES.fullmatch(between) is not None


def _lies_under(phrases: re.Pattern[str], before: str) -> bool:
    """Tell whether one of the phrases opens the clause in which an event stands: "reports that"."""
    found = list(phrases.finditer(before))
    between = before[found[-1].end() :] if found else ""
    return bool(found) and not CLAUSE_END.search(between) and len(between.split()) <= _UNDER


def _in_a_name(words: str, cue: re.Match[str], around: str) -> bool:
    """Tell whether a cue is part of a name: "Without Borders", "No 10", a capital inside a sentence."""
    if not cue[0][0].isupper():
        return False
    if _NUMBERED.match(words, cue.start()) or _names().match(words, cue.start()):
        return True
    return _INSIDE.search(words, 0, cue.start()) is not None and _PLAIN_WORD.search(around) is not None


@cache
def table() -> dict[str, Any]:
    """Return the table of word rules."""
    path = resources.files("newsledger.extract").joinpath("modality.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def word_rules() -> tuple[WordRule, ...]:
    """Return the rules of ``modality.toml``, in order."""
    return tuple(_rule(name, entry) for name, entry in table()["rules"].items())


def _rule(name: str, entry: dict[str, Any]) -> WordRule:
    return WordRule(
        name=name,
        tells=entry["tells"],
        codes=entry["codes"],
        before=entry.get("side", "before") == "before",
        reach=entry["reach"],
        further=entry.get("further", entry["reach"]),
        phrases=entry.get("phrases", 0),
        past_that=entry.get("past_that", False),
        base=entry.get("form") == "base",
        loose=entry.get("loose", False),
        spares=frozenset(entry.get("spares", "").split()),
        under=compiled(entry["under"].strip().splitlines(), []) if "under" in entry else None,
        stops=compiled(entry["stops"].split(), []) if "stops" in entry else None,
        outside=entry.get("outside", False),
        takes=frozenset(entry.get("takes", "").split()),
        pattern=compiled(entry["cues"].strip().splitlines(), entry.get("not_after", "").split()),
    )


def compiled(cues: list[str], not_after: list[str]) -> re.Pattern[str]:
    """Compile cues; a cue in lower case also matches with a capital, but "May" is a month or a name."""
    lines = sorted((cue.strip() for cue in cues), key=len, reverse=True)
    ordered = "|".join("(?-i:may)" if line == "may" else _expression(line) for line in lines)
    shut = "".join(rf"(?<!\b{word}\s)" for word in not_after)
    return re.compile(rf"{shut}(?:\b|(?=n?['’]))(?:{ordered})(?!\w){_NOT_WHOLLY}", re.IGNORECASE)


def _expression(cue: str) -> str:
    """Return a cue as an expression: (a|b) is either, "*" any ending, " ... " up to five words."""
    parts = [_words(part) if n % 2 == 0 else _either(part) for n, part in enumerate(_GROUP.split(cue))]
    return "".join(parts)


def _either(group: str) -> str:
    return "(?:" + "|".join(_words(words) for words in sorted(group.split("|"), key=len, reverse=True)) + ")"


def _words(words: str) -> str:
    plain = re.escape(words).replace(_GAP, _GAP_WORDS).replace(r"\*", r"\w*")
    return plain.replace("'", "['’]").replace(r"\ ", _SPACE)


@cache
def _sieve() -> Sieve:
    return Sieve([rule.pattern for rule in word_rules()])


@cache
def setting_rules() -> frozenset[str]:
    """Return the names of the rules that bear on the record: they set an auxiliary mode, or say how sure it is."""
    return frozenset(rule.name for rule in word_rules() if rule.codes or rule.tells in SAYS_HOW_SURE)


def spoken(sentence: str, start: int, end: int, names: frozenset[str] | None = None) -> list[WordRule]:
    """Return the rules, of those named, that the words of a sentence set off for the event at ``start`` to ``end``.

    A cue may be part of the event's words ("failed to deliver", "will meet"); their last word carries the event.
    """
    head = start + sentence[start:end].rstrip().rfind(" ") + 1
    before, after = sentence[max(0, head - _WINDOW) : head], sentence[end : end + _WINDOW]
    last = sentence[head:end].strip()
    rules = map(word_rules().__getitem__, sorted(_sieve().candidates(f"{before} | {after}")))
    named = [rule for rule in rules if names is None or rule.name in names]
    heard = [(rule, cue) for rule in named if (cue := rule.cue(before, after, last))]
    heard = [(rule, cue) for rule, cue in heard if not rule.outside or cue.end() <= len(before) - (head - start)]
    return [rule for rule, cue in heard if not any(_takes_back(other, within, rule, cue) for other, within in heard)]


def _takes_back(rule: WordRule, cue: re.Match[str], other: WordRule, within: re.Match[str]) -> bool:
    """Tell whether a cue is no more than part of one that asserts: the "not" of "did not deny"."""
    touch = other.before and within.start() < cue.end() and cue.start() < within.end()
    return touch and other.tells in rule.takes


def taken_back(sentence: str, start: int, end: int) -> frozenset[str]:
    """Return the modes that words beside an event only seem to set, and no other word sets: "is no secret that"."""
    rules = spoken(sentence, start, end)
    return frozenset().union(*(rule.takes for rule in rules)) - {rule.tells for rule in rules}


def coded(event_type: str, sentence: str, start: int, end: int) -> list[WordRule]:
    """Return the rules that set an auxiliary mode of the event at ``start`` to ``end``."""
    return of_type(spoken(sentence, start, end, setting_rules()), event_type, sentence[max(0, start - _WINDOW) : start])


def of_type(rules: Sequence[WordRule], event_type: str, before: str) -> list[WordRule]:
    """Return those of the rules that set an auxiliary mode of a type; ``before`` are the words before the event's.

    What is part of the act is no auxiliary mode of it: a refusal is negative, a threat lies in the future.
    """
    of_the_act = table()["part_of_the_act"].get(event_type, "").split()
    of_the_words = table()["part_of_the_words"].get(event_type, "").split()
    return [
        rule
        for rule in rules
        if rule.codes
        and rule.tells not in of_the_act
        and (rule.tells not in of_the_words or not rule.before or rule.speaks(before, ""))
    ]


@lru_cache(maxsize=4096)
def cue_class(cue: str) -> str | None:
    """Return how sure the words of a cue make their source: denial, belief, guess, vouching; None for plain saying.

    Who does not confirm or not deny withholds: he neither vouches nor denies.
    """
    for name, pattern in _cue_classes():
        if pattern.search(cue):
            return "withheld" if name in ("denial", "vouching") and _withholding().search(cue) else name
    return None


@cache
def _withholding() -> re.Pattern[str]:
    return compiled(table()["withholding"]["cues"].split(), [])


@cache
def _cue_classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, compiled(words.split(), [])) for name, words in table()["cue_classes"].items())


def told_all_the_same(event_type: str, sentence: str, start: int, end: int) -> bool:
    """Tell whether a denial beside an event leaves it as it is.

    So it is where who denies goes on to say something else ("denied the raid and accused Chad of"), where the event is
    the charge that is denied, and where others deny what the sentence tells ("…, a claim that Chad denies").
    """
    denials = list(_denials().finditer(sentence[:start]))
    if denials and _says_on().search(sentence[:start], denials[-1].end()):
        return True
    if event_type == "ACCUSE" and is_charge(sentence[start:end]):
        return bool(denials) and CLAUSE_END.search(sentence[denials[-1].end() : start]) is None
    return not denials and charge_beside(sentence, end, len(sentence)) is not None


def is_charge(words: str) -> bool:
    """Tell whether the words of an event name a charge: "the allegations"."""
    return re.search(rf"^(?:[\w-]+ )?(?:{_charges()})$", words, re.IGNORECASE) is not None


def charge_beside(sentence: str, start: int, end: int) -> int | None:
    """Return where words set beside a charge begin, if any do: "…, a claim that Chad denies"."""
    beside = rf", (?:an?|the) (?:[\w-]+ )?(?:{_charges()}) (?:that |which )?(?:the )?"
    found = re.compile(beside, re.IGNORECASE).search(sentence, start, end)
    return found.end() if found else None


@cache
def _charges() -> str:
    return "|".join(phrase for line in table()["charges"]["nouns"].split() for phrase in expand(line))


@cache
def _denials() -> re.Pattern[str]:
    return compiled(table()["cue_classes"]["denial"].split(), [])


@cache
def _names() -> re.Pattern[str]:
    return compiled(table()["names"]["cues"].strip().splitlines(), [])


@cache
def _says_on() -> re.Pattern[str]:
    return compiled(table()["says_on"]["cues"].strip().splitlines(), [])


def planned(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words before an event make it a plan ("will meet", "is to visit")."""
    return bool(spoken(sentence, start, end, _plan_rules()))


def promised(sentence: str, start: int, end: int) -> bool:
    """Tell whether an event's words, or a verb right before them, promise it ("agreed to meet")."""
    head = start + sentence[start:end].rstrip().rfind(" ") + 1
    return _promises().search(sentence[max(0, head - _NEAR) : end]) is not None


@cache
def _plan_rules() -> frozenset[str]:
    return frozenset(table()["plans"]["rules"].split())


@cache
def _promises() -> re.Pattern[str]:
    return compiled(table()["plans"]["promises"].strip().splitlines(), [])
