from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsledger.records.measure import MEASURE_KINDS, MEASURE_STATUSES
from training.measures.labels import FOLDER, blocks, occurrence, own, to_standoff


def test_every_sentence_of_our_own_has_labels_that_point_into_it() -> None:
    sentences = list(own())
    assert len(sentences) > 1000
    told = [(s.text, m) for s in sentences for m in s.measures[0]]
    assert {m.kind for _, m in told} == set(MEASURE_KINDS)
    assert {m.status for _, m in told} == set(MEASURE_STATUSES)
    assert all(text[slice(*m.cue)].strip() for text, m in told)


def test_labels_of_news_hold_no_text() -> None:
    rows = [json.loads(line) for line in (FOLDER / "news.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 1000
    for row in rows:
        assert set(row) == {"doc", "start", "end", "measures"}
        for m in row["measures"]:
            assert row["start"] <= m["cue"][0] < m["cue"][1] <= row["end"]
            assert m["kind"] in MEASURE_KINDS


def test_a_line_of_labels_becomes_offsets() -> None:
    sentence = "The EU and Oslo froze\n assets of two Minsk banks."
    made = to_standoff(sentence, 100, "asset_freeze | froze assets | in_force | The EU=EUR; Oslo=NOR | =BLR; banks=?")
    assert made["cue"] == [116, 129]
    assert made["issuers"] == [[100, 106, "EUR"], [111, 115, "NOR"]]
    assert made["targets"] == [[None, None, "BLR"], [143, 148, None]]


def test_words_that_are_not_in_the_sentence_are_an_error() -> None:
    with pytest.raises(ValueError, match="is not in"):
        occurrence("A truce held.", "sanctions", 0)


def test_blocks(tmp_path: Path) -> None:
    path = tmp_path / "labels.txt"
    path.write_text("# a comment\n= One.\n- a | b\n\n= Two.\n", encoding="utf-8")
    assert list(blocks(path)) == [("One.", ["a | b"]), ("Two.", [])]
