"""Events, measures and findings as flat rows; lists are joined with ``;``, a missing value is an empty cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from newsledger.export.rows import csv_line
from newsledger.measures.fold import State
from newsledger.records import Attribution, Event
from newsledger.records.measure import MeasureMention
from newsledger.records.rule import Finding

Row = dict[str, Any]


def event_row(event: Event) -> Row:
    """Return an event as a flat row."""
    place = event.place
    return {
        "event_id": event.event_id,
        "event_type": event.event_type,
        "event_mode": event.event_mode,
        "quad_code": event.quad_code,
        "actors": _joined(event.actors),
        "recipients": _joined(event.recipients),
        "time_value": event.time_value,
        "time_earliest": event.time_earliest,
        "time_latest": event.time_latest,
        "place_name": (place.name or place.text) if place else None,
        "place_country": event.place_country,
        "place_latitude": place.latitude if place else None,
        "place_longitude": place.longitude if place else None,
        "stage": event.stage,
        "confidence": event.confidence,
        "independent_count": event.independent_count,
        "document_count": event.document_count,
        "publisher_count": event.publisher_count,
        "mention_count": event.mention_count,
        "publishers": _joined(event.publishers),
        "first_reported_at": event.first_reported_at,
        "first_mention_id": event.first_mention_id,
        "count_measures": _joined(c.measures for c in event.counts),
        "count_unit": _joined(c.unit for c in event.counts),
        "count_low": _joined(_number(c.low) for c in event.counts),
        "count_high": _joined(_number(c.high) for c in event.counts),
        "differ_in": _joined(dict.fromkeys(v.field for v in event.versions)),
        "document_ids": _joined(event.document_ids),
    }


def measure_row(state: State, on: str) -> Row:
    """Return a measure with its state on a day as a flat row."""
    report = state.report or state.history[-1]
    rate = state.rate.rate if state.rate else None
    return {
        "measure_id": state.measure_id,
        "on": on,
        "kind": report.kind,
        "status": state.status,
        "since": state.since,
        **_sides(report),
        "rate": rate.value if rate else None,
        "rate_unit": rate.unit if rate else None,
        "rate_kind": rate.kind if rate else None,
        "scope": _joined(s.text for s in report.scope),
        "instrument": report.instrument.text if report.instrument else None,
        "attributed_to": _sources(report.attributions),
        "factuality": report.factuality,
        "reports": len(state.history),
        "first_reported_at": min((r.document_creation_time or "" for r in state.history), default="") or None,
        "document_creation_time": report.document_creation_time,
        "document_id": report.document_id,
        "measure_mention_id": report.measure_mention_id,
        "uncertain": _joined(state.uncertain),
        "text": report.text,
    }


def finding_row(finding: Finding) -> Row:
    """Return a finding as a flat row."""
    grounds = {ground.field: ground for ground in reversed(finding.grounds)}
    return {
        "finding_id": finding.finding_id,
        "basis": finding.basis,
        "regime_id": finding.regime_id,
        "rule_ids": _joined(finding.rule_ids),
        "citations": _joined(f"{c.instrument} {c.paragraph or ''}".strip() for c in finding.citations),
        "instrument": finding.instrument.text if finding.instrument else None,
        "act": finding.act.text,
        **{name: grounds[name].value if name in grounds else None for name in ("giver", "taker", "goods", "date")},
        "deadline": finding.deadline,
        "deadline_passed": finding.deadline_passed,
        "exemptions": _joined(finding.exemptions),
        "checked": finding.checked,
        "attributed_to": _sources(finding.attributions),
        "factuality": finding.factuality,
        "confidence": finding.confidence,
        "document_creation_time": finding.document_creation_time,
        "document_id": finding.document_id,
        "event_mention_ids": _joined(finding.event_mention_ids),
        "lead": finding.lead,
        "text": finding.text,
    }


EVENT_COLUMNS = (
    *("event_id", "event_type", "event_mode", "quad_code", "actors", "recipients"),
    *("time_value", "time_earliest", "time_latest"),
    *("place_name", "place_country", "place_latitude", "place_longitude", "stage", "confidence"),
    *("independent_count", "document_count", "publisher_count", "mention_count", "publishers"),
    *("first_reported_at", "first_mention_id", "count_measures", "count_unit", "count_low", "count_high"),
    *("differ_in", "document_ids"),
)
MEASURE_COLUMNS = (
    *("measure_id", "on", "kind", "status", "since"),
    *("issuer_country", "issuer_name", "issuer_text", "target_country", "target_name", "target_text"),
    *("rate", "rate_unit", "rate_kind", "scope", "instrument", "attributed_to", "factuality", "reports"),
    *("first_reported_at", "document_creation_time", "document_id", "measure_mention_id", "uncertain", "text"),
)
FINDING_COLUMNS = (
    *("finding_id", "basis", "regime_id", "rule_ids", "citations", "instrument", "act"),
    *("giver", "taker", "goods", "date", "deadline", "deadline_passed", "exemptions", "checked", "attributed_to"),
    *("factuality", "confidence", "document_creation_time", "document_id", "event_mention_ids", "lead", "text"),
)
"""The columns of the rows above, in their order: a table without a row has a header as well."""


def flat_lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """Yield rows as lines of CSV, the header first."""
    yield csv_line(columns)
    for row in rows:
        yield csv_line(row[name] for name in columns)


def _sides(report: MeasureMention) -> Row:
    return {
        f"{side}_{label}": _joined(getattr(party, field) for party in parties)
        for side, parties in (("issuer", report.issuers), ("target", report.targets))
        for label, field in (("country", "country"), ("name", "name"), ("text", "text"))
    }


def _sources(attributions: Iterable[Attribution]) -> str:
    return _joined(a.text for a in attributions)


def _joined(values: Iterable[Any]) -> str:
    return ";".join("" if v is None else str(v) for v in values)


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
