"""Records as rows of an answer, and answers kept to a size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from newsledger.apps.mcp.answers import (
    FindingRow,
    Grounds,
    MeasureRow,
    MentionRow,
    Model,
    PartyRow,
    QuantityRow,
    SpeakerRow,
    WhenRow,
    WhereRow,
    Words,
)
from newsledger.records import Attribution, Document, EventMention, Party, Place, Quantity, TextSpan, TimeExpression

if TYPE_CHECKING:
    from newsledger.measures.fold import State
    from newsledger.records.measure import MeasureMention, Rate, Scope
    from newsledger.records.rule import Finding

SENTENCE_CHARACTERS = 1_000
"""Of a longer sentence the part around its event is given."""
ANSWER_CHARACTERS = 40_000
"""About ten thousand tokens: a page of rows ends before it."""

_INDENT = 2
"""As the server prints the text of an answer."""

R = TypeVar("R", bound=Model)
Pages = Mapping[str, Document]


def fit(rows: Sequence[R], *, room: int = ANSWER_CHARACTERS) -> list[R]:
    """Return the first rows that fit into an answer, one at least."""
    kept: list[R] = []
    for row in rows:
        room -= len(row.model_dump_json(indent=_INDENT))
        if room < 0 and kept:
            break
        kept.append(row)
    return kept


def mention_row(mention: EventMention, pages: Pages) -> MentionRow:
    """Return a mention with everything that it rests on."""
    return MentionRow(
        event_mention_id=mention.event_mention_id,
        event_id=mention.event_id,
        grounds=_grounds(mention, mention.trigger, pages),
        event_type=mention.event_type,
        event_mode=mention.event_mode,
        own_type=mention.own_type,
        own_mode=mention.own_mode,
        auxiliary=list(mention.auxiliary),
        contexts=list(mention.contexts),
        trigger=words(mention.trigger),
        actors=[_party(p) for p in mention.actors],
        recipients=[_party(p) for p in mention.recipients],
        time=_when(mention.time),
        place=_where(mention.place),
        quantities=[_quantity(q) for q in mention.quantities],
        on_whose_word=[_speaker(a) for a in mention.attributions],
        factuality=mention.factuality,
        article_factuality=mention.article_factuality,
        confidence=mention.confidence,
    )


def measure_row(state: State, pages: Pages) -> MeasureRow:
    """Return a measure with the report that decides its state, and the one that gives its rate."""
    report = state.report or state.history[-1]
    rated = state.rate
    rate = rated.rate if rated else None
    return MeasureRow(
        measure_id=state.measure_id,
        measure_mention_id=report.measure_mention_id,
        kind=report.kind,
        status=state.status,
        since=state.since,
        issuers=[_party(p) for p in report.issuers],
        targets=[_party(p) for p in report.targets],
        rate=rate.value if rate else None,
        rate_unit=rate.unit if rate else None,
        rate_kind=rate.kind if rate else None,
        rate_words=words(rate) if rate else None,
        rate_grounds=_grounds(rated, rate, pages) if rated and rate else None,
        covers=[words(s) for s in report.scope],
        words=words(report.cue),
        on_whose_word=[_speaker(a) for a in report.attributions],
        factuality=report.factuality,
        grounds=_grounds(report, report.cue, pages),
        uncertain=list(state.uncertain),
    )


def finding_row(finding: Finding, pages: Pages) -> FindingRow:
    """Return a lead with the act that it rests on."""
    return FindingRow(
        finding_id=finding.finding_id,
        basis=finding.basis,
        lead=finding.lead,
        regime_id=finding.regime_id,
        rule_ids=list(finding.rule_ids),
        act=words(finding.act),
        deadline=finding.deadline,
        deadline_passed=finding.deadline_passed,
        exemptions=list(finding.exemptions),
        checked=finding.checked,
        on_whose_word=[_speaker(a) for a in finding.attributions],
        factuality=finding.factuality,
        confidence=finding.confidence,
        grounds=_grounds(finding, finding.act, pages),
    )


def words(span: TextSpan | Quantity | Attribution | TimeExpression | Place | Rate | Scope) -> Words:
    """Return the words of anything that has some."""
    return Words(text=span.text, start=span.start, end=span.end)


def _grounds(record: EventMention | MeasureMention | Finding, act: TextSpan | Rate, pages: Pages) -> Grounds:
    page = pages.get(record.document_id)
    return Grounds(
        document_id=record.document_id,
        external_id=page.external_id if page else None,
        publisher=page.publisher if page else None,
        url=page.url if page else None,
        document_creation_time=record.document_creation_time,
        sentence=_sentence(record.text, record.sentence_start, act.start),
    )


def _sentence(text: str, start: int, at: int) -> Words:
    """The sentence, or of a very long one the part around its event."""
    if len(text) <= SENTENCE_CHARACTERS:
        return Words(text=text, start=start, end=start + len(text))
    first = max(0, min(at - start - SENTENCE_CHARACTERS // 2, len(text) - SENTENCE_CHARACTERS))
    part = text[first : first + SENTENCE_CHARACTERS]
    return Words(text=part, start=start + first, end=start + first + len(part), cut=True)


def _party(party: Party) -> PartyRow:
    named = party.text is not None and party.start is not None and party.end is not None
    return PartyRow(
        words=Words(text=party.text or "", start=party.start or 0, end=party.end or 0) if named else None,
        name=party.name,
        country=party.country,
        sector=party.sector,
        reason=party.reason,
    )


def _when(time: TimeExpression | None) -> WhenRow | None:
    if time is None:
        return None
    return WhenRow(words=words(time), value=time.value, earliest=time.earliest, latest=time.latest, reason=time.reason)


def _where(place: Place | None) -> WhereRow | None:
    if place is None:
        return None
    return WhereRow(
        words=words(place),
        name=place.name,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        reason=place.reason,
    )


def _quantity(quantity: Quantity) -> QuantityRow:
    return QuantityRow(
        words=words(quantity), low=quantity.low, high=quantity.high, unit=quantity.unit, measures=quantity.measures
    )


def _speaker(attribution: Attribution) -> SpeakerRow:
    return SpeakerRow(
        words=words(attribution),
        cue=words(attribution.cue) if attribution.cue else None,
        kind=attribution.kind,
        unnamed=attribution.anonymous,
        name=attribution.name,
        country=attribution.country,
        sector=attribution.sector,
    )
