"""All training material in one form: passages of sentences with coded events, as offsets into the passage's text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training import corpus_text

Span = tuple[int, int]


@dataclass(slots=True)
class Source:
    """A cited source."""

    span: Span
    cue: Span | None
    kind: str
    anonymous: bool


@dataclass(slots=True)
class Event:
    """A coded event; ``links`` maps actor, recipient, time, place, quantity to spans, ``sources`` to source numbers."""

    kind: str
    mode: str | None
    auxiliary: tuple[str, ...]
    trigger: Span
    links: dict[str, list[Span]]
    implicit: tuple[bool, bool]
    sources: list[int]


@dataclass(slots=True)
class Sentence:
    """A sentence of a passage."""

    span: Span
    events: list[Event] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


@dataclass(slots=True)
class Passage:
    """Consecutive sentences of one article."""

    name: str
    text: str
    sentences: list[Sentence]


def occurrence(sentence: str, part: str | None, near: int = 0) -> Span | None:
    """Return the occurrence of ``part`` at word boundaries nearest to an offset; any occurrence failing that."""
    if not part:
        return None
    left = r"(?<!\w)" if part[0].isalnum() else ""
    right = r"(?!\w)" if part[-1].isalnum() else ""
    found = [m.span() for m in re.finditer(left + re.escape(part) + right, sentence)]
    if not found:
        at = sentence.find(part)
        return None if at < 0 else (at, at + len(part))
    return min(found, key=lambda s: abs(s[0] - near))


def _shift(span: Span | None, base: int) -> list[Span]:
    return [] if span is None else [(span[0] + base, span[1] + base)]


def gold_sentence(text: str, base: int, row: dict[str, Any]) -> Sentence:
    """Turn a gold row (substrings) into spans."""
    out = Sentence((base, base + len(text)))
    for a in row.get("attribution") or []:
        span = occurrence(text, a["text"])
        if span is None:
            continue
        cue = occurrence(text, a.get("cue"), span[1])
        out.sources.append(
            Source(_shift(span, base)[0], _shift(cue, base)[0] if cue else None, a["kind"], bool(a.get("anonymous")))
        )
    for e in row["events"]:
        trigger = occurrence(text, e["trigger"])
        if trigger is None:
            continue
        links: dict[str, list[Span]] = {}
        implicit = []
        for role in ("actor", "recipient"):
            spans = [occurrence(text, p["text"], trigger[0]) for p in e[role]]
            links[role] = sorted({s for span in spans for s in _shift(span, base)})
            implicit.append(bool(e[role]) and all(p["text"] is None for p in e[role]))
        for role, key in (("time", "when"), ("place", "where")):
            links[role] = _shift(occurrence(text, (e.get(key) or {}).get("text"), trigger[0]), base)
        links["quantity"] = [
            s for q in e.get("quantity") or [] for s in _shift(occurrence(text, q["text"], trigger[0]), base)
        ]
        sources = [i for i in e.get("attributed_to") or [] if i < len(out.sources)]
        out.events.append(
            Event(
                e["type"],
                e.get("mode"),
                tuple(e.get("aux") or ()),
                _shift(trigger, base)[0],
                links,
                (implicit[0], implicit[1]),
                sources,
            )
        )
    return out


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, filter(str.strip, lines))


def from_gold(docs: Path, gold: Path) -> list[Passage]:
    """Read coded documents in the bench format."""
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for row in read_jsonl(gold):
        rows.setdefault(row["doc"], {})[row["sent"]] = row
    passages = []
    for doc in read_jsonl(docs):
        coded = rows.get(doc["id"], {})
        sentences = [
            gold_sentence(doc["text"][a:b], a, coded[n]) for n, (a, b) in enumerate(doc["sentences"]) if n in coded
        ]
        if sentences:
            passages.append(Passage(doc["id"], doc["text"], sentences))
    return passages


def _own_sentence(coded: corpus_text.CodedSentence, base: int) -> Sentence:
    out = Sentence((base, base + len(coded.text)))
    for s in coded.sources:
        cue = _shift(s.cue, base)
        out.sources.append(Source(_shift(s.span, base)[0], cue[0] if cue else None, s.kind, s.anonymous))
    for e in coded.events:
        roles = {"actor": e.actors, "recipient": e.recipients}
        links = {role: [s for p in parties for s in _shift(p.span, base)] for role, parties in roles.items()}
        implicit = [bool(p) and all(x.span is None for x in p) for p in roles.values()]
        links |= {"time": _shift(e.time, base), "place": _shift(e.place, base)}
        links["quantity"] = [s for q in e.quantities for s in _shift(q, base)]
        sources = [n - 1 for n in e.sources if n <= len(out.sources)]
        out.events.append(
            Event(e.kind, e.mode, e.auxiliary, _shift(e.trigger, base)[0], links, (implicit[0], implicit[1]), sources)
        )
    return out


def from_corpus(paths: Iterable[Path]) -> list[Passage]:
    """Read the team's own corpus."""
    out = []
    for path in sorted(paths):
        for number, coded in enumerate(corpus_text.passages(path)):
            text, sentences = "", []
            for sentence in coded:
                base = len(text) + (1 if text else 0)
                text += (" " if text else "") + sentence.text
                sentences.append(_own_sentence(sentence, base))
            out.append(Passage(f"{path.stem}-{number}", text, sentences))
    return out
