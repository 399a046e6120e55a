"""What a sentence leaves open about its measure, taken from the sentences beside it, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsledger.measures.aimed import AIMED, from_before, is_wronged, of_the_article, with_publisher
from newsledger.measures.cues import action_of, find_cues
from newsledger.measures.dates import effect_date
from newsledger.measures.holding import KINDS, in_the_article, in_the_sentence
from newsledger.measures.parties import sides_of
from newsledger.measures.reported import NOTHING_DONE
from newsledger.measures.scene import Scene
from newsledger.records import Party
from newsledger.records.measure import Gap, MeasureMention
from newsledger.resolve.entries import ORGANISATION_CODES

_RATED = frozenset({"tariff"})
_ALONE = frozenset({"emergency", "treaty_joined", "treaty_left", "ceasefire"})
_LISTED = re.compile(r"\b(?:rates|tariffs?|duties)\b", re.I)
_THEY = re.compile(r"^(?:they|it|these|the (?:tariffs?|duties|rates|measures|sanctions|ban))\b", re.I)
_PRONOUN = re.compile(r"(?:It|They|Its)\b|.*\b(?:it|they) (?:will|would)\b")
# "They welcomed the growing number of countries applying sanctions."
_MANY_DO = re.compile(r"\b(?:number of|more|many|other) (?:countries|nations|governments|states)\b")
_NEIGHBOURS = 2
_BESIDE = "taken from a sentence beside this one"


def completed(found: Sequence[MeasureMention], scenes: Sequence[Scene]) -> list[MeasureMention]:
    """Fill issuer, target and start of each measure from the sentences beside it, and say what stays open."""
    out: list[MeasureMention] = []
    for m in found:
        beside = [
            o for o in found
            if o is not m and o.kind == m.kind and abs(o.sentence_index - m.sentence_index) <= _NEIGHBOURS
        ]  # fmt: skip
        m = _target_from(_issuer_from(m, beside, scenes), beside, scenes)
        if m.in_force_from is None and m.status not in {"lifted", "struck_down"}:
            m = _start_from(m, beside, scenes)
        if m.rate is not None and m.rate.kind is None and _baseline_beside(m, beside):
            m = replace(m, rate=replace(m.rate, kind="replacing", reason="“higher” than the baseline of the article"))
        if m.issuers or m.targets or not _only_stands(m):
            out.append(replace(m, gaps=(*m.gaps, *_gaps(m))))
    return out


def _only_stands(m: MeasureMention) -> bool:
    """Whether nothing is done with a measure: it must then have a side to be a certain one."""
    return not NOTHING_DONE.isdisjoint(m.rules) and m.kind not in KINDS


def _with_issuers(m: MeasureMention, parties: tuple[Party, ...], reason: str) -> MeasureMention:
    return replace(m, issuers=parties, gaps=(*m.gaps, Gap("issuers", reason)))


def _issuer_from(m: MeasureMention, beside: Sequence[MeasureMention], scenes: Sequence[Scene]) -> MeasureMention:
    if m.issuers:
        return m
    if m.kind in KINDS and not m.targets:
        parties, why = in_the_sentence(scenes[m.sentence_index])
        if parties:
            return _with_issuers(m, parties, why)
    targets = {t.country for t in m.targets}
    if m.kind in KINDS:
        targets = {*with_publisher({t for t in targets if t}, scenes[m.sentence_index]), *ORGANISATION_CODES}
    for other in sorted(beside, key=lambda o: (abs(o.sentence_index - m.sentence_index), o.sentence_index)):
        fit = tuple(p for p in other.issuers if p.country not in targets)
        if fit and other.sentence_index != m.sentence_index:
            return _with_issuers(m, fit, _BESIDE)
    for scene in (s for s in scenes if 0 < abs(s.number - m.sentence_index) <= 1):
        for cue in (c for c in find_cues(scene) if c.kind == m.kind):
            fit = tuple(p for p in sides_of(cue, action_of(cue, scene), scene).issuers if p.country not in targets)
            if fit:
                return _with_issuers(m, fit, _BESIDE)
    done = NOTHING_DONE.isdisjoint(m.rules)
    if _PRONOUN.match(m.text) and m.sentence_index and done and not _MANY_DO.search(m.text):
        before = scenes[m.sentence_index - 1]
        names = [n for n in before.names[:1] if n.code not in targets]
        if names:
            parties = (before.party(names[0], "the pronoun stands for the subject of the sentence before"),)
            return _with_issuers(m, parties, "taken from the sentence before this one")
    parties, why = in_the_article(m, scenes) if m.kind in KINDS and not m.targets else ((), "")
    return _with_issuers(m, parties, why) if parties else m


def _target_from(m: MeasureMention, beside: Sequence[MeasureMention], scenes: Sequence[Scene]) -> MeasureMention:
    """The target of a measure aimed at someone whom its sentence does not name."""
    if m.targets or m.kind not in AIMED:
        return m
    own = {p.country for p in m.issuers if p.country}
    for other in sorted(beside, key=lambda o: (abs(o.sentence_index - m.sentence_index), o.sentence_index)):
        fit = tuple(t for t in other.targets if t.country not in own)
        if fit and other.sentence_index <= m.sentence_index:
            return replace(m, targets=fit, gaps=(*m.gaps, Gap("targets", _BESIDE)))
    scene = scenes[m.sentence_index]
    parties, why = from_before(scene, scenes, own)
    if parties:
        return replace(m, targets=parties, gaps=(*m.gaps, Gap("targets", why)))
    implied = _implied(m, scene, own)
    if implied:
        return replace(m, targets=(implied,), gaps=(*m.gaps, Gap("targets", implied.reason or "")))
    about = of_the_article(scene, own)
    if about:
        code, why = about
        name = scene.context.story.knowledge.countries.get(code, {}).get("name")
        party = Party(None, None, None, name, code, None, (), None, why)
        return replace(m, targets=(party,), gaps=(*m.gaps, Gap("targets", why)))
    return m


def _implied(m: MeasureMention, scene: Scene, own: set[str]) -> Party | None:
    """The recipient of the event whom the resolver found although the sentence has no word for it."""
    none = with_publisher(own, scene)
    for mention in (e for e in scene.mentions if e.event_mention_id in m.event_mention_ids):
        found = [p for p in mention.recipients if p.text is None and p.country and p.country not in none]
        if len(found) == 1 and not is_wronged(found[0].country or "", scene):
            return replace(found[0], reason=f"recipient of the event: {found[0].reason}")
    return None


def _start_from(m: MeasureMention, beside: Sequence[MeasureMention], scenes: Sequence[Scene]) -> MeasureMention:
    for number in (m.sentence_index + 1, m.sentence_index - 1):
        if not 0 <= number < len(scenes):
            continue
        scene = scenes[number]
        speaks = _THEY.match(scene.text) or (
            _LISTED.search(scene.text) and not any(o.rate and o.sentence_index == number for o in beside)
        )
        when = effect_date(scene) if speaks else None
        if when:
            return replace(
                m, in_force_from=when, gaps=(*m.gaps, Gap("in_force_from", "taken from a sentence beside this one"))
            )
    return m


def _baseline_beside(m: MeasureMention, beside: Sequence[MeasureMention]) -> bool:
    return any(o.rate and o.rate.kind == "baseline" for o in beside) and "higher" in m.text


def _gaps(m: MeasureMention) -> Iterator[Gap]:
    have = {g.field for g in m.gaps}
    if not m.issuers:
        yield Gap("issuers", "the text does not say who takes it")
    if not m.targets and m.kind not in _ALONE:
        yield Gap("targets", "the text does not say whom it is aimed at")
    if m.rate is None and m.kind in _RATED:
        yield Gap("rate", "the sentence gives no rate")
    if m.in_force_from is None and "in_force_from" not in have:
        yield Gap("in_force_from", "the text does not say from when")
    elif m.in_force_from is not None and m.in_force_from.earliest is None:
        yield Gap("in_force_from", m.in_force_from.reason)
    if m.legal_basis is None:
        yield Gap("legal_basis", "the sentence names none")
