"""Packs of raw news to code by hand: sentences numbered for reading, codings without the text, stand-off at the end.

    python -m training.packs make ../shared FOLDER --packs 6 --documents 90
    python -m training.packs check PACK.jsonl CODED.txt
    python -m training.packs standoff PACK.jsonl CODED.txt > training/standoff/NAME.jsonl

``make`` writes, for each pack, ``pack-N.jsonl`` (documents with sentence offsets) and ``pack-N.txt`` (the same to
read). A coding names a document and its sentences by number, with the annotation lines of ``training/corpus``::

    ## voa-ccc242a2
    1
    2
    > ASSAULT/aerial: struck | A: Army =SYR.MIL | R: depot | S: 1
    @ 1: state television | said | media | SYR

Every sentence is named, those without an event too, so that nothing is skipped unseen.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from newsledger.articles import split_articles
from newsledger.reader.decode import Thresholds, decode
from newsledger.reader.labels import EVENT_TYPES
from newsledger.reader.model import Reader
from newsledger.reader.windows import make_windows
from newsledger.records import make_document
from training.corpus_text import CodedSentence, CorpusError, Party, parse_event, parse_source
from training.fit import load_tokenizer
from training.passages import read_jsonl

LEAD = 11
"""Sentences of a document that are coded at a time, as in the bench."""
SHINGLE, COPY = 10, 15
"""Documents that share so many runs of so many words are copies; less is a set phrase."""
RARE = {"CONCEDE": 4.0, "THREATEN": 3.0, "COOPERATE": 3.0, "RETREAT": 3.0, "MOBILIZE": 3.0, "REJECT": 3.0, "AID": 2.0}
FAINT = Thresholds(type=(0.25,) * len(EVENT_TYPES))


def _shingles(text: str) -> set[str]:
    """Return every run of SHINGLE words: what two copies of a document share, however their sentences are cut."""
    words = text.lower().split()
    return {" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}


@dataclass(frozen=True, slots=True)
class _Coded:
    """What is coded already, or kept for measuring."""

    until: dict[str, int]
    train: set[str]
    measuring: set[str]

    @staticmethod
    def load(shared: Path, standoff: Path) -> _Coded:
        train, measuring = (
            {s for doc in read_jsonl(shared / name) for s in _shingles(doc["text"])}
            for name in ("train/docs.jsonl", "bench/events/docs.jsonl")
        )
        until: dict[str, int] = {}
        for path in standoff.glob("*.jsonl"):
            for row in read_jsonl(path):
                until[row["doc"]] = max(until.get(row["doc"], 0), row["sentence"][1])
        return _Coded(until, train, measuring)

    def first_free(self, doc: dict[str, Any], sentences: list[tuple[int, int]]) -> int | None:
        """Return the number of the first sentence that may be coded; None where a document is kept for measuring."""
        shingles = _shingles(doc["text"])
        if len(shingles & self.measuring) >= COPY:
            return None
        done = sum(start < self.until.get(doc["id"], 0) for start, _ in sentences)
        return max(done, LEAD + 1 if len(shingles & self.train) >= COPY else 0) + 1


def candidates(shared: Path, standoff: Path, most: int = LEAD) -> Iterator[dict[str, Any]]:
    """Yield documents of ``raw_news`` with up to ``most`` sentences that nobody has coded, from number ``first`` on."""
    coded = _Coded.load(shared, standoff)
    for archive in sorted((shared / "bench/raw_news").glob("*.jsonl.gz")):
        with gzip.open(archive, "rt", encoding="utf-8") as lines:
            for doc in map(json.loads, lines):
                page = make_document(doc["text"])
                articles = split_articles(page)
                sentences = [(s.start, s.end) for s in articles[0].sentences] if articles else []
                first = coded.first_free(doc, sentences)
                if first is not None and page.text == doc["text"] and len(sentences) >= first + 3:
                    yield {**doc, "sentences": sentences[: first + most - 1], "first": first, "archive": archive.name}


def interest(doc: dict[str, Any], reader: Reader, tokenizer: Tokenizer) -> float:
    """Return how much a document has to teach: the present reader's events, rare types counting more."""
    page = make_document(doc["text"])
    found: Counter[str] = Counter()
    for window in make_windows(page.text, doc["sentences"][doc["first"] - 1 :], tokenizer):
        for reading in decode(window, reader.run(window), FAINT):
            found.update(event.event_type for event in reading.events)
    return sum(min(n, 2) * RARE.get(kind, 1.0) for kind, n in found.items())


def make(shared: Path, standoff: Path, folder: Path, *, packs: int, documents: int) -> None:
    """Write packs of the most instructive documents; official releases are at most a third."""
    reader, tokenizer = Reader.load(), load_tokenizer()
    ranked = sorted(candidates(shared, standoff), key=lambda d: (-interest(d, reader, tokenizer), d["id"]))
    official = [d for d in ranked if d["archive"].startswith("state")]
    news = [d for d in ranked if not d["archive"].startswith("state")]
    total = packs * documents
    news = news[: total - total // 3]
    chosen = news + official[: total - len(news)]
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(packs):
        pack = chosen[n::packs]
        with (folder / f"pack-{n}.jsonl").open("w", encoding="utf-8") as rows:
            rows.writelines(json.dumps(doc) + "\n" for doc in pack)
        (folder / f"pack-{n}.txt").write_text("\n".join(map(readable, pack)), encoding="utf-8")


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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    making = verbs.add_parser("make")
    making.add_argument("shared", type=Path)
    making.add_argument("folder", type=Path)
    making.add_argument("--standoff", type=Path, default=Path("training/standoff"))
    for name, default in (("packs", 6), ("documents", 90)):
        making.add_argument(f"--{name}", type=int, default=default)
    for verb in ("check", "standoff"):
        parser_of = verbs.add_parser(verb)
        parser_of.add_argument("pack", type=Path)
        parser_of.add_argument("coded", type=Path, nargs="+")
    a = parser.parse_args()
    if a.verb == "make":
        make(a.shared, a.standoff, a.folder, packs=a.packs, documents=a.documents)
        return 0
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
