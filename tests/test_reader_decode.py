from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from newsledger.reader.decode import Floats, Output, Thresholds, decode, sigmoid
from newsledger.reader.labels import (
    AUXILIARY,
    DISTANCES,
    EVENT_TYPES,
    EXTENTS,
    MEASURE_COLUMNS,
    MODE_LABELS,
    READ_PAIRS,
    ROLE_COLUMNS,
    ROLES,
    SIDES,
    UNARY,
    columns,
    measure_columns,
    role_columns,
)
from newsledger.reader.windows import Window
from newsledger.records.measure import MEASURE_KINDS, MEASURE_STATUSES

WORDS = ["Police", "said", "troops", "shot", "two", "men", "in", "Mombasa", "on", "Monday"]
RANK = len(WORDS)
PAIRS = len(READ_PAIRS)
THRESHOLDS = Thresholds(type=(0.5,) * len(EVENT_TYPES))


NUMBERS = np.arange(RANK, dtype=np.float32)[:, None]
"""Words that say where they stand, for the stand-in of the roles' network."""


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
        self.roles = np.full((RANK, RANK, sum(ROLE_COLUMNS.values())), -9.0, dtype=np.float32)
        self.named = np.full((RANK, len(MEASURE_KINDS)), -9.0, dtype=np.float32)
        self.sides = np.full((RANK, RANK, sum(MEASURE_COLUMNS.values())), -9.0, dtype=np.float32)

    def word(self, name: str, word: str, column: int = 0) -> None:
        self.unary[WORDS.index(word), columns(name).start + column] = 5.0

    def pair(self, row: int, head: str, dependent: str) -> None:
        self.heads[WORDS.index(head), row, WORDS.index(dependent)] = 20 * RANK**0.5

    def cue(self, source: str, word: str) -> None:
        self.pair(READ_PAIRS.index("cue"), source, word)

    def extent(self, kind: str, first: str, last: str) -> None:
        self.pair(1 + EXTENTS.index(kind), first, last)

    def link(self, role: str, head: str, dependent: str) -> None:
        self.roles[WORDS.index(head), WORDS.index(dependent), ROLES.index(role)] = 5.0

    def told(self, mode: str, head: str) -> None:
        self.roles[WORDS.index(head), WORDS.index(head), role_columns("auxiliary").start + AUXILIARY.index(mode)] = 5.0

    def read(self, words: Floats, trigger: int, kind: int) -> Floats:
        first = int(words[0, 0])
        return self.roles[first + trigger, first : first + len(words)]

    def name(self, word: str, kind: str) -> None:
        self.named[WORDS.index(word), MEASURE_KINDS.index(kind)] = 5.0

    def measure(self, word: str, name: str, column: int = 0, *, at: str | None = None) -> None:
        self.sides[WORDS.index(word), WORDS.index(at or word), measure_columns(name).start + column] = 5.0

    def read_sides(self, words: Floats, cue: int, kind: int) -> Floats:
        first = int(words[0, 0])
        return self.sides[first + cue, first : first + len(words)]

    def output(self) -> Output:
        distance = np.zeros((PAIRS, len(DISTANCES) + 1), dtype=np.float32)
        pairs = (self.heads, self.dependents, self.start, distance)
        return Output(self.unary, *pairs, NUMBERS, self.read, self.named, self.read_sides)


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
    s.cue("Police", "said")
    s.told("future", "shot")
    s.extent("party", "two", "men")
    (reading,) = decode(s.window, s.output(), THRESHOLDS)
    (event,) = reading.events
    assert (event.event_type, event.mode) == ("ASSAULT", "firearms")
    assert [mode for mode, p in event.auxiliary if p > 0.5] == ["future"]
    found = {role: words(s, span.start, span.end) for role, span in event.arguments}
    assert found == {"actor": "troops", "recipient": "two men", "place": "Mombasa", "time": "Monday"}
    (source,) = reading.sources
    assert source.kind == "office"
    assert source.cue is not None
    assert words(s, source.cue.start, source.cue.end) == "said"
    assert [i for i, _ in event.sources] == [0]


def test_a_measure_with_its_sides() -> None:
    s = Scores()
    s.name("shot", "sanction")
    s.measure("shot", "report")
    s.measure("shot", "status", MEASURE_STATUSES.index("lifted"))
    for side, word in (("issuer", "troops"), ("target", "two")):
        s.measure("shot", "side", SIDES.index(side), at=word)
    s.extent("party", "two", "men")
    (reading,) = decode(s.window, s.output(), THRESHOLDS)
    (measure,) = reading.measures
    assert (measure.kind, measure.status) == ("sanction", "lifted")
    assert words(s, measure.cue.start, measure.cue.end) == "shot"
    assert measure.cue.score > 0.9
    assert {side: words(s, span.start, span.end) for side, span in measure.sides} == {
        "issuer": "troops",
        "target": "two men",
    }


def test_a_word_that_only_could_name_a_measure_gives_nothing() -> None:
    s = Scores()
    s.name("shot", "sanction")
    assert list(decode(s.window, s.output(), THRESHOLDS)) == []


def test_a_quiet_sentence_gives_nothing() -> None:
    s = Scores()
    assert list(decode(s.window, s.output(), THRESHOLDS)) == []


@pytest.mark.parametrize(
    ("types", "kept"),
    [
        (("SANCTION/convict", "COERCE"), ["COERCE", "SANCTION"]),
        (("SANCTION/discontinue", "COERCE"), ["SANCTION"]),
        (("ASSAULT/firearms", "COERCE"), ["ASSAULT"]),
    ],
)
def test_one_trigger_is_one_event_unless_it_is_a_prison_sentence(types: tuple[str, str], kept: list[str]) -> None:
    s = Scores()
    s.word("mode", "shot", MODE_LABELS.index(types[0]))
    s.word("type", "shot", EVENT_TYPES.index(types[0].partition("/")[0]))
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
    output = Output(NUMBERS[:, :0], heads, dependents, start, distance, NUMBERS, Scores().read)
    for pair in range(PAIRS):
        together = output.pair(pair, 4, 2, 9)
        for word in range(2, 9):
            bucket = sum(word - 4 >= low for low in DISTANCES)
            alone = dependents[word, pair] @ heads[4, pair] / RANK**0.5 + start[word, pair] + distance[pair, bucket]
            assert together[word - 2] == pytest.approx(alone, rel=1e-5, abs=1e-5)


def test_the_roles_network_is_asked_of_the_sentence_with_trigger_and_type() -> None:
    asked: list[tuple[list[float], int, int]] = []

    def roles(words: Floats, trigger: int, kind: int) -> Floats:
        asked.append((words[:, 0].tolist(), trigger, kind))
        return words

    output = replace(Scores().output(), paired=np.arange(RANK, dtype=np.float32)[:, None], roles=roles)
    assert output.event(4, 7, 2, 9).tolist() == [[2], [3], [4], [5], [6], [7], [8]]
    assert asked == [([2, 3, 4, 5, 6, 7, 8], 2, 7)]
