"""Rates of tariffs: which percentages of a sentence are rates, whose they are, and how they stand to other rates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsledger.measures.cues import Cue
from newsledger.measures.groups import ending_in, group
from newsledger.measures.scene import Named, Scene
from newsledger.records import Quantity
from newsledger.records.measure import Rate

_GROWTH = re.compile(
    r"\b(?:fell|fall|falls|rose|rise|grew|grow|dropped|shrank|slow(?:ed)?|gained|lost|declined|jumped|surged|slumped)"
    r"(?: (?!to\b)\w+){0,4}?(?: by)? (?:about |nearly |some )?$"
    r"|\b(?:inflation|growth|unemployment)(?: \w+){0,4}? (?:about |nearly |some )?$",
    re.I,
)
_GROWN_TO = re.compile(
    r"\b(?:fell|fall|falls|rose|rise|grew|grow|dropped|shrank|declined|jumped|surged|slumped) to (?:\w+ )?$", re.I
)
_EXISTING = re.compile(
    r"\b(?:existing|current|previous|(?:down|up) from(?: the| an?)?|instead of(?: the| an?)?"
    r"|(?:compared|compares) (?:with|to)(?: the| an?)?|(?:higher|lower|more|less) than(?: the| an?)? (?:\w+ )?"
    r"(?:rate|tariff|duty) of|top of (?:the )?(?:\w+ )?)\s*$",
    re.I,
)
_FROM = re.compile(r"\bfrom (?:the )?(?:current |previous )?$", re.I)
_TO = re.compile(r"\bto (?:an? |just |only |about |around |under |below |over |above )?(?:rate of )?$", re.I)
_CHANGE = (
    r"(?:cut|rais\w+|increas\w+|lower\w*|reduc\w+|doubl\w+|tripl\w+|quadrupl\w+|hik\w+|halv\w+|trim\w*|slash\w*"
    r"|(?:jack|bump|ratchet|scal)\w* (?:up|back|down))"
)
# "raised the 10 percent tariff … to 20 percent", "the 25 percent tariff … was cut to 10 percent"
_CHANGES = re.compile(rf"\b{_CHANGE} (?:the|its|their|an?) (?:\w+ )?$", re.I)
_WAS_CHANGED = re.compile(rf"[^,;]*\b(?:is|are|was|were|be|been|being) (?:\w+ )?{_CHANGE}\b[^,;]*", re.I)
# "by 5 percent" is the size of a change, "90 percent of goods" a share.
_BY = re.compile(r"\bby (?:about |around |nearly |some |up to |at least )?$", re.I)
_SHARE = re.compile(r"\s*of (?!(?:the |its |their )?(?:\w+ )?(?:value|price|customs|cost))", re.I)
_CUT = re.compile(r" and |, |; ")
_KINDS = (
    ("baseline", re.compile(r"\b(?:baseline|base-line|universal|across[- ]the[- ]board|blanket|minimum)\b", re.I)),
    ("additional", re.compile(r"\b(?:additional|further|extra|another|surcharge|on top of|add(?:s|ed|ing)?)\b", re.I)),
    (
        "replacing",
        re.compile(
            r"\b(?:rais|increas|cut|lower|reduc|doubl|tripl|quadrupl|hik|halv|trim|slash|jack|bump|ratchet|scal)\w*\b"
            r".{0,60}\bto\b|\binstead of|\bin place of|\breplac|\b(?:down|up) from|\bhigher (?:duties|tariffs|rates)",
            re.I,
        ),
    ),
)
_NAME_THEN_RATE = re.compile(
    r"['’s]{0,2}(?: (?:goods|imports|products))?\s*(?:\(|:|,|at|–|-|will (?:be taxed|pay|face)(?: at)?|by)?"
    r"\s*(?:a |an )?"
)
_ZERO = re.compile(r"\bto (zero)\b", re.I)
_REACH, _AHEAD = 60, 30


@dataclass(frozen=True, slots=True)
class Rated:
    """A rate with the states that it is for; none where it is for all targets of the sentence.

    Attributes:
        rate: The rate.
        targets: States that stand beside it.
        start: Offset in the sentence from which the words are its own.
        end: Offset in the sentence up to which they are.
    """

    rate: Rate
    targets: tuple[Named, ...]
    start: int
    end: int


def rates_of(cue: Cue, scene: Scene) -> list[Rated]:
    """Return the rates of a sentence's tariff cue in order; none when its percentages measure something else."""
    percents = [q for q in scene.quantities if q.unit == "percent" and _can_be_a_rate(q, cue, scene)]
    kept: list[tuple[Quantity, float | None]] = []
    for q in percents:
        previous = _previous(percents, q, scene)
        if not _is_previous(percents, q, scene):
            kept.append((q, previous))
    if not kept:
        zero = _ZERO.search(scene.masked, cue.end)
        if zero:
            a, b = zero.span(1)
            return [
                Rated(
                    Rate(
                        scene.text[a:b], a + scene.start, b + scene.start, 0.0, "percent", "replacing", None, "to zero"
                    ),
                    (),
                    *scene.clause_of(cue.start),
                )
            ]
        return []
    pairs = _paired([q for q, _ in kept], scene)
    out = []
    for number, (q, previous) in enumerate(kept):
        value = q.low if q.high is None else q.high
        assert value is not None
        low, high = _own_words([q for q, _ in kept], number, scene)
        at = q.start - scene.start
        near = scene.masked[max(low, at - _REACH) : min(high, q.end - scene.start + _AHEAD)]
        kind, why = _kind(near, scene, previous)
        rate = Rate(q.text, q.start, q.end, value, "percent", kind, previous, why)
        out.append(Rated(rate, pairs.get(q.start, ()), low, high))
    return out


