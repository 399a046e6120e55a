"""Tools that answer for measures: what holds on a day, at which rate, and which acts fall under a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from newsledger.apps.mcp.answers import FindingPage, MeasurePage, MeasureRow, RateReply
from newsledger.apps.mcp.filters import check_code, check_day, named_documents
from newsledger.apps.mcp.rows import Pages, finding_row, fit, measure_row
from newsledger.apps.mcp.search import Limit, Offset, page_note, read_pages
from newsledger.errors import OntologyError
from newsledger.ledger import Ledger, connect, load_records
from newsledger.measures.ask import rate, select
from newsledger.measures.fold import State
from newsledger.measures.register import load_register
from newsledger.records.measure import MEASURE_KINDS, MeasureMention
from newsledger.records.rule import FINDING_BASES, Finding
from newsledger.view.measures import in_order

Code = Annotated[str, Field(description="ISO 3166 alpha-3, or EUR, UNO")]
OptionalCode = Annotated[str | None, Field(description="ISO 3166 alpha-3, or EUR, UNO")]
On = Annotated[str, Field(description="The day asked about, ISO 8601")]
KnownBy = Annotated[str | None, Field(description="Count only reports of that day and before, ISO 8601")]


@dataclass(frozen=True, slots=True)
class Measures:
    """Questions on measures in one ledger."""

    book: Ledger

    def measures(
        self,
        on: On,
        issuer: OptionalCode = None,
        target: OptionalCode = None,
        kind: Annotated[str | None, Field(description=" | ".join(MEASURE_KINDS))] = None,
        known_by: KnownBy = None,
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> MeasurePage:
        """List tariffs, sanctions, bans and the like with their state on a day, and the report that decides it."""
        _one_of("kind of measure", kind, MEASURE_KINDS)
        issuer, target, on, known_by = _code(issuer), _code(target), check_day(on), _day(known_by)
        reports = load_records(self.book, MeasureMention)
        states = in_order(select(reports, issuer=issuer, target=target, kind=kind, on=on, known=known_by))
        chosen = states[offset : offset + limit]
        rows = fit(self._rows(chosen))
        if not states:
            note, following = _no_measure(reports), None
        else:
            note, following = page_note(len(states), offset, len(chosen), len(rows))
        return MeasurePage(note=note, total=len(states), offset=offset, next_offset=following, on=on, rows=rows)

    def rate(
        self,
        importer: Code,
        origin: Code,
        on: On,
        goods: Annotated[str | None, Field(description="Goods, in a word of the news: steel, cars")] = None,
        known_by: KnownBy = None,
    ) -> RateReply:
        """Tell the tariff rate between two states on a day: the rate, its parts, and what is uncertain."""
        importer, origin, on, known_by = check_code(importer), check_code(origin), check_day(on), _day(known_by)
        reports = load_records(self.book, MeasureMention)
        answer = rate(reports, importer=importer, origin=origin, on=on, goods=goods, known=known_by)
        note = "" if answer.low is not None else f"No report gives a rate that holds on {on}. {_no_measure(reports)}"
        if answer.low is None and answer.narrower:
            note = "No rate on all goods holds on this day; on certain goods one does: ask with goods."
        return RateReply(
            note=note,
            importer=importer,
            origin=origin,
            on=on,
            goods=goods,
            low=answer.low,
            high=answer.high,
            in_force=answer.in_force,
            made_up_of=fit(self._rows(answer.parts)),
            replaced=fit(self._rows(answer.replaced)),
            on_certain_goods_only=fit(self._rows(answer.narrower)),
            not_counted=fit(self._rows(answer.ahead)),
            uncertain=list(answer.uncertain),
        )

    def findings(
        self,
        basis: Annotated[str | None, Field(description="text: somebody says so; register: a rule's conditions")] = None,
        regime: Annotated[str | None, Field(description="One regime of the register, such as un-dprk")] = None,
        document_id: Annotated[str | None, Field(description="Id of a document, or the id given on input")] = None,
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> FindingPage:
        """List leads: acts that, as told, fall under a rule. A lead is to be checked; it is never a verdict."""
        _one_of("basis of a finding", basis, FINDING_BASES)
        everything = load_records(self.book, Finding)
        _one_of("regime", regime, sorted({*load_register().regimes, *_regimes(everything)}))
        pages = self._named(document_id)
        found = [
            f
            for f in everything
            if basis in {None, f.basis} and regime in {None, f.regime_id} and (pages is None or f.document_id in pages)
        ]
        found.sort(key=lambda f: (f.document_id, f.article_index, f.sentence_index, f.basis, f.finding_id))
        chosen = found[offset : offset + limit]
        told = self._pages([f.document_id for f in chosen]) if chosen else {}
        rows = fit([finding_row(f, told) for f in chosen])
        if found:
            note, following = page_note(len(found), offset, len(chosen), len(rows))
        else:
            note, following = f"No finding fits; the ledger has {len(everything)}. Try fewer filters.", None
        return FindingPage(note=note, total=len(found), offset=offset, next_offset=following, rows=rows)

    def _named(self, document_id: str | None) -> set[str] | None:
        if document_id is None:
            return None
        with connect(self.book) as db:
            return named_documents(db, document_id)

    def _pages(self, ids: Sequence[str]) -> Pages:
        with connect(self.book) as db:
            return read_pages(db, ids)

    def _rows(self, states: Sequence[State]) -> list[MeasureRow]:
        reports = {r.document_id for s in states for r in (s.report, s.rate, s.history[-1]) if r is not None}
        pages = self._pages(sorted(reports)) if states else {}
        return [measure_row(s, pages) for s in states]


def _code(code: str | None) -> str | None:
    return None if code is None else check_code(code)


def _day(day: str | None) -> str | None:
    return None if day is None else check_day(day)


def _regimes(findings: Sequence[Finding]) -> set[str]:
    """The regimes that findings name, which a register of before may have had."""
    return {f.regime_id for f in findings if f.regime_id}


def _one_of(what: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise OntologyError(f"unknown {what} {value!r}", hint="one of " + ", ".join(known))


def _no_measure(reports: Sequence[MeasureMention]) -> str:
    """Why nothing is known: what the ledger has instead."""
    if not reports:
        return "This ledger has no report of a measure."
    days = sorted((r.document_creation_time or "")[:10] for r in reports)
    issuers = sorted({p.country for r in reports for p in r.issuers if p.country})
    return (
        f"The ledger has {len(reports)} reports of measures, of pages dated {days[0] or 'not at all'} to {days[-1]}, "
        f"taken by {', '.join(issuers[:20]) or 'parties without a code'}. Try another day, issuer or target."
    )
