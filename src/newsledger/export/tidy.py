"""Tidy CSV: one flat row a mention; lists are joined with ``;``, a missing value is an empty cell."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from newsledger.records import EventMention, Party

Getter = Callable[[EventMention], Any]


def _joined(values: list[Any]) -> str:
    return ";".join("" if v is None else str(v) for v in values)


def _parties(side: str, field: str) -> Getter:
    return lambda m: _joined([getattr(p, field) for p in _side(m, side)])


def _side(mention: EventMention, side: str) -> tuple[Party, ...]:
    return mention.actors if side == "actor" else mention.recipients


def _of(record: str, field: str) -> Getter:
    return lambda m: getattr(getattr(m, record), field, None)


def _quantities(field: str) -> Getter:
    return lambda m: _joined([_number(getattr(q, field)) for q in m.quantities])


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _sources(field: str) -> Getter:
    return lambda m: _joined([getattr(a, field) for a in m.attributions])


_PLAIN = [
    "event_mention_id",
    "event_id",
    "document_id",
    "external_id",
    "article_index",
    "sentence_index",
    "document_creation_time",
    "event_type",
    "event_mode",
    "own_type",
    "own_mode",
    "cameo_code",
    "quad_code",
    "intensity",
    "factuality",
    "article_factuality",
    "confidence",
]

_COLUMNS: dict[str, Getter] = {
    **{name: attrgetter(name) for name in _PLAIN},
    "contexts": lambda m: _joined(list(m.contexts)),
    "auxiliary": lambda m: _joined(list(m.auxiliary)),
    **{
        f"{side}_{label}": _parties(side, field)
        for side in ("actor", "recipient")
        for label, field in (("country", "country"), ("sector", "sector"), ("name", "name"), ("text", "text"))
    },
    "time_value": _of("time", "value"),
    "time_earliest": _of("time", "earliest"),
    "time_latest": _of("time", "latest"),
    "time_text": _of("time", "text"),
    "time_reason": _of("time", "reason"),
    "place_name": _of("place", "name"),
    "place_country": _of("place", "country"),
    "place_geonames_id": _of("place", "geonames_id"),
    "place_latitude": _of("place", "latitude"),
    "place_longitude": _of("place", "longitude"),
    "place_text": _of("place", "text"),
    "quantity_low": _quantities("low"),
    "quantity_high": _quantities("high"),
    "quantity_unit": _quantities("unit"),
    "quantity_measures": _quantities("measures"),
    "quantity_text": _quantities("text"),
    "attributed_to": _sources("text"),
    "attributed_to_kind": _sources("kind"),
    "attributed_to_country": _sources("country"),
    "attributed_to_anonymous": lambda m: _joined([str(a.anonymous).lower() for a in m.attributions]),
    "attributed_to_quoted": lambda m: _joined([str(a.quoted).lower() for a in m.attributions]),
    "attributed_to_authority": lambda m: _joined([", ".join(w.text for w in a.authority) for a in m.attributions]),
    "trigger_text": _of("trigger", "text"),
    "trigger_start": _of("trigger", "start"),
    "trigger_end": _of("trigger", "end"),
    "sentence_start": lambda m: m.sentence_start,
    "sentence_end": lambda m: m.sentence_end,
    "text": lambda m: m.text,
}

TIDY_COLUMNS = tuple(_COLUMNS)


def tidy_row(mention: EventMention) -> list[Any]:
    """Return the cells of a mention, in the order of :data:`TIDY_COLUMNS`."""
    return [getter(mention) for getter in _COLUMNS.values()]
