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

_CLAUSE_END = re.compile(
    r"[,;:.!?“”\"()]|\s[—–]\s|\b(?:but|because|when|while|after|before|who|which|and|until|so|whether)\b", re.IGNORECASE
)
_NEAR = 40
"""Characters before an event in which a verb of promising makes it a promise."""
_WINDOW = 120
"""Characters looked at on either side of an event: more than any rule reaches."""
_SENTENCE_BREAK = re.compile(
    r"[;:.!?“”\"()]|\s[—–]\s|\b(?:but|because|when|while|after|before|who|which|as|since|said|says)\b", re.IGNORECASE
)
_NOT_WHOLLY = r"(?!\s+(?:only|not|longer|all|every|entirely|necessarily)\b)"
"""Behind a cue, what takes its force away: "not all of the claims", "not only"."""
_INFLECTED = re.compile(r"(?:ed|[^s]s)$|^[A-Z]")
_HAVE_DONE = re.compile(r"\s*(?:have|see|get) (?:[\w.’'-]+ ){1,6}$")
"""Between a threat and what it threatens: "to have the governor killed"."""
_THREAT_WITH = re.compile(r"\bthreat\w* (?:[\w’'-]+ ){1,4}with (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_COMPLEMENT = 8
"""Words behind a threat that say what is threatened."""
_COMPLEMENT_END = re.compile(
    r"[,;:.!?“”\"()]|\b(?:over|after|for|unless|if|because|until|when|amid|despite|who|which|and|or|but"
    r"|in (?:response|retaliation))\b",
    re.IGNORECASE,
)
_BE = re.compile(r"\bbe\s+$", re.IGNORECASE)
_THAT = re.compile(r"\bthat\b", re.IGNORECASE)
_POLARITY_ITEM = re.compile(r"\b(?:any|yet|ever)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordRule:
    """A word rule.

    Attributes:
        name: Its name in ``provenance.rules``.
        tells: What it says of the event: negation, future, hypothetical or report.
        codes: True when it sets PLOVER's auxiliary mode.
        before: True when the cue stands before the event's words.
        reach: Most words between cue and event.
        further: The same where "any", "yet" or "ever" stands between.
        past_that: True when it reaches into a clause with "that".
        base: True when it is silent before an inflected word, unless "be" stands before it.
        spares: Words of events that it leaves as they are: a proposal that is rejected was made.
        loose: True when it reaches across "and", "or" and commas.
        pattern: The cues.
    """

    name: str
    tells: str
    codes: bool
    before: bool
    reach: int
    further: int
    past_that: bool
    loose: bool
    base: bool
    spares: frozenset[str]
    pattern: re.Pattern[str]

    def speaks(self, before: str, after: str, head: str = "") -> bool:
        """Tell whether the rule fires on the words before and after an event, whose last word is ``head``."""
        if head.lower() in self.spares:
            return False
        if self.base and _INFLECTED.search(head) and not _BE.search(before):
            return False
        side = before if self.before else after
        found = list(self.pattern.finditer(side))
        if not found:
            return False
        between = side[found[-1].end() :] if self.before else side[: found[0].start()]
        end = _SENTENCE_BREAK if self.loose else _CLAUSE_END
        if _says_on().search(between) or end.search(between) or (not self.past_that and _THAT.search(between)):
            return False
        reach = self.further if _POLARITY_ITEM.search(found[-1].group() + between) else self.reach
        return len(between.split()) <= reach


@cache
def _table() -> dict[str, Any]:
    path = resources.files("newsledger.extract").joinpath("modality.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def word_rules() -> tuple[WordRule, ...]:
    """Return the rules of ``modality.toml``, in order."""
    return tuple(_rule(name, entry) for name, entry in _table()["rules"].items())


def _rule(name: str, entry: dict[str, Any]) -> WordRule:
    return WordRule(
        name=name,
        tells=entry["tells"],
        codes=entry["codes"],
        before=entry.get("side", "before") == "before",
        reach=entry["reach"],
        further=entry.get("further", entry["reach"]),
        past_that=entry.get("past_that", False),
        base=entry.get("form") == "base",
        loose=entry.get("loose", False),
        spares=frozenset(entry.get("spares", "").split()),
        pattern=_pattern(entry["cues"].strip().splitlines(), entry.get("not_after", "").split()),
    )


def _pattern(cues: list[str], not_after: list[str]) -> re.Pattern[str]:
    """Compile cues; a cue in lower case also matches with a capital, but "May" is a month or a name."""
    plain = [phrase for cue in cues for phrase in expand(cue.strip())]
    phrases = [re.escape(p).replace(r"\*", r"\w*").replace("'", "['’]").replace(r"\ ", r"\s+") for p in plain]
    ordered = "|".join("(?-i:may)" if p == "may" else p for p in sorted(phrases, key=len, reverse=True))
    shut = "".join(rf"(?<!\b{word}\s)" for word in not_after)
    return re.compile(rf"{shut}(?:\b|(?=n?['’]))(?:{ordered})(?!\w){_NOT_WHOLLY}", re.IGNORECASE)


@cache
def _sieve() -> Sieve:
    return Sieve([rule.pattern for rule in word_rules()])


@cache
def setting_rules() -> frozenset[str]:
    """Return the names of the rules that bear on the record: they set an auxiliary mode or tell of a second hand."""
    return frozenset(rule.name for rule in word_rules() if rule.codes or rule.tells == "report")


def spoken(sentence: str, start: int, end: int, names: frozenset[str] | None = None) -> list[WordRule]:
    """Return the rules, of those named, that the words of a sentence set off for the event at ``start`` to ``end``.

    A cue may be part of the event's words ("failed to deliver", "will meet"); their last word carries the event.
    """
    head = start + sentence[start:end].rstrip().rfind(" ") + 1
    before, after = sentence[max(0, head - _WINDOW) : head], sentence[end : end + _WINDOW]
    last = sentence[head:end].strip()
    rules = map(word_rules().__getitem__, sorted(_sieve().candidates(f"{before} | {after}")))
    return [rule for rule in rules if (names is None or rule.name in names) and rule.speaks(before, after, last)]


def coded(event_type: str, sentence: str, start: int, end: int) -> list[WordRule]:
    """Return the rules that set an auxiliary mode of the event at ``start`` to ``end``."""
    return of_type(spoken(sentence, start, end, setting_rules()), event_type, sentence[max(0, start - _WINDOW) : start])


def of_type(rules: Sequence[WordRule], event_type: str, before: str) -> list[WordRule]:
    """Return those of the rules that set an auxiliary mode of a type; ``before`` are the words before the event's.

    What is part of the act is no auxiliary mode of it: a refusal is negative, a threat lies in the future.
    """
    of_the_act = _table()["part_of_the_act"].get(event_type, "").split()
    of_the_words = _table()["part_of_the_words"].get(event_type, "").split()
    return [
        rule
        for rule in rules
        if rule.codes
        and rule.tells not in of_the_act
        and (rule.tells not in of_the_words or not rule.before or rule.speaks(before, ""))
    ]


@lru_cache(maxsize=4096)
def cue_class(cue: str) -> str | None:
    """Return how sure the words of a cue make their source: denial, belief, guess, vouching; None for plain saying."""
    for name, pattern in _cue_classes():
        if pattern.search(cue):
            return name
    return None


@cache
def _cue_classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _pattern(words.split(), [])) for name, words in _table()["cue_classes"].items())


def told_all_the_same(event_type: str, sentence: str, start: int, end: int) -> bool:
    """Tell whether a denial beside an event leaves it as it is.

    So it is where who denies goes on to say something else ("denied the raid and accused Chad of"), where the event is
    the charge that is denied, and where others deny what the sentence tells ("…, a claim that Chad denies").
    """
    denials = list(_denials().finditer(sentence[:start]))
    if denials and _says_on().search(sentence[:start], denials[-1].end()):
        return True
    if event_type == "ACCUSE" and is_charge(sentence[start:end]):
        return bool(denials) and _CLAUSE_END.search(sentence[denials[-1].end() : start]) is None
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
    return "|".join(phrase for line in _table()["charges"]["nouns"].split() for phrase in expand(line))


@cache
def _denials() -> re.Pattern[str]:
    return _pattern(_table()["cue_classes"]["denial"].split(), [])


@cache
def _says_on() -> re.Pattern[str]:
    return _pattern(_table()["says_on"]["cues"].strip().splitlines(), [])


def threatened(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words before an event threaten it: "vowed to strike"."""
    entry = _table()["threats"]
    head = start + sentence[start:end].rstrip().rfind(" ") + 1
    found = list(_threats().finditer(sentence[:head]))
    between = sentence[found[-1].end() : head] if found else ""
    if _THREAT_WITH.search(sentence[:head]):
        return True
    if not found or _CLAUSE_END.search(between):
        return False
    return len(between.split()) <= entry["reach"] or _HAVE_DONE.match(between) is not None


def threat_content(words: str) -> str | None:
    """Return the mode that the words from a threat on give it: "threatened to jail" is arrest."""
    cue = _threatening().match(words)
    if cue is None:
        return None
    complement = " ".join(words[cue.end() :].split()[:_COMPLEMENT])
    end = _COMPLEMENT_END.search(complement)
    last = end.start() if end else len(complement)
    found = [(m.start(), -len(m.group()), mode) for mode, p in _contents() for m in [p.search(complement)] if m]
    return next((mode for start, _, mode in sorted(found) if start < last), None)


def barred(words: str) -> bool:
    """Tell whether the words from an event on say that somebody is not let in: "turned back"."""
    return _barring().match(words) is not None


@cache
def _threatening() -> re.Pattern[str]:
    entry = _table()["threats"]
    return _pattern((entry["cues"] + entry["also_before_contents"]).strip().splitlines(), [])


@cache
def _contents() -> tuple[tuple[str, re.Pattern[str]], ...]:
    contents = _table()["threats"]["contents"]
    return tuple((mode, _pattern(cues.strip().splitlines(), [])) for mode, cues in contents.items())


@cache
def _barring() -> re.Pattern[str]:
    return _pattern(_table()["barring"]["cues"].strip().splitlines(), [])


def planned(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words before an event make it a plan ("will meet", "is to visit")."""
    return bool(spoken(sentence, start, end, _plan_rules()))


def promised(sentence: str, start: int, end: int) -> bool:
    """Tell whether an event's words, or a verb right before them, promise it ("agreed to meet")."""
    head = start + sentence[start:end].rstrip().rfind(" ") + 1
    return _promises().search(sentence[max(0, head - _NEAR) : end]) is not None


@cache
def _plan_rules() -> frozenset[str]:
    return frozenset(_table()["plans"]["rules"].split())


@cache
def _promises() -> re.Pattern[str]:
    return _pattern(_table()["plans"]["promises"].strip().splitlines(), [])


@cache
def _threats() -> re.Pattern[str]:
    return _pattern(_table()["threats"]["cues"].strip().splitlines(), [])
