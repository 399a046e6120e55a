"""Rates of tariffs: which percentages of a sentence are rates, whose they are, and how they stand to other rates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsledger.measures.cues import Cue
from newsledger.measures.scene import Named, Scene
from newsledger.records import Quantity
from newsledger.records.measure import Rate

_GROWTH = re.compile(
    r"\b(?:fell|fall|falls|rose|rise|grew|grow|dropped|shrank|slow(?:ed)?|gained|lost|declined|jumped|surged|slumped|inflation"
    r"|growth)(?: \w+){0,4}?(?: by)? (?:about |nearly |some )?$",
    re.I,
)
_EXISTING = re.compile(
    r"\b(?:existing|current|previous|down from|up from|instead of|compared with|top of (?:the )?(?:\w+ )?)\s*$", re.I
)
_FROM = re.compile(r"\bfrom (?:the )?(?:current |previous )?$", re.I)
_TO = re.compile(r"\bto (?:a )?(?:rate of )?$", re.I)
_KINDS = (
    ("baseline", re.compile(r"\b(?:baseline|base-line|universal|across[- ]the[- ]board|blanket|minimum)\b", re.I)),
    ("additional", re.compile(r"\b(?:additional|further|extra|another|surcharge|on top of|add(?:s|ed|ing)?)\b", re.I)),
    (
        "replacing",
        re.compile(
            r"\b(?:rais|increas|cut|lower|reduc|doubl|tripl|hik)\w*\b.{0,60}\bto\b|\binstead of|\bin place of"
            r"|\breplac|\bdown from|\bup from|\bhigher (?:duties|tariffs|rates)",
            re.I,
        ),
    ),
)
_NAME_THEN_RATE = re.compile(
    r"['’s]{0,2}(?: (?:goods|imports|products))?\s*(?:\(|:|,|at|–|-|will (?:be taxed|pay|face)(?: at)?|by)?"
    r"\s*(?:a |an )?"
)
_ZERO = re.compile(r"\bto (zero)\b", re.I)
_REACH = 60


@dataclass(frozen=True, slots=True)
class Rated:
    """A rate with the state that it is for, or None where it is for all targets of the sentence."""

    rate: Rate
    target: Named | None


def rates_of(cue: Cue, scene: Scene) -> list[Rated]:
    """Return the rates of a sentence's tariff cue in order; none when its percentages measure something else."""
    percents = [
        q
        for q in scene.quantities
        if q.unit == "percent" and q.low is not None and not _GROWTH.search(_before(scene, q))
    ]
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
                    None,
                )
            ]
        return []
    pairs = _paired([q for q, _ in kept], scene)
    out = []
    for q, previous in kept:
        value = q.low if q.high is None else q.high
        assert value is not None
        kind, why = _kind(q, scene, previous)
        rate = Rate(q.text, q.start, q.end, value, "percent", kind, previous, why)
        out.append(Rated(rate, pairs.get(q.start)))
    return out


def _before(scene: Scene, q: Quantity) -> str:
    return scene.masked[max(0, q.start - scene.start - _REACH) : q.start - scene.start]


def _is_previous(percents: Sequence[Quantity], q: Quantity, scene: Scene) -> bool:
    """Whether a percentage is the old rate: "from 25 percent to 100 percent", "to 15 percent from 27.5 percent"."""
    before = _before(scene, q)
    if _EXISTING.search(before):
        return True
    return bool(_FROM.search(before)) and any(o is not q and _TO.search(_before(scene, o)) for o in percents)


def _previous(percents: Sequence[Quantity], q: Quantity, scene: Scene) -> float | None:
    """The old rate beside a new one."""
    before = _before(scene, q)
    if not (_TO.search(before) or len(percents) > 1):
        return None
    for other in percents:
        near = abs(other.start - q.start) < _REACH
        if (
            other is not q
            and near
            and (_FROM.search(_before(scene, other)) or re.search(r"down from|up from", _before(scene, other)[-12:]))
        ):
            return other.high
    return None


def _paired(percents: Sequence[Quantity], scene: Scene) -> dict[int, Named]:
    """Give each rate its state where a sentence lists several: names before their rates, or rates before names."""
    marks: list[tuple[int, Named | Quantity]] = [(n.start, n) for n in scene.names]
    marks += [(q.start - scene.start, q) for q in percents]
    order = [m for _, m in sorted(marks, key=lambda x: x[0])]
    ahead: dict[int, Named] = {}
    behind: dict[int, Named] = {}
    for i, item in enumerate(order):
        if isinstance(item, Named):
            continue
        before = order[i - 1] if i else None
        after = order[i + 1] if i + 1 < len(order) else None
        at = item.start - scene.start
        if isinstance(before, Named) and _beside(scene.masked[before.end : at]):
            ahead[item.start] = before
        if isinstance(after, Named) and _leads_to(scene.masked[item.end - scene.start : after.start]):
            behind[item.start] = after
    if len(percents) == 1:
        only = ahead.get(percents[0].start)
        bracketed = only and re.fullmatch(r"\s*[(:]\s*", scene.masked[only.end : percents[0].start - scene.start])
        return ahead if bracketed else {}
    best = max((ahead, behind), key=lambda d: (len({n.code for n in d.values()}), d is behind))
    if len(percents) > 1 and len({n.code for n in best.values()}) < 2:
        return {}
    return best


def _beside(between: str) -> bool:
    """For "Taiwan (32 percent", "Japan: 15 percent", "Algeria 30 percent", "those from Madagascar at 47 percent"."""
    return bool(_NAME_THEN_RATE.fullmatch(between))


def _leads_to(between: str) -> bool:
    """For "15 percent for Japan", "25 percent tariff on steel from Brazil"."""
    return bool(
        re.fullmatch(r"\s*(?:[\w-]+ ){0,3}?(?:for|on|from|against)\s+(?:[\w-]+ ){0,3}?(?:from |of )?(?:the )?", between)
    )


def _kind(q: Quantity, scene: Scene, previous: float | None) -> tuple[str | None, str]:
    at = q.start - scene.start
    around = scene.masked[max(0, at - _REACH) : q.end - scene.start + 30]
    for kind, expressions in _KINDS:
        match = expressions.search(around if kind != "replacing" else scene.masked)
        if match:
            return kind, f"“{match[0]}”"
    if previous is not None:
        return "replacing", "the text gives the rate before"
    return None, "the text does not say how it stands to other rates"
