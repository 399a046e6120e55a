"""Coded real news as stand-off: document id, offsets and values, never the text.

A line of ``training/standoff/*.jsonl`` codes one sentence of a document of the bench's ``raw_news``:

    {"doc": id, "sentence": [start, end], "events": [{"type", "mode", "aux", "trigger": [start, end],
     "actor": [[start, end, code]], "recipient": …, "when": [start, end], "where": …, "quantity": [[start, end]],
     "sources": [0]}], "sources": [{"span", "cue", "kind", "anonymous", "code"}]}

Offsets count characters of the document's text; a party that the sentence does not name has null offsets.
``python -m training.standoff DOCS CODED`` turns a coding with literal substrings (the bench's format) into stand-off.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.passages import Event, Passage, Sentence, Source, Span, occurrence, read_jsonl


def _at(sentence: str, base: int, part: str | None, near: int = 0) -> list[int] | None:
    span = occurrence(sentence, part, near)
    return [span[0] + base, span[1] + base] if span else None


def _party(sentence: str, base: int, party: dict[str, Any], near: int) -> list[Any]:
    code = ".".join(filter(None, (party.get("code"), party.get("sector"))))
    return [*(_at(sentence, base, party.get("text"), near) or [None, None]), code or None]


def to_standoff(document: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Turn one coded sentence with substrings into offsets."""
    start, end = document["sentences"][row["sent"]]
    sentence = document["text"][start:end]
    events = []
    for e in row["events"]:
        trigger = _at(sentence, start, e["trigger"])
        if trigger is None:
            continue
        near = trigger[0] - start
        events.append(
            {
                "type": e["type"],
                "mode": e.get("mode"),
                "aux": e.get("aux") or [],
                "trigger": trigger,
                "actor": [_party(sentence, start, p, near) for p in e["actor"]],
                "recipient": [_party(sentence, start, p, near) for p in e["recipient"]],
                "when": _at(sentence, start, (e.get("when") or {}).get("text"), near),
                "where": _at(sentence, start, (e.get("where") or {}).get("text"), near),
                "quantity": [
                    s for q in e.get("quantity") or [] for s in [_at(sentence, start, q["text"], near)] if s is not None
                ],
                "sources": e.get("attributed_to") or [],
            }
        )
    sources = [
        {
            "span": _at(sentence, start, a["text"]),
            "cue": _at(sentence, start, a.get("cue"), sentence.find(a["text"]) + len(a["text"])),
            "kind": a["kind"],
            "anonymous": bool(a.get("anonymous")),
            "code": a.get("code"),
        }
        for a in row.get("attribution") or []
    ]
    return {"doc": document["id"], "sentence": [start, end], "events": events, "sources": sources}


def _span(value: list[int] | None) -> list[Span]:
    return [(value[0], value[1])] if value else []


def _event(e: dict[str, Any]) -> Event:
    links = {role: sorted({(p[0], p[1]) for p in e[role] if p[0] is not None}) for role in ("actor", "recipient")}
    links |= {"time": _span(e["when"]), "place": _span(e["where"]), "quantity": [(s[0], s[1]) for s in e["quantity"]]}
    implicit = tuple(bool(e[role]) and all(p[0] is None for p in e[role]) for role in ("actor", "recipient"))
    trigger = (e["trigger"][0], e["trigger"][1])
    return Event(e["type"], e["mode"], tuple(e["aux"]), trigger, links, (implicit[0], implicit[1]), e["sources"])


def _source(s: dict[str, Any]) -> Source:
    cue = _span(s["cue"])
    return Source(_span(s["span"])[0], cue[0] if cue else None, s["kind"], s["anonymous"])


def from_standoff(paths: Iterable[Path], raw_news: Path) -> list[Passage]:
    """Join stand-off codings with the texts of the bench's ``raw_news`` folder."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(paths):
        for row in read_jsonl(path):
            rows.setdefault(row["doc"], []).append(row)
    texts: dict[str, str] = {}
    for archive in sorted(raw_news.glob("*.jsonl.gz")):
        with gzip.open(archive, "rt", encoding="utf-8") as lines:
            texts |= {d["id"]: d["text"] for d in map(json.loads, lines) if d["id"] in rows}
    passages = []
    for doc, coded in sorted(rows.items()):
        sentences = []
        for row in sorted(coded, key=lambda r: r["sentence"]):
            kept = [s for s in row["sources"] if s["span"]]
            number = {i: kept.index(s) for i, s in enumerate(row["sources"]) if s["span"]}
            sentence = Sentence((row["sentence"][0], row["sentence"][1]))
            sentence.sources = [_source(s) for s in kept]
            sentence.events = [_event(e) for e in row["events"]]
            for event in sentence.events:
                event.sources = [number[i] for i in event.sources if i in number]
            sentences.append(sentence)
        passages.append(Passage(doc, texts[doc], sentences))
    return passages


def main() -> None:
    documents = {d["id"]: d for d in read_jsonl(Path(sys.argv[1]))}
    for row in read_jsonl(Path(sys.argv[2])):
        print(json.dumps(to_standoff(documents[row["doc"]], row), separators=(",", ":")))


if __name__ == "__main__":
    main()
