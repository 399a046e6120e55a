"""Measures of an article: cue, sides, rate, dates and the rest of each, completed from the sentences beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsledger.measures.beside import completed
from newsledger.measures.cues import Action, Cue, find_cues
from newsledger.measures.dates import Dates, dates_of
from newsledger.measures.extras import exceptions_of, instrument_of, legal_basis_of, scope_of
from newsledger.measures.groups import unique
from newsledger.measures.parties import Sides, everyone_in, sides_of
from newsledger.measures.rates import Rated, rates_of
from newsledger.measures.reported import PART, SEEN, STANDS
from newsledger.measures.scene import Scene, scenes_of
from newsledger.measures.standing import is_of_a_part, report_of
from newsledger.measures.told import action_seen, cues_seen, seen_as
from newsledger.reader.reading import SentenceReading
from newsledger.records import Article, Claim, Document, EventMention, Party, TextSpan, content_id
from newsledger.records.measure import Gap, MeasureMention, Rate
from newsledger.resolve import Context

_PLEDGED = re.compile(r"\b(?:pledged|planned|announced|expected|promised|looming|proposed|threatened)\b", re.I)
_LISTED = re.compile(r"\b(?:rates|tariffs?|duties)\b", re.I)
_RATED = frozenset({"tariff"})
_ON_TOP = re.compile(r"\b(?:additional|extra|further) (?:[\w-]+ )?$", re.I)
_ADDS = re.compile(r"“add(?:s|ed|ing)?”", re.I)
_ENDS = frozenset({"lifted", "suspended", "struck_down"})


def read_measures(
    document: Document,
    article: Article,
    mentions: Sequence[EventMention],
    claims: Sequence[Claim],
    context: Context,
    readings: Sequence[SentenceReading] = (),
) -> tuple[MeasureMention, ...]:
    """Return the measures that an article reports, in the order of the text.

    Args:
        document: The page.
        article: The article.
        mentions: Its event mentions, parties resolved; they lend words, sources and event ids, and may be empty: a
            measure is read from the sentence itself.
        claims: Its cited sources, resolved.
        context: What the resolver knows of the article.
        readings: What the reader saw in its sentences; without them the rules decide alone.
    """
    return measures_of(scenes_of(document, article, mentions, claims, context, readings))


def measures_of(scenes: Sequence[Scene]) -> tuple[MeasureMention, ...]:
    """Return the measures of an article whose sentences are set as scenes."""
    found: list[MeasureMention] = []
    for scene in scenes:
        found += _of_sentence(scene, scenes)
    found = completed(found, scenes)
    return tuple(_numbered(m) for m in [*found, *_exceptions(scenes, found)])


def _of_sentence(scene: Scene, scenes: Sequence[Scene]) -> list[MeasureMention]:
    made: list[MeasureMention] = []
    cues = find_cues(scene)
    cues = sorted([*cues, *cues_seen(scene, cues)], key=lambda c: c.start)
    for cue in _with_list_cue(cues, scene, scenes):
        action = report_of(cue, scene)
        denied = action is not None and action.mood == "negated"
        if not denied and (action is None or action.status is None):
            action = action_seen(cue, seen_as(cue, scene)) or action
        if denied or action is None:
            continue
        rates = rates_of(cue, scene) if cue.kind in _RATED else []
        if action.status is None and not rates:
            continue
        if cue.weak and not rates:
            continue
        made += _built(cue, action, rates, scene)
    return _without_repeats(made)


def _with_list_cue(cues: list[Cue], scene: Scene, scenes: Sequence[Scene]) -> list[Cue]:
    """A list of states and rates without a word for tariffs takes it from the sentence before or after."""
    if cues:
        return cues
    for other in (scene.number - 1, scene.number + 1):
        if (
            0 <= other < len(scenes)
            and any(c.kind == "tariff" for c in find_cues(scenes[other]))
            and _LISTED.search(scenes[other].text)
            and scene.rated
        ):
            q = next(q for q in scene.quantities if q.unit == "percent")
            at = q.start - scene.start
            cue = Cue("tariff", at, q.end - scene.start, is_verb=False)
            return (
                [cue]
                if any(r.targets for r in rates_of(cue, scene)) or re.search(r"\bcharge|\blevy|\btax", scene.text)
                else []
            )
    return cues


def _built(cue: Cue, action: Action, rates: Sequence[Rated], scene: Scene) -> Iterator[MeasureMention]:
    sides, dates = sides_of(cue, action, scene), dates_of(cue, action, scene)
    near: list[Rated | None] = [*_nearest(rates, cue, scene)]
    for rated in near or [None]:
        targets = sides.targets
        if rated is not None and rated.targets:
            targets = tuple(scene.party(n, "stands beside its rate") for n in unique(rated.targets))
        elif rated is not None and any(r.targets for r in near if r):
            all_of_them = everyone_in(scene, rated.start, rated.end)
            targets = (all_of_them,) if all_of_them else targets
        within = (rated.start, rated.end) if rated and len(near) > 1 else None
        yield _mention(
            cue, action, scene, replace(sides, targets=targets), dates, rated.rate if rated else None, within
        )


def _nearest(rates: Sequence[Rated], cue: Cue, scene: Scene) -> Sequence[Rated]:
    """Of several tariff cues in a sentence, each rate belongs to the one closest to it."""
    others = [c for c in find_cues(scene) if c.kind == cue.kind and not (c.weak and not cue.weak)]
    if len(others) < 2:
        return rates

    def gap(rated: Rated, other: Cue) -> int:
        at = rated.rate.start - scene.start
        return min(abs(at - other.end), abs(at - other.start))

    return [r for r in rates if min(others, key=lambda c: gap(r, c)) == cue]


def _mention(
    cue: Cue,
    action: Action,
    scene: Scene,
    sides: Sides,
    dates: Dates,
    rate: Rate | None,
    within: tuple[int, int] | None,
) -> MeasureMention:
    status = _status(cue, action, dates, scene)
    events = scene.events_at(min(cue.start, action.start), max(cue.end, action.end))
    issuers = tuple(p for p in sides.issuers if not any(p.country == t.country for t in sides.targets)) or (
        sides.issuers if sides.issuers == sides.targets else ()
    )
    words = scene.span(action.start, action.end) if action.status else None
    partly = status in _ENDS and is_of_a_part(cue, action, scene)
    return MeasureMention(
        measure_mention_id="",
        measure_id="",
        document_id=scene.document.document_id,
        article_index=scene.article.article_index,
        sentence_index=scene.number,
        document_creation_time=scene.document.document_creation_time,
        text=scene.text,
        sentence_start=scene.start,
        sentence_end=scene.end,
        kind=cue.kind,
        aspect="measure",
        status=status,
        status_words=words,
        cue=scene.span(cue.start, cue.end),
        issuers=issuers,
        targets=sides.targets,
        instrument=instrument_of(cue, scene),
        scope=scope_of(cue, scene, within),
        rate=rate,
        announced_on=dates.announced_on,
        in_force_from=dates.in_force_from,
        in_force_to=dates.in_force_to,
        exceptions=exceptions_of(scene),
        legal_basis=legal_basis_of(scene),
        attributions=scene.attributions(events),
        factuality=_factuality(status, action),
        event_mention_ids=tuple(m.event_mention_id for m in events),
        gaps=(),
        rules=(*sides.rules, *([PART] if partly else []), _rule(action, words)),
    )


def _rule(action: Action, words: TextSpan | None) -> str:
    if action.seen:
        return SEEN
    return STANDS if action.standing else f"status: {words.text if words else 'named only'}"


def _status(cue: Cue, action: Action, dates: Dates, scene: Scene) -> str:  # noqa: PLR0911
    """Status of what the sentence reports; what is only named counts as announced, never as in force."""
    around = scene.masked[max(0, cue.start - 40) : cue.end + 60]
    if action.status is None:
        return "proposed" if action.mood == "proposed" else "announced"
    if action.status in _ENDS:
        revoked = cue.kind == "visa_rule" and scene.masked[action.start : action.end].lower().startswith("revo")
        return "in_force" if revoked else action.status
    if action.mood == "proposed" or action.status == "proposed":
        return "proposed"
    declared = cue.kind == "emergency" and action.mood is None and action.status == "announced"
    if declared and not (dates.in_force_from and _later(dates.in_force_from.latest, _day(scene))):
        return "in_force"
    if action.mood == "announced" or action.status == "announced" or _PLEDGED.search(around):
        return "announced"
    if dates.in_force_from and _later(dates.in_force_from.earliest, _day(scene)):
        return "announced"
    return action.status


def _day(scene: Scene) -> str | None:
    return scene.document.document_creation_time


def _later(day: str | None, anchor: str | None) -> bool:
    return bool(day and anchor and day > anchor[:10])


def _factuality(status: str, action: Action) -> str:
    if status == "proposed" or action.mood == "proposed":
        return "PS+"
    return "PR+" if status == "announced" or action.mood == "announced" else "CT+"


def _without_repeats(made: list[MeasureMention]) -> list[MeasureMention]:
    """Drop a cue of the same kind that adds neither rate nor target of its own."""
    out: list[MeasureMention] = []
    for m in made:
        richer = [
            o for o in made
            if o is not m and o.kind == m.kind and {t.country for t in m.targets} <= {t.country for t in o.targets}
        ]  # fmt: skip
        if m.rate is None and any(
            o.rate or len(o.targets) > len(m.targets) or made.index(o) < made.index(m) for o in richer
        ):
            continue
        out.append(m)
    return out


def _exceptions(scenes: Sequence[Scene], found: Sequence[MeasureMention]) -> Iterator[MeasureMention]:
    """A sentence that only speaks of an exception: told of the article's measure, with its speaker."""
    covered = {m.sentence_index for m in found}
    for scene in scenes:
        words = exceptions_of(scene) if scene.number not in covered and found else ()
        if not words or not re.search(r"\bexceptions?\b|\bexempt", scene.text, re.I):
            continue
        codes = {n.code for n in scene.names}
        near = [m for m in found if codes & {t.country for t in m.targets}] or ([] if codes else list(found))
        if not near:
            continue
        base = near[0]
        at = words[0]
        targets: tuple[Party, ...] = tuple(t for t in base.targets if t.country in codes) or base.targets
        yield replace(
            base,
            sentence_index=scene.number, text=scene.text, sentence_start=scene.start, sentence_end=scene.end,
            aspect="exception", status=None, status_words=None, cue=at, targets=targets, rate=None, announced_on=None,
            in_force_from=None, in_force_to=None, exceptions=words, legal_basis=legal_basis_of(scene), scope=(),
            attributions=scene.attributions(()), factuality="PR+" if " would " in scene.text else "CT+",
            event_mention_ids=(), rules=("exception: its measure is the article's",),
            gaps=(Gap("issuers", "taken from the article's measure"),
                  Gap("targets", "taken from the article's measure"),
                  Gap("status", "the sentence only speaks of an exception")),
        )  # fmt: skip


