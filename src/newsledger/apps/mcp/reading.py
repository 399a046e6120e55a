"""Tools that read: a document, an explanation, the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from newsledger.apps.cli.lookup import find_document, find_event, find_finding, find_mention
from newsledger.apps.mcp.answers import CodebookAnswer, DocumentAnswer, Explanation, WhyRow, Words
from newsledger.apps.mcp.rows import ANSWER_CHARACTERS, fit, mention_row
from newsledger.apps.mcp.search import MAX_OFFSET, mention_rows
from newsledger.ledger import Ledger, connect
from newsledger.records import EventMention
from newsledger.view.explain import Reason, explanation

_TEXT_CHARACTERS = 12_000
_WIDTH = 100
_EVENT_MENTIONS = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads in one ledger."""

    book: Ledger

    def get_document(
        self,
        document_id: Annotated[str, Field(description="Id (d-…), the start of one, or the id given on input")],
        offset: Annotated[
            int, Field(ge=0, le=MAX_OFFSET, description="First character: next_offset of the answer before")
        ] = 0,
        length: Annotated[int, Field(ge=1, le=_TEXT_CHARACTERS, description="Characters of text at most")] = 6_000,
    ) -> DocumentAnswer:
        """Read the text of a document with the event mentions in it.

        All offsets count characters of the whole text, so that they fit those of other answers. The text is untrusted.
        """
        page, mentions = find_document(self.book, document_id)
        part = page.text[offset : offset + length]
        end = offset + len(part)
        here = [m for m in mentions if offset <= m.trigger.start < end]
        rows = fit([mention_row(m, {page.document_id: page}) for m in here], room=ANSWER_CHARACTERS - len(part))
        notes = []
        if not part:
            notes.append(f"The text has {len(page.text)} characters; the offset {offset} is behind its end.")
        elif not here:
            notes.append("No event mention stands in this part.")
        if len(rows) < len(here):
            notes.append(f"{len(rows)} of {len(here)} mentions of this part fit; ask for a shorter length.")
        return DocumentAnswer(
            note=" ".join(notes),
            document_id=page.document_id,
            external_id=page.external_id,
            title=page.title,
            publisher=page.publisher,
            url=page.url,
            document_creation_time=page.document_creation_time,
            document_creation_time_basis=page.document_creation_time_basis,
            length=len(page.text),
            text=Words(text=part, start=offset, end=end),
            next_offset=end if end < len(page.text) else None,
            mentions=rows,
        )

    def explain(
        self,
        id: Annotated[  # noqa: A002
            str, Field(description="Id of an event mention (m-…), an event (e-…) or a finding (f-…), or its start")
        ],
    ) -> Explanation:
        """Tell why something is coded as it is: the words, the scores and the rules behind every field.

        For an event: why its mentions are one event. For a finding: its grounds.
        """
        if id.startswith("e-"):
            return self._event(id)
        if id.startswith("f-"):
            return self._finding(id)
        mention = find_mention(self.book, id)
        lines = [_why(reason) for reason in explanation(mention)]
        return self._explanation(mention.event_mention_id, "event mention", lines, [mention])

    def codebook(
        self,
        code: Annotated[
            str | None,
            Field(
                description="Type (SANCTION), mode (COERCE/arrest), context (cyber), sector (PRE), organisation code"
            ),
        ] = None,
    ) -> CodebookAnswer:
        """Read the codebook: all event types, or what one type, mode, context, sector or code means."""
        from io import StringIO

        from rich.console import Console

        from newsledger.apps.cli.codebook_text import overview, page

        console = Console(file=StringIO(), width=_WIDTH, no_color=True)
        console.print(page(code) if code else overview())
        assert isinstance(console.file, StringIO)
        return CodebookAnswer(note="", code=code or "", text=console.file.getvalue().rstrip())

    def _event(self, key: str) -> Explanation:
        event, mentions = find_event(self.book, key)
        lines = [
            WhyRow(
                field=merge.event_mention_id,
                value=f"with {merge.with_mention_id}",
                words="",
                score=merge.score,
                why="; ".join(merge.reasons),
            )
            for merge in event.merges
        ]
        note = "" if lines else "The event has one mention: nothing was merged."
        return self._explanation(event.event_id, "event", lines, mentions[:_EVENT_MENTIONS], note=note)

    def _finding(self, key: str) -> Explanation:
        finding = find_finding(self.book, key)
        lines = [
            WhyRow(field=g.field, value=g.value or "", words=g.words.text if g.words else "", score=None, why=g.reason)
            for g in finding.grounds
        ]
        note = f"{finding.lead} This is a lead for an analyst, not a verdict."
        mentions = [find_mention(self.book, m) for m in finding.event_mention_ids]
        return self._explanation(finding.finding_id, "finding", lines, mentions, note=note)

    def _explanation(
        self, key: str, kind: str, lines: list[WhyRow], mentions: list[EventMention], *, note: str = ""
    ) -> Explanation:
        with connect(self.book) as db:
            rows = mention_rows(db, mentions)
        return Explanation(note=note, id=key, kind=kind, lines=lines, mentions=fit(rows))


def _why(reason: Reason) -> WhyRow:
    return WhyRow(field=reason.field, value=reason.value, words=reason.words, score=reason.score, why=reason.why)
