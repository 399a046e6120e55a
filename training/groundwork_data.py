"""The groundwork's lessons: windows of open corpora with what they teach, as word numbers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from newsledger.reader.windows import Window, make_windows

LIMIT = 192
_PARTS = """
    ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X
"""
_RELATIONS = """
    acl acl:relcl advcl advmod amod appos aux aux:pass case cc ccomp compound compound:prt conj cop csubj dep
    det discourse dislocated expl fixed flat goeswith iobj list mark nmod nmod:poss nsubj nsubj:pass nummod
    obj obl obl:agent obl:unmarked nmod:unmarked orphan parataxis punct reparandum root vocative xcomp
"""
_ENTITY_TYPES = """
    abstract animal event object organization person place plant substance time
"""
PARTS, RELATIONS, ENTITY_TYPES = _PARTS.split(), _RELATIONS.split(), _ENTITY_TYPES.split()


class _Tags:
    """Parts of speech and relations as columns of one layer."""

    def __init__(self) -> None:
        self.names = [*(f"pos:{p}" for p in PARTS), *(f"rel:{r}" for r in RELATIONS)]
        self.index = {name: i for i, name in enumerate(self.names)}

    def __len__(self) -> int:
        return len(self.names)

    @cache  # noqa: B019
    def groups(self) -> Tensor:
        return torch.tensor([name.startswith("rel:") for name in self.names])


TAGS = _Tags()


@dataclass(slots=True)
class Lesson:
    """A window and what is known of its words; ``entities`` is None where nobody marked them."""

    window: Window
    tags: list[tuple[int, list[int]]] = field(default_factory=list)
    head: list[tuple[int, int]] = field(default_factory=list)
    entities: list[tuple[int, int]] | None = None
    last: list[tuple[int, int]] = field(default_factory=list)
    antecedent: list[tuple[int, int]] = field(default_factory=list)
    factuality: list[tuple[int, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    part: str
    relation: str
    head: int


def _join(forms: list[str], base: int) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    for form in forms:
        text += " " if text else ""
        spans.append((base + len(text), base + len(text) + len(form)))
        text += form
    return text, spans


def _sentences(path: Path) -> Iterator[list[list[str]]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows: list[list[str]] = []
        for line in lines:
            if line.strip() and not line.startswith("#"):
                rows.append(line.rstrip("\n").split("\t"))
            elif rows and not line.strip():
                yield rows
                rows = []
        if rows:
            yield rows


def _plain(rows: list[list[str]], base: int) -> tuple[str, list[_Token]]:
    """Return a sentence's text with its own spacing and its tokens; words of a contraction share its offsets."""
    text, at = "", {}
    until = 0
    for row in rows:
        number, _, last = row[0].partition("-")
        if "." in number or (not last and int(number) <= until):
            continue
        span = (base + len(text), base + len(text) + len(row[1]))
        for n in range(int(number), int(last or number) + 1):
            at[n] = span
        until = int(last or number)
        text += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
    tokens = [_Token(*at[int(r[0])], r[3], r[7], int(r[6])) for r in rows if r[0].isdigit()]
    return text.rstrip(), tokens


def read_ud(path: Path, tokenizer: Tokenizer, *, together: int = 12) -> Iterator[Lesson]:
    """Yield lessons in syntax; a handful of sentences make a text."""
    group: list[list[list[str]]] = []
    for rows in _sentences(path):
        group.append(rows)
        if len(group) == together:
            yield from _ud_lessons(group, tokenizer)
            group = []
    yield from _ud_lessons(group, tokenizer)


def read_plain(path: Path, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Yield name, text and sentences of the treebank's documents whose names begin with one of ``kinds``."""
    name, text, spans = "", "", []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                if spans:
                    yield name, text, spans
                name, text, spans = line.split("= ", 1)[1].strip(), "", []
            elif line.startswith("# text = ") and name.startswith(kinds):
                sentence = line.split("= ", 1)[1].strip()
                spans.append((len(text), len(text) + len(sentence)))
                text += sentence + " "
    if spans:
        yield name, text, spans


def _ud_lessons(group: list[list[list[str]]], tokenizer: Tokenizer) -> Iterator[Lesson]:
    text, spans, parsed = "", [], []
    for rows in group:
        base = len(text)
        sentence, tokens = _plain(rows, base)
        spans.append((base, base + len(sentence)))
        parsed.append(tokens)
        text += sentence + " "
    for window in make_windows(text, spans, tokenizer, limit=LIMIT):
        word = {start: n for n, start in enumerate(window.starts)}
        lesson = Lesson(window)
        for number in sorted(set(window.sentences)):
            tokens = parsed[number]
            for t in tokens:
                n = word.get(t.start)
                head = tokens[t.head - 1].start if t.head else t.start
                if n is None or head not in word:
                    continue
                names = [f"pos:{t.part}", f"rel:{t.relation}"]
                lesson.tags.append((n, [TAGS.index[x] for x in names if x in TAGS.index]))
                lesson.head.append((n, word[head]))
        yield lesson


def read_gum(path: Path, tokenizer: Tokenizer) -> Iterator[Lesson]:
    """Yield lessons in entities and coreference from the texts whose licence permits any use."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for doc in map(json.loads, lines):
            if doc["non_commercial_only"]:
                continue
            spans = [(s["start"], s["end"]) for s in doc["sentences"]]
            for window in make_windows(doc["text"], spans, tokenizer, limit=LIMIT):
                yield _gum_lesson(doc["entities"], window)


def _gum_lesson(entities: list[dict[str, object]], window: Window) -> Lesson:
    starts = {s: n for n, s in enumerate(window.starts)}
    ends = {e: n for n, e in enumerate(window.ends)}
    lesson = Lesson(window, entities=[])
    before: dict[object, int] = {}
    for e in sorted(entities, key=lambda e: (e["start"], e["end"])):  # type: ignore[arg-type, return-value]
        first, last = starts.get(e["start"]), ends.get(e["end"])  # type: ignore[call-overload]
        if first is None or last is None or e["type"] not in ENTITY_TYPES:
            continue
        assert lesson.entities is not None
        lesson.entities.append((first, ENTITY_TYPES.index(str(e["type"]))))
        lesson.last.append((first, last))
        if before.get(e["chain"], first) != first:
            lesson.antecedent.append((first, before[e["chain"]]))
        before[e["chain"]] = first
    return lesson


def read_uds(path: Path, tokenizer: Tokenizer, *, together: int = 8) -> Iterator[Lesson]:
    """Yield lessons in factuality, from -3 (did not happen) to 3 (happened)."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for at in range(0, len(rows), together):
        text, spans, told = "", [], {}
        for row in rows[at : at + together]:
            base = len(text)
            sentence, tokens = _join(row["text"].split(" "), base)
            spans.append((base, base + len(sentence)))
            told |= {tokens[t["start"]][0]: float(t["value"]) for t in row["targets"] if t["start"] < len(tokens)}
            text += sentence + " "
        for window in make_windows(text, spans, tokenizer, limit=LIMIT):
            found = [(n, told[s]) for n, s in enumerate(window.starts) if s in told]
            yield Lesson(window, factuality=found)