def _basis(m: MeasureMention) -> str:
    """What sets a tariff apart from another of the same sides: a baseline, or one that comes on top.

    "Added a 10 percent tariff" only says that there is one. An end may name an additional tariff without its rate.
    """
    if m.rate is None:
        before = m.text[: m.cue.start - m.sentence_start]
        return "additional" if m.status in _ENDS and m.kind in _RATED and _ON_TOP.search(before) else ""
    on_top = m.rate.kind == "additional" and not _ADDS.fullmatch(m.rate.reason)
    return "additional" if on_top else "baseline" if m.rate.kind == "baseline" else ""


def _numbered(m: MeasureMention) -> MeasureMention:
    targets = sorted({t.country or t.text or "" for t in m.targets})
    issuers = sorted({p.country or p.text or "" for p in m.issuers})
    rate = m.rate.start if m.rate else None
    scope = sorted({s.text.lower() for s in m.scope if s.kind == "goods"})
    basis = _basis(m)
    name = m.instrument.text if m.instrument and m.kind.startswith("treaty") else ""
    return replace(
        m,
        measure_mention_id=content_id("r", m.document_id, m.cue.start, m.cue.end, m.kind, targets, rate, m.aspect),
        measure_id=content_id("u", m.kind, issuers, targets, scope, basis, name),
    )
