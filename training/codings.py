"""Codings of a pack: sentence numbers with annotation lines, checked, and turned into stand-off rows.

    python -m training.codings check PACK.jsonl CODED.txt
    python -m training.codings standoff PACK.jsonl CODED.txt > training/standoff/NAME.jsonl

A coding names a document and its sentences by number, with the annotation lines of ``training/corpus``::

    ## voa-ccc242a2
    1
    2
    > ASSAULT/aerial: struck | A: Army =SYR.MIL | R: depot | S: 1
    @ 1: state television | said | media | SYR

Every sentence is named, those without an event too, so that nothing is skipped unseen.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.corpus_text import CodedSentence, CorpusError, Party, parse_event, parse_source
from training.passages import read_jsonl


def readable(doc: dict[str, Any]) -> str:
    """Return a document with its sentences numbered."""
    about = [f"date {doc['date']}"] if doc.get("date") else []
    lines = ["   ".join([f"## {doc['id']}", *about, doc.get("title") or ""]).rstrip()]
    lines += [
        f"{n if n >= doc['first'] else '(context)'} {sentence_text(doc, n)}"
        for n in range(1, len(doc["sentences"]) + 1)
    ]
    return "\n".join(lines) + "\n"


def sentence_text(doc: dict[str, Any], number: int) -> str:
    """Return a sentence on one line."""
    start, end = doc["sentences"][number - 1]
    return " ".join(doc["text"][start:end].split("\n"))


def parse(docs: Iterable[dict[str, Any]], coded: Path) -> Iterator[tuple[dict[str, Any], int, CodedSentence | str]]:
    """Yield document, sentence number and coding; a line that cannot be read gives its problem as a string."""
    by_id = {doc["id"]: doc for doc in docs}
    doc: dict[str, Any] | None = None
    current: tuple[dict[str, Any], int, CodedSentence] | None = None
    for number, raw in enumerate(coded.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        try:
            if line[:1] in {">", "@"}:
                if current is None:
                    raise CorpusError("annotation without a sentence")
                _annotate(current[2], line)
            elif line:
                if current is not None:
                    yield current
                    current = None
                if line.startswith("##"):
                    doc = by_id[line.split()[1]]
                else:
                    assert doc is not None, "a sentence number before any document"
                    current = (doc, int(line), CodedSentence(sentence_text(doc, int(line))))
        except (CorpusError, ValueError, KeyError, IndexError) as error:
            yield doc or {"id": "?"}, 0, f"{coded.name}:{number}: {error}"
    if current is not None:
        yield current


def _annotate(sentence: CodedSentence, line: str) -> None:
    if line[0] == ">":
        sentence.events.append(parse_event(sentence.text, line[1:].strip()))
    else:
        sentence.sources.append(parse_source(sentence.text, line[1:].strip()))


def problems(docs: list[dict[str, Any]], coded: Path) -> Iterator[str]:
    """Yield every problem: unreadable lines, sources that are not there, sentences left out of a coded document."""
    seen: dict[str, set[int]] = {}
    for doc, number, sentence in parse(docs, coded):
        if isinstance(sentence, str):
            yield sentence
            continue
        if number in seen.setdefault(doc["id"], set()):
            yield f"{doc['id']} {number}: coded twice"
        seen[doc["id"]].add(number)
        if any(not 1 <= s <= len(sentence.sources) for e in sentence.events for s in e.sources):
            yield f"{doc['id']} {number}: S names a source that is not there"
    for doc in docs:
        left = set(range(doc["first"], len(doc["sentences"]) + 1)) - seen.get(doc["id"], set())
        if left and doc["id"] in seen:
            yield f"{doc['id']}: sentences left out {sorted(left)}"


def _offsets(span: tuple[int, int] | None, base: int) -> list[int] | None:
    return [span[0] + base, span[1] + base] if span else None


def _party(party: Party, base: int) -> list[Any]:
    code = ".".join(filter(None, (party.country, party.sector)))
    return [*(_offsets(party.span, base) or [None, None]), code or None]


def to_row(doc: dict[str, Any], number: int, coded: CodedSentence) -> dict[str, Any]:
    """Return one coded sentence as a line of ``training/standoff`` (see :mod:`training.standoff`)."""
    start, end = doc["sentences"][number - 1]
    events = [
        {
            "type": e.kind,
            "mode": e.mode,
            "aux": list(e.auxiliary),
            "trigger": _offsets(e.trigger, start),
            "actor": [_party(p, start) for p in e.actors],
            "recipient": [_party(p, start) for p in e.recipients],
            "when": _offsets(e.time, start),
            "where": _offsets(e.place, start),
            "quantity": [_offsets(q, start) for q in e.quantities],
            "sources": [n - 1 for n in e.sources],
        }
        for e in coded.events
    ]
    sources = [
        {
            "span": _offsets(s.span, start),
            "cue": _offsets(s.cue, start),
            "kind": s.kind,
            "anonymous": s.anonymous,
            "code": s.country,
        }
        for s in coded.sources
    ]
    return {"doc": doc["id"], "sentence": [start, end], "events": events, "sources": sources}


def main() -> int:
    """Check codings, or print their rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("check", "standoff"))
    parser.add_argument("pack", type=Path)
    parser.add_argument("coded", type=Path, nargs="+")
    a = parser.parse_args()
    docs = list(read_jsonl(a.pack))
    if a.verb == "check":
        found = [p for path in a.coded for p in problems(docs, path)]
        rows = [s for path in a.coded for _, _, s in parse(docs, path) if not isinstance(s, str)]
        print("\n".join(found) or "OK", f"\n{len(rows)} sentences, {sum(len(s.events) for s in rows)} events")
        return int(bool(found))
    for path in a.coded:
        for doc, number, sentence in parse(docs, path):
            if isinstance(sentence, str):
                raise SystemExit(sentence)
            print(json.dumps(to_row(doc, number, sentence), separators=(",", ":")))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
