from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from newsledger.ontology import load
from newsledger.reader.labels import MODES, UNARY, columns
from newsledger.reader.model import MODEL_DIR
from newsledger.reader.windows import CAPITALISED, DIGIT, LOWER, SEP, UPPER, case_of, make_windows

tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
tokenizer.no_truncation()
tokenizer.no_padding()


def test_words_keep_their_offsets_in_the_document() -> None:
    text = "First one.  The U.S.-led force crossed the Dnipro (Дніпро) at 05:30."
    (window,) = make_windows(text, [(0, 10), (12, len(text))], tokenizer)
    words = [text[a:b] for a, b in zip(window.starts, window.ends, strict=True)]
    assert "".join(words) == "".join(text.split())
    assert window.sentences == [0] * 3 + [1] * (len(words) - 3)
    assert window.pieces.count(SEP) == 2


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), max_size=6), st.integers(16, 64))
def test_every_word_is_in_exactly_one_window(parts: list[str], limit: int) -> None:
    text, spans = "", []
    for part in parts:
        spans.append((len(text), len(text) + len(part)))
        text += part + "\n"
    windows = make_windows(text, spans, tokenizer, limit=limit)
    starts = [s for w in windows for s in w.starts]
    assert starts == sorted(set(starts))
    for window in windows:
        assert len(window.pieces) == len(window.cases) <= limit
        assert len(window.first) == len(window.starts) == len(window.ends) == len(window.sentences) > 0
        for start, end, sentence in zip(window.starts, window.ends, window.sentences, strict=True):
            assert spans[sentence][0] <= start < end <= spans[sentence][1]
        assert window.first == sorted(set(window.first))


def test_a_sentence_longer_than_a_window_is_cut_between_words() -> None:
    text = "rebels " * 500
    windows = make_windows(text, [(0, len(text))], tokenizer, limit=64)
    assert len(windows) > 5
    assert sum(len(w.first) for w in windows) == 500


def test_casing_classes() -> None:
    classes = {"the": LOWER, "Kenya": CAPITALISED, "UN": UPPER, "2031": DIGIT, "“": LOWER, "A": CAPITALISED}
    assert {word: case_of(word) for word in classes} == classes


def test_output_columns_do_not_overlap() -> None:
    spans = [columns(name) for name in UNARY]
    assert [s.start for s in spans] == [0] + [s.stop for s in spans[:-1]]
    assert spans[-1].stop == sum(UNARY.values())


def test_the_model_knows_the_modes_of_the_codebook() -> None:
    for kind in load().types:
        assert {m.code for m in kind.modes} == set(MODES.get(kind.code, []))
