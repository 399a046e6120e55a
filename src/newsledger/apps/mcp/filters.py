"""Filters of a search as conditions on ``event_mentions``, and why a search finds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsledger.errors import InputError, LedgerError, OntologyError
from newsledger.export import known_codes
from newsledger.ingest import parse_date
from newsledger.ontology import load
from newsledger.records import FACTUALITY_VALUES

if TYPE_CHECKING:
    import duckdb

_CODE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: its name, its SQL with ``?`` for each value, and the values."""

    name: str
    sql: str
    values: tuple[Any, ...]


def where(conditions: Sequence[Condition]) -> tuple[str, list[Any]]:
    """Return the conditions as one SQL expression with its values."""
    text = " and ".join(f"({c.sql})" for c in conditions) or "true"
    return text, [value for c in conditions for value in c.values]


def mention_conditions(
    *,
    event_type: str | None = None,
    event_mode: str | None = None,
    own_type: str | None = None,
    actor: str | None = None,
    recipient: str | None = None,
    country: str | None = None,
    reported_from: str | None = None,
    reported_to: str | None = None,
    happened_from: str | None = None,
    happened_to: str | None = None,
    text: str | None = None,
    certainty: Sequence[str] | None = None,
    unnamed_sources: bool | None = None,
    document_id: str | None = None,
) -> list[Condition]:
    """Return the conditions of the filters that are given.

    Raises:
        OntologyError: A code or mode that does not exist.
        InputError: A day that is no ISO 8601 date.
    """
    found: list[Condition | None] = [
        _type(event_type),
        _mode(event_type, event_mode),
        _own(own_type),
        _party("actor", ("actors",), actor),
        _party("recipient", ("recipients",), recipient),
        _country(country),
        _day("reported_from", "left(document_creation_time, 10) >= ?", reported_from),
        _day("reported_to", "left(document_creation_time, 10) <= ?", reported_to),
        _day("happened_from", '"time".latest >= ?', happened_from),
        _day("happened_to", '"time".earliest <= ?', happened_to),
        *_texts(text),
        _certainty(certainty),
        _unnamed(unnamed_sources),
        _document(document_id),
    ]
    return [condition for condition in found if condition]


def why_nothing(db: duckdb.DuckDBPyConnection, conditions: Sequence[Condition]) -> str:
    """Return why no mention meets all conditions, and which filter to leave out."""
    if not conditions:
        return "This ledger has no event mention. `newsledger code INPUT --ledger DIR` fills it."
    columns = ", ".join(f"coalesce({c.sql}, false) as c{n}" for n, c in enumerate(conditions))
    everything = [f"c{n}" for n in range(len(conditions))]
    counts = ["count(*)"]
    for n in range(len(conditions)):
        others = " and ".join(name for name in everything if name != f"c{n}") or "true"
        counts += [f"count(*) filter (where c{n})", f"count(*) filter (where {others})"]
    values = [value for c in conditions for value in c.values]
    row = db.execute(f"select {', '.join(counts)} from (select {columns} from event_mentions)", values).fetchall()[0]
    if not row[0]:
        return why_nothing(db, ())
    lines = [f"No mention meets all filters; the ledger has {row[0]}."]
    for n, condition in enumerate(conditions):
        alone, without = row[1 + 2 * n], row[2 + 2 * n]
        lines.append(f"{condition.name}: {alone} meet it alone; without it {without} would be found.")
    lines.append("Try fewer filters, a country code in place of words, or other words of the text.")
    return " ".join(lines)


def _type(event_type: str | None) -> Condition | None:
    if event_type is None:
        return None
    return Condition("event_type", "event_type = ?", (load().event_type(event_type.upper()).code,))


def _mode(event_type: str | None, mode: str | None) -> Condition | None:
    """A mode of the type, or of any type when none is given."""
    if mode is None:
        return None
    code = load().mode(event_type.upper(), mode.lower()).code if event_type else mode.lower()
    known = sorted({m.code for t in load().types for m in t.modes})
    if code not in known:
        raise OntologyError(f"unknown event mode {mode!r}", hint="one of " + ", ".join(known))
    return Condition("event_mode", "coalesce(event_mode = ?, false)", (code,))


def _own(code: str | None) -> Condition | None:
    """A type of the user's own codebook, which the ledger does not hold: any text will do."""
    return None if code is None else Condition("own_type", "coalesce(lower(own_type) = lower(?), false)", (code,))


def _document(key: str | None) -> Condition | None:
    if key is None:
        return None
    return Condition("document_id", "document_id = ? or coalesce(external_id = ?, false)", (key, key))


def _party(name: str, columns: Sequence[str], value: str | None) -> Condition | None:
    """A side by country code, or by words of its text or name."""
    if value is None or not value.strip():
        return None
    if len(value) == _CODE_LENGTH and value.isupper():
        check_code(value)
        return Condition(name, *_either("list_contains([p.country for p in {}], ?)", columns, value))
    told = "[lower(concat_ws(' ', p.text, p.name)) for p in {}]"
    return Condition(name, *_either(f"contains(array_to_string({told}, chr(10)), lower(?))", columns, value))


def _either(template: str, columns: Sequence[str], value: str) -> tuple[str, tuple[str, ...]]:
    return " or ".join(template.format(column) for column in columns), (value,) * len(columns)


def _country(code: str | None) -> Condition | None:
    """Any side, or the place."""
    if code is None:
        return None
    code = check_code(code)
    parties = _party("country", ("actors", "recipients"), code)
    assert parties is not None
    return Condition("country", f"{parties.sql} or coalesce(place.country = ?, false)", (*parties.values, code))


def check_code(code: str) -> str:
    """Return a code in capitals; refuse one that does not exist, rather than answer that nothing is known of it.

    Raises:
        OntologyError: No country or organisation has it.
    """
    return known_codes((code,))[0]


def check_day(day: str) -> str:
    """Return a day as the ledger writes it, whatever form of ISO 8601 it came in.

    Raises:
        InputError: It is no ISO 8601 date.
    """
    return parse_date(day)[:10]


def named_documents(db: duckdb.DuckDBPyConnection, key: str) -> set[str]:
    """Return the ids of the documents with an id, or with an id given on input.

    Raises:
        LedgerError: There is none.
    """
    rows = db.execute("select document_id from documents where document_id = $1 or external_id = $1", [key]).fetchall()
    if not rows:
        hint = "document_id stands in the grounds of every row; get_document also takes the start of one"
        raise LedgerError(f"no document {key!r} in this ledger", hint=hint)
    return {row[0] for row in rows}


def _day(name: str, sql: str, value: str | None) -> Condition | None:
    return None if value is None else Condition(name, f"coalesce({sql}, false)", (check_day(value),))


def _texts(text: str | None) -> list[Condition]:
    """Each word must stand in the sentence."""
    return [Condition(f"text {word!r}", "contains(lower(text), lower(?))", (word,)) for word in (text or "").split()]


def _certainty(values: Sequence[str] | None) -> Condition | None:
    if not values:
        return None
    for value in values:
        if value not in FACTUALITY_VALUES:
            raise InputError(f"certainty {value!r} does not exist", hint="one of " + ", ".join(FACTUALITY_VALUES))
    return Condition("certainty", f"factuality in ({', '.join('?' * len(values))})", tuple(values))


def _unnamed(wanted: bool | None) -> Condition | None:  # noqa: FBT001
    if wanted is None:
        return None
    sql = "coalesce(list_contains([a.anonymous for a in attributions], true), false)"
    return Condition("unnamed_sources", sql if wanted else f"not {sql}", ())
