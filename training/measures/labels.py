"""Sentences with their measures, in two forms: our own as text, news as stand-off.

``own.txt``: a line ``= sentence``, then a line a measure, ``- kind | cue words | status | issuers | targets``. A party
is ``words=CODE``, without words where only the context names it, with ``?`` where its state is not known; parties are
parted by ``;``, ``-`` is nobody, ``*`` all countries. ``news.jsonl``: the same of a document of the bench's
``raw_news`` or of the coded training news, words as offsets into its text, the text left out. What counts as a report
is defined in ``docs/measures.md``.

``python -m training.measures.labels PACK.json CODED.txt`` turns labels of a pack (rows with ``doc``, ``start``,
``end``, ``text``; labels under ``= number``) into stand-off.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measures import raw_news
from newsledger.articles import split_articles
from newsledger.records import make_document
from newsledger.records.measure import MEASURE_KINDS, MEASURE_STATUSES
from training.passages import Span, read_jsonl

FOLDER = Path(__file__).parent
NEWS = (FOLDER / "news.jsonl", FOLDER / "news_2.jsonl")
NOBODY = frozenset({"-", "*"})


@dataclass(frozen=True, slots=True)
class Told:
    """A measure as a sentence tells it; spans of words, those of sides in order."""

    kind: str
    cue: Span
    status: str
    issuers: tuple[Span, ...]
    targets: tuple[Span, ...]


@dataclass(slots=True)
class Labelled:
    """Sentences of one article, with the measures of those that were labelled, by number."""

    name: str
    text: str
    sentences: list[Span]
    measures: dict[int, list[Told]] = field(default_factory=dict)


def occurrence(sentence: str, words: str, near: int) -> Span:
    """Return where words stand in a sentence, whatever the white space between them, as near as can be to an offset.

    Raises:
        ValueError: They do not stand there.
    """
    inner = r"\s+".join(map(re.escape, words.split()))
    for pattern in (rf"(?<!\w){inner}(?!\w)", inner):
        found = [m.span() for m in re.finditer(pattern, sentence)]
        if found:
            return min(found, key=lambda s: abs(s[0] - near))
    raise ValueError(f"{words!r} is not in {sentence!r}")


def to_standoff(sentence: str, base: int, label: str) -> dict[str, Any]:
    """Turn a line of labels into offsets."""
    kind, cue, status, issuers, targets = (part.strip() for part in label.split("|"))
    if kind not in MEASURE_KINDS or status not in MEASURE_STATUSES:
        raise ValueError(label)
    at = occurrence(sentence, cue, 0)
    return {
        "kind": kind, "cue": [at[0] + base, at[1] + base], "status": status,
        "issuers": _side(issuers, sentence, base, at[0]), "targets": _side(targets, sentence, base, at[0]),
    }  # fmt: skip


def _side(parties: str, sentence: str, base: int, near: int) -> list[list[Any]]:
    if parties in NOBODY:
        return [] if parties == "-" else [[None, None, "*"]]
    made: list[list[Any]] = []
    for party in parties.split(";"):
        words, _, code = party.strip().rpartition("=")
        span = [n + base for n in occurrence(sentence, words, near)] if words else [None, None]
        made.append([*span, None if code == "?" else code])
    return made


def blocks(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the head and the label lines of each block of a text file of labels."""
    head, labels = None, list[str]()
    for line in map(str.strip, path.read_text(encoding="utf-8").splitlines()):
        if line.startswith("= "):
            if head is not None:
                yield head, labels
            head, labels = line[2:], []
        elif line.startswith("- "):
            labels.append(line[2:])
    if head is not None:
        yield head, labels


def _told(row: Mapping[str, Any]) -> Told:
    sides = (tuple((a, b) for a, b, _ in row[side] if a is not None) for side in ("issuers", "targets"))
    return Told(row["kind"], (row["cue"][0], row["cue"][1]), row["status"], *sides)


def own(path: Path = FOLDER / "own.txt") -> Iterator[Labelled]:
    """Yield our own sentences, each an article of its own."""
    for number, (text, labels) in enumerate(blocks(path)):
        told = [_told(to_standoff(text, 0, label)) for label in labels]
        yield Labelled(f"{path.stem}-{number}", text, [(0, len(text))], {0: told})


def news_texts(shared: Path) -> dict[str, str]:
    """Return the text of each document of ``raw_news`` and of the coded training news by its id."""
    return {name: row["text"] for name, row in raw_news(shared).items()}


def news(texts: Mapping[str, str]) -> Iterator[Labelled]:
    """Yield the articles that have labelled sentences, given the text of each document by its id."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in (row for path in NEWS for row in read_jsonl(path)):
        rows.setdefault(row["doc"], []).append(row)
    for name, labelled in rows.items():
        yield from _articles(name, texts[name], labelled)


def _articles(name: str, text: str, rows: Sequence[dict[str, Any]]) -> Iterator[Labelled]:
    for article in split_articles(make_document(text)):
        out = Labelled(name, text, [(s.start, s.end) for s in article.sentences])
        numbers = {span: n for n, span in enumerate(out.sentences)}
        for row in rows:
            number = numbers.get((row["start"], row["end"]))
            if number is not None:
                out.measures[number] = [_told(m) for m in row["measures"]]
        if out.measures:
            yield out


def pack_standoff(pack: Iterable[dict[str, Any]], coded: Path, texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield stand-off rows of a pack that was labelled."""
    rows = list(pack)
    for head, labels in blocks(coded):
        row = rows[int(head.split()[0])]
        sentence = texts[row["doc"]][row["start"] : row["end"]]
        measures = [to_standoff(sentence, row["start"], label) for label in labels]
        yield {"doc": row["doc"], "start": row["start"], "end": row["end"], "measures": measures}


def main() -> None:
    pack, coded = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2])
    texts = {row["doc"]: " " * row["start"] + row["text"] for row in pack}
    for row in pack:  # several sentences of a document, each at its place
        text = texts[row["doc"]].ljust(row["end"])
        texts[row["doc"]] = text[: row["start"]] + row["text"] + text[row["end"] :]
    for made in pack_standoff(pack, coded, texts):
        print(json.dumps(made))


if __name__ == "__main__":
    main()
