"""How many sources an event really has: reports that can be traced to a common one count once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsledger.records import Attribution, EventMention

CITING = ", citing "


@dataclass(frozen=True, slots=True)
class Report:
    """A document as far as its sources go.

    Attributes:
        document_id: The page.
        publisher: Its outlet, or None.
        original_id: The page that it is a copy of; itself when it is none.
        date: Its document creation time, or None.
    """

    document_id: str
    publisher: str | None
    original_id: str
    date: str | None


def independent(mentions: Sequence[EventMention], reports: Mapping[str, Report]) -> list[list[str]]:
    """Return the documents by common source, each group sorted.

    Two reports have a common source when one is a copy of the other, when one publisher printed them, or when both rest
    on the same named source and say nothing of the event on their own account. A report that cites an outlet depends on
    that outlet's own report. Unnamed officials of two reports are not taken for the same people.
    """
    documents = sorted({m.document_id for m in mentions})
    parent: dict[str, str] = {d: d for d in documents}

    def root(node: str) -> str:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for document in documents:
        own = [m for m in mentions if m.document_id == document]
        for node in _origins(reports.get(document), own):
            first, second = sorted((root(document), root(node)))
            parent[second] = first
    found: dict[str, list[str]] = {}
    for document in documents:
        found.setdefault(root(document), []).append(document)
    return sorted(found.values())


def _origins(report: Report | None, mentions: Sequence[EventMention]) -> Iterator[str]:
    if report is not None:
        yield f"copy {report.original_id}"
        if report.publisher:
            yield f"name {fold(report.publisher)}"
    if all(m.attributions for m in mentions):
        for mention in mentions:
            yield from (f"name {name}" for a in mention.attributions if (name := _name(a)))


def _name(source: Attribution) -> str | None:
    """Return what a named source goes by; an unnamed one, a pronoun or a bare role goes by nothing."""
    if source.anonymous or source.kind == "unnamed_person":
        return None
    if source.name:
        return fold(source.name)
    return fold(source.text) if source.kind == "media" and any(c.isupper() for c in source.text) else None


def fold(name: str) -> str:
    """Return a name as it is compared: without case and article."""
    return name.casefold().removeprefix("the ").strip(" .,’'\"“”")


def told_by(mentions: Iterable[EventMention], reports: Mapping[str, Report]) -> tuple[str, ...]:
    """Return on whose word mentions stand: "the publisher", or "the publisher, citing the source", sorted."""
    return tuple(sorted({_teller(m, reports.get(m.document_id)) for m in mentions}))


def _teller(mention: EventMention, report: Report | None) -> str:
    outlet = (report.publisher if report else None) or mention.external_id or mention.document_id
    if not mention.attributions:
        return outlet
    cited = " < ".join(f"{a.text} (unnamed)" if a.anonymous else a.name or a.text for a in mention.attributions)
    return f"{outlet}{CITING}{cited}"
