"""The team's own corpus: plain text with one annotation line per event, made to be read and written by people.

Format (see ``training/corpus/README.md``)::

    == 2021-03-08                      starts a passage; the date is optional
    A sentence.                        one sentence a line
    > TYPE/mode +aux: trigger | A: actor =KEN.GOV; actor =UGA | R: recipient =?.CVL | T: time | L: place | S: 1
    @ 1: source | cue | kind | KEN.GOV | anonymous

A blank line ends a passage. ``text#2`` means the second occurrence. ``- =KEN.GOV`` is a party that the sentence does
not name. Run ``python -m training.corpus_text FILE…`` to check files.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsledger.reader import labels

TYPES = frozenset(labels.EVENT_TYPES)
AUXILIARY = frozenset(labels.AUXILIARY)
KINDS = frozenset(labels.SOURCE_KINDS)

Span = tuple[int, int]


class CorpusError(ValueError):
    """A line of a corpus file that cannot be read; the message names the problem."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party of an event; ``span`` is None when the sentence does not name it."""

    span: Span | None
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A cited source with its cue."""

    span: Span
    cue: Span | None
    kind: str
    country: str | None
    anonymous: bool


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """One coded event; spans are offsets into the sentence."""

    kind: str
    mode: str | None
    auxiliary: tuple[str, ...]
    trigger: Span
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    time: Span | None
    place: Span | None
    quantities: tuple[Span, ...]
    sources: tuple[int, ...]


@dataclass(slots=True)
class CodedSentence:
    """A sentence with its events and sources."""

    text: str
    events: list[CodedEvent] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


def locate(sentence: str, part: str) -> Span:
    """Return the span of ``part`` in ``sentence`` at word boundaries; ``part#n`` names the n-th occurrence."""
    match = re.fullmatch(r"(.*?)(?:#(\d+))?", part.strip(), re.S)
    assert match is not None
    text, nth = match[1], int(match[2] or 1)
    pattern = (r"(?<!\w)" if text[:1].isalnum() else "") + re.escape(text) + (r"(?!\w)" if text[-1:].isalnum() else "")
    found = [m.span() for m in re.finditer(pattern, sentence)] if text else []
    if len(found) < nth:
        raise CorpusError(f"{part!r} is not in the sentence")
    return found[nth - 1]


def parse_party(sentence: str, item: str) -> Party:
    text, _, code = item.partition("=")
    country, _, sector = code.strip().partition(".")
    if (code and not re.fullmatch(r"\?|[A-Z]{3}", country)) or (sector and not re.fullmatch(r"[A-Z]{3}", sector)):
        raise CorpusError(f"code {code.strip()!r} is not ISO3.SECTOR")
    span = None if text.strip() == "-" else locate(sentence, text)
    return Party(span, None if country in {"", "?"} else country, sector or None)


def parse_event(sentence: str, line: str) -> CodedEvent:
    head, *fields = re.split(r"\s+\|\s+", line)
    match = re.fullmatch(r"([A-Z]+)(?:/([a-z-]+))?((?:\s+\+\w+)*)\s*:\s+(.+)", head)
    if not match:
        raise CorpusError(f"event line {head!r} is not 'TYPE/mode +aux: trigger'")
    kind, mode, aux = match[1], match[2], tuple(match[3].replace("+", "").split())
    if kind not in TYPES or (mode and mode not in labels.MODES.get(kind, ())) or not AUXILIARY.issuperset(aux):
        raise CorpusError(f"unknown type, mode or auxiliary mode in {head!r}")
    values: dict[str, list[str]] = {}
    for item in fields:
        key, colon, value = item.partition(":")
        if key not in set("ARTLQS") or not colon or key in values:
            raise CorpusError(f"field {item!r} is not one of A: R: T: L: Q: S:")
        values[key] = [v.strip() for v in re.split(r";|,(?=\s*\d+$)" if key == "S" else ";", value) if v.strip()]
    one = {k: locate(sentence, values[k][0]) if values.get(k) else None for k in "TL"}
    return CodedEvent(
        kind,
        mode,
        aux,
        locate(sentence, match[4]),
        tuple(parse_party(sentence, p) for p in values.get("A", [])),
        tuple(parse_party(sentence, p) for p in values.get("R", [])),
        one["T"],
        one["L"],
        tuple(locate(sentence, q) for q in values.get("Q", [])),
        tuple(int(n) for s in values.get("S", []) for n in s.split(",")),
    )


