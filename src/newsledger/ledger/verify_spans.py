"""Offsets: every span's words must be what stands at its offsets. The spans are found by the types of the records."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

from newsledger.ledger.schema import TABLES
from newsledger.ledger.shapes import inner
from newsledger.ledger.verify import Check, verdict
from newsledger.records.rows import field_types

if TYPE_CHECKING:
    import duckdb

    from newsledger.ledger.store import Ledger

_SPAN = {"text", "start", "end"}
_TOLD = ("event_mentions", "measure_mentions", "findings", "claims")


def check_spans(db: duckdb.DuckDBPyConnection, _: Ledger) -> Iterator[Check]:
    """Yield what is found on the sentences and spans of every table."""
    yield _sentences(db)
    for table in _TOLD:
        whole = "sentence_start" in field_types(TABLES[table])
        if whole:
            yield _told_sentences(db, table)
        yield _spans(db, table, whole=whole)


def _sentences(db: duckdb.DuckDBPyConnection) -> Check:
    """Stories and their sentences stand within the text, in order."""
    bad, total, example = _first(
        db,
        """
        select a.article_id as id,
            not (0 <= a.start and a.start <= a."end" and a."end" <= length(d.text)
                and list_bool_and([a.start <= s.start and s.start <= s."end" and s."end" <= a."end"
                    for s in a.sentences])) as wrong
        from articles as a join documents as d using (document_id)
        """,
    )
    return verdict("articles", "stories and sentences within the text", bad, total, example=example)


def _told_sentences(db: duckdb.DuckDBPyConnection, table: str) -> Check:
    bad, total, example = _first(
        db,
        f"""
        select t.{_key(table)} as id,
            t.text is distinct from substring(d.text, t.sentence_start + 1, t.sentence_end - t.sentence_start)
                as wrong
        from {table} as t join documents as d using (document_id)
        """,
    )
    return verdict(table, "sentence as in the text", bad, total, example=example)


def _spans(db: duckdb.DuckDBPyConnection, table: str, *, whole: bool) -> Check:
    """Spans in their sentence are looked up in it, which is short; others in the whole text."""
    spans = " || ".join(span_lists(TABLES[table]))
    inside = "s.b >= t.sentence_start and s.e <= t.sentence_end" if whole else "false"
    in_sentence = "substring(t.text, s.b - t.sentence_start + 1, s.e - s.b)" if whole else "null"
    sentence = "text, sentence_start, sentence_end, " if whole else ""
    bad, total, example = _first(
        db,
        f"""
        select t.id || ' ' || s.f as id,
            s.t is distinct from case when {inside} then {in_sentence} else substring(d.text, s.b + 1, s.e - s.b) end
                as wrong
        from (select {_key(table)} as id, document_id, {sentence}unnest({spans}) as s from {table}) as t
        join documents as d using (document_id) where s.t is not null
        """,
    )
    return verdict(table, "words at their offsets", bad, total, example=example)


def span_lists(record: type) -> Iterator[str]:
    """Yield SQL for lists of ``{f: field, t: words, b: start, e: end}``, one for each part that has words."""
    for field, hint in field_types(record).items():
        if field == "provenance":
            continue
        kind, expression = inner(hint), f'"{field}"'
        if typing.get_origin(kind) is tuple:
            item = typing.get_args(kind)[0]
            if is_dataclass(item):
                parts = " || ".join(_of_one("x.", item, field)) or "[]"
                yield f"coalesce(flatten([{parts} for x in {expression}]), [])" if has_words(item) else "[]"
        elif is_dataclass(kind) and has_words(kind):
            yield " || ".join(_of_one(f"{expression}.", kind, field))


def _of_one(path: str, record: Any, field: str) -> Iterator[str]:
    """The span of a record itself, and of its parts."""
    if set(field_types(record)) >= _SPAN:
        yield f"""[{{'f': '{field}', 't': {path}text, 'b': {path}start, 'e': {path}"end"}}]"""
    for name, hint in field_types(record).items():
        kind = inner(hint)
        if typing.get_origin(kind) is tuple and is_dataclass(typing.get_args(kind)[0]):
            item = typing.get_args(kind)[0]
            if has_words(item):
                inside = " || ".join(_of_one("y.", item, f"{field}.{name}"))
                yield f'coalesce(flatten([{inside} for y in {path}"{name}"]), [])'
        elif is_dataclass(kind) and has_words(kind):
            yield from _of_one(f'{path}"{name}".', kind, f"{field}.{name}")


def has_words(record: Any) -> bool:
    """Tell whether a record, or a part of it, has words with offsets."""
    hints = field_types(record)
    if set(hints) >= _SPAN:
        return True
    parts = (inner(h) for h in hints.values())
    items = (typing.get_args(p)[0] if typing.get_origin(p) is tuple else p for p in parts)
    return any(is_dataclass(item) and has_words(item) for item in items)


def _key(table: str) -> str:
    return next(iter(field_types(TABLES[table])))


def _first(db: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int, str]:
    """Return the number of wrong rows, of all rows, and the first wrong one."""
    counted = f"select count(*) filter (where wrong), count(*), min(id) filter (where wrong) from ({query})"
    bad, total, example = db.execute(counted).fetchall()[0]
    return int(bad), int(total), str(example or "")