def _can_be_a_rate(q: Quantity, cue: Cue, scene: Scene) -> bool:
    """Whether a percentage is no growth, no size of a change and no share of something."""
    before = _before(scene, q)
    if q.low is None and not (q.high is not None and _TO.search(before)):
        return False
    if _GROWN_TO.search(before) and not scene.clause_of(q.start - scene.start)[0] <= cue.start < q.start - scene.start:
        return False
    change = _BY.search(before) and not q.text.lower().startswith("half")
    return not (change or _GROWTH.search(before) or _SHARE.match(scene.masked, q.end - scene.start))


def _own_words(percents: Sequence[Quantity], at: int, scene: Scene) -> tuple[int, int]:
    """The stretch of the sentence that belongs to one of several rates: up to the "and" or comma before the next."""
    start, end = percents[at].start - scene.start, percents[at].end - scene.start
    low, high = 0, len(scene.text)
    if at:
        edge = percents[at - 1].end - scene.start
        low = max([edge, *(m.end() for m in _CUT.finditer(scene.masked, edge, start))])
    if at + 1 < len(percents):
        edge = percents[at + 1].start - scene.start
        high = max([m.start() for m in _CUT.finditer(scene.masked, end, edge)], default=edge)
    return low, high


def _before(scene: Scene, q: Quantity) -> str:
    return scene.masked[max(0, q.start - scene.start - _REACH) : q.start - scene.start]


def _is_previous(percents: Sequence[Quantity], q: Quantity, scene: Scene) -> bool:
    """Whether a percentage is the old rate: "from 25 percent to 100 percent", "to 15 percent from 27.5 percent"."""
    before = _before(scene, q)
    if _EXISTING.search(before):
        return True
    others = [o for o in percents if o is not q and _TO.search(_before(scene, o))]
    return bool(others) and (bool(_FROM.search(before)) or any(_changed_to(q, o, scene) for o in others))


def _changed_to(q: Quantity, other: Quantity, scene: Scene) -> bool:
    """Whether one rate is said to become another that stands behind it."""
    between = scene.masked[q.end - scene.start : other.start - scene.start]
    if other.start < q.end or any(q.end < o.start < other.start for o in scene.quantities if o.unit == "percent"):
        return False
    return bool(_CHANGES.search(_before(scene, q)) or _WAS_CHANGED.fullmatch(between))


def _previous(percents: Sequence[Quantity], q: Quantity, scene: Scene) -> float | None:
    """The old rate beside a new one."""
    before = _before(scene, q)
    if not (_TO.search(before) or len(percents) > 1):
        return None
    for other in percents:
        near = abs(other.start - q.start) < _REACH
        lead = _before(scene, other)
        told = near and (_FROM.search(lead) or re.search(r"down from|up from", lead[-16:]))
        if other is not q and (told or (_TO.search(before) and _changed_to(other, q, scene))):
            return other.high
    return None


def _paired(percents: Sequence[Quantity], scene: Scene) -> dict[int, tuple[Named, ...]]:
    """Give each rate its state where a sentence lists several: names before their rates, or rates before names."""
    marks: list[tuple[int, Named | Quantity]] = [(n.start, n) for n in scene.names]
    marks += [(q.start - scene.start, q) for q in percents]
    order = [m for _, m in sorted(marks, key=lambda x: x[0])]
    ahead: dict[int, tuple[Named, ...]] = {}
    behind: dict[int, tuple[Named, ...]] = {}
    for i, item in enumerate(order):
        if isinstance(item, Named):
            continue
        before = order[i - 1] if i else None
        after = order[i + 1] if i + 1 < len(order) else None
        at = item.start - scene.start
        if isinstance(before, Named) and _beside(scene.masked[before.end : at]):
            ahead[item.start] = tuple(ending_in([n for n in scene.names if n.start <= before.start], scene))
        if isinstance(after, Named) and _leads_to(scene.masked[item.end - scene.start : after.start]):
            behind[item.start] = tuple(group(scene, after.start, len(scene.text)))
    if len(percents) == 1:
        only = ahead.get(percents[0].start)
        bracketed = only and re.fullmatch(r"\s*[(:]\s*", scene.masked[only[-1].end : percents[0].start - scene.start])
        return ahead if bracketed else {}
    best = max((ahead, behind), key=lambda d: (len(_codes(d)), d is behind))
    return best if len(_codes(best)) > 1 or len(best) == len(percents) - 1 == 1 else {}


def _codes(pairs: dict[int, tuple[Named, ...]]) -> set[str]:
    return {n.code for names in pairs.values() for n in names}


def _beside(between: str) -> bool:
    """For "Taiwan (32 percent", "Japan: 15 percent", "Algeria 30 percent", "those from Madagascar at 47 percent"."""
    return bool(_NAME_THEN_RATE.fullmatch(between))


def _leads_to(between: str) -> bool:
    """For "15 percent for Japan", "25 percent tariff on steel from Brazil"."""
    return bool(
        re.fullmatch(r"\s*(?:[\w-]+ ){0,3}?(?:for|on|from|against)\s+(?:[\w-]+ ){0,3}?(?:from |of )?(?:the )?", between)
    )


def _kind(around: str, scene: Scene, previous: float | None) -> tuple[str | None, str]:
    for kind, expressions in _KINDS:
        match = expressions.search(around if kind != "replacing" else scene.masked)
        if match:
            return kind, f"“{match[0]}”"
    if previous is not None:
        return "replacing", "the text gives the rate before"
    return None, "the text does not say how it stands to other rates"
