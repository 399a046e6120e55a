from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from newsledger.reader.decode import Floats, Output, Thresholds, decode, sigmoid
from newsledger.reader.labels import (
    DISTANCES,
    EVENT_TYPES,
    EXTENTS,
    LINKS,
    MODE_LABELS,
    ROLE_COLUMNS,
    ROLES,
    UNARY,
    columns,
)
from newsledger.reader.windows import Window

WORDS = ["Police", "said", "troops", "shot", "two", "men", "in", "Mombasa", "on", "Monday"]
RANK = len(WORDS)
PAIRS = len(LINKS) + len(EXTENTS)
THRESHOLDS = Thresholds(type=(0.5,) * len(EVENT_TYPES))


EMPTY = np.zeros((RANK, 0), dtype=np.float32)


def no_roles(words: Floats, trigger: int, kind: int) -> Floats:
    """A network of roles that sees nothing."""
    return np.full((len(words), sum(ROLE_COLUMNS.values())), -9.0, dtype=np.float32)


class Scores:
    """Scores of one sentence, all low until a test raises some."""

    def __init__(self) -> None:
        starts = list(np.cumsum([0] + [len(w) + 1 for w in WORDS[:-1]]))
        ends = [int(s) + len(w) for s, w in zip(starts, WORDS, strict=True)]
        self.window = Window(starts=[int(s) for s in starts], ends=ends, sentences=[0] * RANK)
        self.unary = np.full((RANK, sum(UNARY.values())), -9.0, dtype=np.float32)
        self.heads = np.zeros((RANK, PAIRS, RANK), dtype=np.float32)
        self.dependents = np.zeros((RANK, PAIRS, RANK), dtype=np.float32)
        self.dependents[:] = np.eye(RANK)[:, None, :]
        self.start = np.full((RANK, PAIRS), -9.0, dtype=np.float32)

    def word(self, name: str, word: str, column: int = 0) -> None:
        self.unary[WORDS.index(word), columns(name).start + column] = 5.0

    def pair(self, row: int, head: str, dependent: str) -> None:
        self.heads[WORDS.index(head), row, WORDS.index(dependent)] = 40 * RANK**0.5

    def link(self, role: str, head: str, dependent: str) -> None:
        self.pair(LINKS.index(role), head, dependent)

    def extent(self, kind: str, first: str, last: str) -> None:
        self.pair(len(LINKS) + EXTENTS.index(kind), first, last)

    def output(self) -> Output:
        distance = np.zeros((PAIRS, len(DISTANCES) + 1), dtype=np.float32)
        return Output(self.unary, self.heads, self.dependents, self.start, distance, EMPTY, no_roles)


def words(scores: Scores, start: int, end: int) -> str:
    return " ".join(WORDS)[start:end]


def test_an_event_with_its_arguments_and_source() -> None:
    s = Scores()
    s.word("type", "shot", EVENT_TYPES.index("ASSAULT"))
    s.word("mode", "shot", MODE_LABELS.index("ASSAULT/firearms"))
    s.word("mode", "shot", MODE_LABELS.index("ACCUSE/allege"))
    s.word("source", "Police")
    s.word("kind", "Police", 1)
    for role, dependent in (("actor", "troops"), ("recipient", "two"), ("place", "Mombasa"), ("time", "Monday")):
        s.link(role, "shot", dependent)
    s.link("source", "shot", "Police")
    s.link("cue", "Police", "said")
    s.extent("party", "two", "men")
    (reading,) = decode(s.window, s.output(), THRESHOLDS)
    (event,) = reading.events
    assert (event.event_type, event.mode) == ("ASSAULT", "firearms")
    found = {role: words(s, span.start, span.end) for role, span in event.arguments}
    assert found == {"actor": "troops", "recipient": "two men", "place": "Mombasa", "time": "Monday"}
    (source,) = reading.sources
    assert source.kind == "office"
    assert source.cue is not None
    assert words(s, source.cue.start, source.cue.end) == "said"
    assert [i for i, _ in event.sources] == [0]


