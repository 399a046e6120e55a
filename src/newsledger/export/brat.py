"""brat standoff (brat.nlplab.org/standoff.html): a ``.txt`` and an ``.ann`` a page, and the project's configuration.

``T`` lines are spans, ``E`` lines events with their arguments, ``A`` lines how sure they are. Offsets count code points
of the ``.txt``, which is the page's text with line breaks as they are; a span over a line break has a part a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsledger.export.annotation import LABELS, layer
from newsledger.export.settings import Settings
from newsledger.export.stream import Page
from newsledger.ontology import load
from newsledger.records import AUXILIARY_MODES, FACTUALITY_VALUES


def files(pages: Iterable[Page], settings: Settings) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Yield names and contents of the files of a brat collection."""
    yield "annotation.conf", _configuration()
    for page in pages:
        name = page.document.document_id
        yield f"{name}.txt", page.document.text
        yield f"{name}.ann", "".join(_lines(page))


def _configuration() -> str:
    types = [t.code for t in load().types]
    arguments = ", ".join(f"{label}*:{label}" for label in LABELS)
    return "\n".join(
        [
            "[entities]",
            *LABELS,
            "[relations]",
            "[events]",
            *(f"{code}\t{arguments}" for code in types),
            "[attributes]",
            f"Factuality\tArg:<EVENT>, Value:{'|'.join(FACTUALITY_VALUES)}",
            f"Auxiliary\tArg:<EVENT>, Value:{'|'.join(AUXILIARY_MODES)}",
            "",
        ]
    )


def _lines(page: Page) -> Iterator[str]:
    found, text = layer(page), page.document.text
    for n, span in enumerate(found.spans, 1):
        words = " ".join(text[span.start : span.end].splitlines())
        yield f"T{n}\t{span.label} {_offsets(text, span.start, span.end)}\t{words}\n"
    arguments: dict[int, list[str]] = {}
    seen: dict[tuple[int, str], int] = {}
    for head, label, child in found.relations:
        seen[head, label] = seen.get((head, label), 0) + 1
        number = seen[head, label] if seen[head, label] > 1 else ""
        arguments.setdefault(head, []).append(f" {label}{number}:T{child + 1}")
    events = [n for n, span in enumerate(found.spans) if span.label not in LABELS]
    numbers = {n: count for count, n in enumerate(events, 1)}
    for n in events:
        yield f"E{numbers[n]}\t{found.spans[n].label}:T{n + 1}{''.join(arguments.get(n, []))}\n"
    yield from _attributes(page, {(found.spans[n].start, found.spans[n].label): numbers[n] for n in events})


def _attributes(page: Page, numbers: dict[tuple[int, str], int]) -> Iterator[str]:
    told: dict[tuple[str, int], None] = {}
    for mention in page.mentions:
        event = numbers[mention.trigger.start, mention.event_type]
        for value in (
            f"Factuality E{event} {mention.factuality}",
            *(f"Auxiliary E{event} {a}" for a in mention.auxiliary),
        ):
            told[value, event] = None
    for n, (value, _) in enumerate(told, 1):
        yield f"A{n}\t{value}\n"


def _offsets(text: str, start: int, end: int) -> str:
    """Return the offsets of a span, in parts where it goes over line breaks, as brat wants them."""
    parts, at = [], start
    for line in text[start:end].splitlines(keepends=True):
        words = line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        if words:
            parts.append(f"{at} {at + len(words)}")
        at += len(line)
    return ";".join(parts)
