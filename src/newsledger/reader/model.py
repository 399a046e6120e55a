"""The reading model at run time: ONNX Runtime on one core, one window at a time.

Activations are quantised over a whole input, so a window's scores would depend on its neighbours in a batch. Windows
are therefore run one by one: the result for a document never depends on what is coded beside it, and no padding is
computed. Windows are long enough (192 pieces) to keep the arithmetic units busy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from newsledger.errors import ModelError
from newsledger.reader.decode import Floats, Output, RoleNetwork, Thresholds, decode, distance_buckets
from newsledger.reader.parting import part_sentences
from newsledger.reader.reading import RawEvent, SentenceReading
from newsledger.reader.windows import Window, make_windows
from newsledger.records import Article, Document

MODEL_DIR = Path(__file__).with_name("model")
FORMAT = 4
NETWORKS = ("reader.onnx", "roles.onnx", "measures.onnx")
_SLOWER = ["SkipLayerNormFusion"]
"""Rewriting of ONNX Runtime that makes the network slower: its sum and norm in one step run on plain loops."""


class Reader:
    """Reads the sentences of articles. Create it with :meth:`load`."""

    def __init__(
        self, session: Any, roles: RoleNetwork, sides: RoleNetwork, tokenizer: Tokenizer, card: dict[str, Any]
    ) -> None:
        self._session = session
        self._roles = roles
        self._sides = sides
        self.tokenizer = tokenizer
        self._distance = np.asarray(card["distance"], dtype=np.float32)
        self.thresholds = Thresholds(
            type=tuple(card["thresholds"]["type"]),
            repeat=card["thresholds"]["repeat"],
            source=card["thresholds"]["source"],
            link=tuple(card["thresholds"]["link"]),
            temperature=card["temperature"],
        )
        self.name: str = card["name"]

    @staticmethod
    @cache
    def load(folder: Path = MODEL_DIR) -> Reader:
        """Load the model of a folder (its networks, ``tokenizer.json``, ``reader.json``).

        Raises:
            ModelError: A file is missing, damaged or of another format.
        """
        card_file, networks = folder / "reader.json", [folder / name for name in NETWORKS]
        if not all(path.exists() for path in (card_file, *networks)):
            raise ModelError(f"no reading model in {folder}", hint="reinstall newsledger, or run `make train`")
        try:
            card = json.loads(card_file.read_text(encoding="utf-8"))
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            session, roles, sides = map(open_session, networks)
        except Exception as error:
            raise ModelError(
                f"the reading model in {folder} is damaged: {error}", hint="reinstall newsledger"
            ) from error
        if card.get("format") != FORMAT:
            raise ModelError(
                f"the reading model has format {card.get('format')}, this version reads {FORMAT}",
                hint="update newsledger, or run `make train`",
            )
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return Reader(session, partial(run_roles, roles), partial(run_roles, sides), tokenizer, card)

    def read(self, document: Document, articles: Sequence[Article]) -> list[list[SentenceReading]]:
        """Read the articles of a page.

        Returns:
            For each article the readings of its sentences that have an event, a source or a measure, in order.
        """
        return [self._read_article(document.text, article) for article in articles]

    def part(self, document: Document, article: Article) -> Article:
        """Return the article with all its sentences apart; one that has kept its full stops is returned as it is."""
        if not article.stops_lost:
            return article
        windows = self.windows(document.text, article)
        return replace(article, sentences=part_sentences(document.text, article, windows, self.run))

    def windows(self, text: str, article: Article) -> list[Window]:
        """Return the model input of an article's sentences."""
        return make_windows(text, [(s.start, s.end) for s in article.sentences], self.tokenizer)

    def _read_article(self, text: str, article: Article) -> list[SentenceReading]:
        return merge_readings([r for w in self.windows(text, article) for r in decode(w, self.run(w), self.thresholds)])

    def run(self, window: Window) -> Output:
        """Run the network on one window."""
        unary, heads, dependents, start, paired, named = self._session.run(
            None,
            {
                "pieces": np.asarray([window.pieces], dtype=np.int64),
                "cases": np.asarray([window.cases], dtype=np.int64),
                "first": np.asarray([window.first], dtype=np.int64),
            },
        )
        return Output(
            unary[0], heads[0], dependents[0], start[0], self._distance, paired[0], self._roles, named[0], self._sides
        )


def weights_digest(folder: Path) -> str:
    """Return the first eight hexadecimal digits of the weights' SHA-256, with which a model's name ends."""
    return sha256(b"".join((folder / name).read_bytes() for name in NETWORKS)).hexdigest()[:8]


def run_roles(session: Any, words: Floats, trigger: int, kind: int) -> Floats:
    """Run the network of roles or of sides on one event or measure: :data:`newsledger.reader.decode.RoleNetwork`."""
    marks = np.zeros((1, len(words)), dtype=np.int64)
    marks[0, trigger] = kind + 1
    distances = distance_buckets(trigger, 0, len(words))[None].astype(np.int64)
    (scores,) = session.run(None, {"words": words[None], "marks": marks, "distances": distances})
    result: Floats = scores[0]
    return result


def open_session(weights: Path) -> Any:
    """Return a session of ONNX Runtime for a network of ours: one core, one window at a time."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER)


def merge_readings(readings: list[SentenceReading]) -> list[SentenceReading]:
    """Return the readings of an article in order, those of a sentence that was too long for one window joined."""
    merged: dict[int, SentenceReading] = {}
    for r in readings:
        before = merged.get(r.sentence_index)
        if before is None:
            merged[r.sentence_index] = r
            continue
        shift = len(before.sources)
        moved = tuple(_shift_sources(e, shift) for e in r.events)
        merged[r.sentence_index] = SentenceReading(
            r.sentence_index, before.events + moved, before.sources + r.sources, before.measures + r.measures
        )
    return [merged[n] for n in sorted(merged)]


def _shift_sources(event: RawEvent, by: int) -> RawEvent:
    return replace(event, sources=tuple((i + by, p) for i, p in event.sources))