def parse_source(sentence: str, line: str) -> Source:
    fields = re.split(r"\s+\|\s+", re.sub(r"^\d+:\s*", "", line))
    if len(fields) < 3 or fields[2] not in KINDS:
        raise CorpusError(f"source line {line!r} is not 'n: source | cue | kind | code | anonymous'")
    code = fields[3].partition(".")[0] if len(fields) > 3 and fields[3] != "anonymous" else ""
    return Source(
        locate(sentence, fields[0]),
        locate(sentence, fields[1]) if fields[1] != "-" else None,
        fields[2],
        code if re.fullmatch("[A-Z]{3}", code) else None,
        fields[-1] == "anonymous",
    )


def passages(path: Path) -> Iterator[list[CodedSentence]]:
    """Yield the passages of a corpus file, raising :class:`CorpusError` with the line number."""
    current: list[CodedSentence] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        try:
            if not line or line.startswith("=="):
                if current:
                    yield current
                current = []
            elif line.startswith("#"):
                continue
            elif line[0] in ">@":
                if not current:
                    raise CorpusError("annotation without a sentence")
                body, sentence = line[1:].strip(), current[-1]
                if line[0] == ">":
                    sentence.events.append(parse_event(sentence.text, body))
                else:
                    sentence.sources.append(parse_source(sentence.text, body))
            else:
                current.append(CodedSentence(line))
        except CorpusError as error:
            raise CorpusError(f"{path.name}:{number}: {error}") from error
    if current:
        yield current


def problems(path: Path) -> Iterator[str]:
    """Yield every problem of a file, one message each."""
    lines = path.read_text(encoding="utf-8").splitlines()
    sentence: CodedSentence | None = None
    for number, raw in enumerate([*lines, ""], 1):
        line = raw.strip()
        try:
            if line[:1] in {">", "@"} and line:
                if sentence is None:
                    raise CorpusError("annotation without a sentence")
                body = line[1:].strip()
                if line[0] == ">":
                    sentence.events.append(parse_event(sentence.text, body))
                else:
                    sentence.sources.append(parse_source(sentence.text, body))
            elif not line.startswith("#"):
                if sentence is not None:
                    bad = [s for e in sentence.events for s in e.sources if not 1 <= s <= len(sentence.sources)]
                    if bad:
                        yield f"{path.name}:{number}: the sentence before has no source line {bad[0]}"
                sentence = CodedSentence(line) if line and not line.startswith("==") else None
        except CorpusError as error:
            yield f"{path.name}:{number}: {error}"


def main(paths: list[str]) -> int:
    """Check files; print every problem and the counts."""
    bad, count, texts = 0, Counter[str](), Counter[str]()
    for path in map(Path, paths):
        for problem in problems(path):
            print(problem)
            bad += 1
        if not bad:
            for passage in passages(path):
                for sentence in passage:
                    count["sentences"] += 1
                    texts[sentence.text] += 1
                    count["sources"] += len(sentence.sources)
                    count.update(e.kind for e in sentence.events)
                    count.update(f"+{a}" for e in sentence.events for a in e.auxiliary)
    repeated = [t for t, n in texts.items() if n > 1]
    print("\n".join(f"repeated: {t}" for t in repeated))
    print("OK" if not bad else f"{bad} problems", dict(count.most_common()))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