def test_a_quiet_sentence_gives_nothing() -> None:
    s = Scores()
    assert list(decode(s.window, s.output(), THRESHOLDS)) == []


@pytest.mark.parametrize(
    ("types", "kept"),
    [(("SANCTION", "COERCE"), ["COERCE", "SANCTION"]), (("ASSAULT", "COERCE"), ["ASSAULT"])],
)
def test_one_trigger_is_one_event_unless_it_is_a_prison_sentence(types: tuple[str, str], kept: list[str]) -> None:
    s = Scores()
    s.word("type", "shot", EVENT_TYPES.index(types[0]))
    s.word("type", "shot", EVENT_TYPES.index(types[1]))
    s.unary[WORDS.index("shot"), columns("type").start + EVENT_TYPES.index(types[1])] = 3.0
    (reading,) = decode(s.window, s.output(), THRESHOLDS)
    assert [e.event_type for e in reading.events] == kept


def test_of_nested_triggers_of_one_type_the_surer_stays() -> None:
    s = Scores()
    column = EVENT_TYPES.index("ASSAULT")
    s.word("type", "shot", column)
    s.word("type", "two", column)
    s.unary[WORDS.index("two"), columns("type").start + column] = 3.0
    s.extent("trigger", "shot", "men")
    (reading,) = decode(s.window, s.output(), THRESHOLDS)
    assert [words(s, e.trigger.start, e.trigger.end) for e in reading.events] == ["shot two men"]


def test_links_stay_inside_their_sentence() -> None:
    s = Scores()
    s.window.sentences[:2] = [0, 0]
    s.window.sentences[2:] = [1] * (RANK - 2)
    s.word("type", "shot", EVENT_TYPES.index("ASSAULT"))
    s.link("actor", "shot", "Police")
    (reading,) = decode(s.window, s.output(), THRESHOLDS)
    assert reading.sentence_index == 1
    assert reading.events[0].arguments == ()


def test_sigmoid_does_not_overflow() -> None:
    assert sigmoid(np.asarray([-1e4, 0.0, 1e4], dtype=np.float32)).tolist() == [0.0, 0.5, 1.0]


def test_scores_of_all_pairs_are_those_of_each_with_its_distance() -> None:
    rng = np.random.default_rng(3)
    shapes = ((RANK, PAIRS, RANK), (RANK, PAIRS, RANK), (RANK, PAIRS), (PAIRS, len(DISTANCES) + 1))
    heads, dependents, start, distance = (rng.normal(size=shape).astype(np.float32) for shape in shapes)
    output = Output(EMPTY, heads, dependents, start, distance, EMPTY, no_roles)
    together = output.pairs(4, 2, 9)
    for pair in range(PAIRS):
        for word in range(2, 9):
            bucket = sum(word - 4 >= low for low in DISTANCES)
            alone = dependents[word, pair] @ heads[4, pair] / RANK**0.5 + start[word, pair] + distance[pair, bucket]
            assert together[pair, word - 2] == pytest.approx(alone, rel=1e-5, abs=1e-5)
        assert np.array_equal(output.pair(pair, 4, 2, 9), together[pair])


def test_the_roles_network_is_asked_of_the_sentence_with_trigger_and_type_and_its_links_are_averaged() -> None:
    rng = np.random.default_rng(4)
    s = Scores()
    s.start[:] = rng.normal(size=s.start.shape)
    asked: list[tuple[int, int, int]] = []

    def roles(words: Floats, trigger: int, kind: int) -> Floats:
        asked.append((len(words), trigger, kind))
        return np.arange(sum(ROLE_COLUMNS.values()), dtype=np.float32)[None].repeat(len(words), 0)

    output = replace(s.output(), roles=roles)
    scores = output.event(4, 7, 2, 9)
    assert asked == [(7, 2, 7)]
    pairs = output.pairs(4, 2, 9)[: len(ROLES)].T
    np.testing.assert_allclose(scores[:, : len(ROLES)], (pairs + np.arange(len(ROLES))) / 2, rtol=1e-6)
    assert (scores[:, len(ROLES) :] == np.arange(len(ROLES), sum(ROLE_COLUMNS.values()))).all()
