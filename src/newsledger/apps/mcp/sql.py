"""The tool that asks in SQL: one SELECT, over this ledger only, ended when it lasts too long."""

from __future__ import annotations

import json
from dataclasses import dataclass
from threading import Timer
from typing import Annotated, Any

from pydantic import Field

from newsledger.apps.mcp.answers import QueryAnswer
from newsledger.apps.mcp.rows import ANSWER_CHARACTERS
from newsledger.errors import QueryError
from newsledger.ledger import VIEWS, Ledger, connect
from newsledger.ledger.query import ASKED_MEMORY, check_reads

MAX_ROWS = 200
SECONDS = 30.0
_CELL_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Sql:
    """Questions in SQL to one ledger."""

    book: Ledger

    def query(
        self,
        sql: Annotated[str, Field(description="One SELECT in DuckDB's dialect, such as: from event_mentions limit 5")],
        limit: Annotated[int, Field(ge=1, le=MAX_ROWS, description="Rows at most")] = 50,
    ) -> QueryAnswer:
        """Ask the ledger in SQL, read-only; for what the other tools do not answer.

        `describe event_mentions` lists columns. Select document_id, trigger and text too, so that the answer can be
        checked. Page with LIMIT and OFFSET in an ORDER BY. Views: {views}.
        """
        import duckdb

        with connect(self.book, memory=ASKED_MEMORY) as db:
            watch = Timer(SECONDS, db.interrupt)
            watch.start()
            try:
                check_reads(db, sql)
                found = db.execute(sql)
                columns = [str(column[0]) for column in found.description or ()]
                rows = found.fetchmany(limit + 1)
            except duckdb.InterruptException:
                raise QueryError(f"the query took longer than {SECONDS:g} s", hint="ask for less, or filter") from None
            except duckdb.Error as error:
                message = str(error).partition("\n\nLINE")[0]
                hint = "`describe VIEW` lists columns; views: " + ", ".join(VIEWS)
                raise QueryError(message, hint=hint) from error
            finally:
                watch.cancel()
        return _answer(columns, rows, limit)


Sql.query.__doc__ = (Sql.query.__doc__ or "").format(views="; ".join(f"{n}: {t}" for n, t in VIEWS.items()))


def _answer(columns: list[str], rows: list[tuple[Any, ...]], limit: int) -> QueryAnswer:
    """Keep rows and cells to a size, and say so."""
    notes: list[str] = []
    kept: list[list[Any]] = []
    room, cut = ANSWER_CHARACTERS, False
    for row in rows[:limit]:
        cells = [_cell(value) for value in row]
        cut = cut or any(long for _, long in cells)
        values = [value for value, _ in cells]
        room -= len(json.dumps(values))
        if room < 0 and kept:
            notes.append(f"Cut to {len(kept)} rows by size: select fewer columns or page with LIMIT and OFFSET.")
            break
        kept.append(values)
    if len(rows) > limit and not notes:
        notes.append(f"More than {limit} rows: page with LIMIT and OFFSET, or count.")
    if cut:
        notes.append(f"Cells end at {_CELL_CHARACTERS} characters.")
    if not rows:
        notes.append("No row: check codes with the tool codebook, and columns with `describe VIEW`.")
    return QueryAnswer(note=" ".join(notes), columns=columns, rows=kept)


def _cell(value: Any) -> tuple[Any, bool]:
    """A value as JSON knows it (what it does not know becomes text), and whether it was cut."""
    told = value if isinstance(value, str) else json.dumps(_keyed(value), ensure_ascii=False, default=str)
    if len(told) > _CELL_CHARACTERS:
        return told[:_CELL_CHARACTERS], True
    return (value if isinstance(value, str) else json.loads(told, parse_constant=str)), False


def _keyed(value: Any) -> Any:
    """A value whose maps have texts as keys, which JSON wants: DuckDB's may have days, numbers or intervals."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(key): _keyed(inner) for key, inner in value.items()}
    return [_keyed(inner) for inner in value] if isinstance(value, list | tuple) else value
