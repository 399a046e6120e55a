from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer

from newsledger.reader.decode import Output
from newsledger.reader.labels import UNARY, columns
from newsledger.reader.model import MODEL_DIR
from newsledger.reader.parting import part_sentences
from newsledger.reader.windows import SEP, Window, join_sentences, make_windows
from newsledger.records import Article, Sentence

TEXT = "Port Reopens The port reopened on Monday Kenyan officials said so “We are open ” a clerk said"
tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
tokenizer.no_truncation()
tokenizer.no_padding()


def article(*sentences: Sentence) -> Article:
    return Article("a", "d", 0, 0, len(TEXT), "main", False, None, None, sentences, stops_lost=True)


def opening(*words: str) -> object:
    """A network that sees a sentence begin at the given words."""

    def run(window: Window) -> Output:
        unary = np.full((len(window.starts), sum(UNARY.values())), -9.0, dtype=np.float32)
        for n, (start, end) in enumerate(zip(window.starts, window.ends, strict=True)):
            if TEXT[start:end] in words:
                unary[n, columns("opens").start] = 9.0
        empty = np.zeros(0, dtype=np.float32)
        return Output(unary, empty, empty, empty, empty, empty, lambda words, trigger, kind: empty)

    return run


def parts(run: object, *sentences: Sentence) -> list[str]:
    told = article(*sentences)
    windows = make_windows(TEXT, [(s.start, s.end) for s in sentences], tokenizer)
    return [TEXT[s.start : s.end] for s in part_sentences(TEXT, told, windows, run)]  # type: ignore[arg-type]


def test_a_body_is_parted_where_the_network_sees_a_sentence_begin() -> None:
    run = opening("The", "Kenyan", "“")
    assert parts(run, Sentence(13, len(TEXT))) == [
        "The port reopened on Monday",
        "Kenyan officials said so",
        "“We are open ” a clerk said",
    ]


def test_no_sentence_begins_in_lower_case() -> None:
    assert parts(opening("port", "so"), Sentence(13, 40)) == ["The port reopened on Monday"]


def test_a_headline_stays_whole() -> None:
    headline = Sentence(0, 12, "headline")
    assert parts(opening("Port", "Reopens"), headline, Sentence(13, 40))[0] == "Port Reopens"


def test_parted_sentences_hold_every_word() -> None:
    found = parts(opening("Monday", "Kenyan"), Sentence(0, len(TEXT)))
    assert len(found) == 3
    assert "".join(found).replace(" ", "") == TEXT.replace(" ", "")


def test_joined_windows_lose_their_marks_and_keep_their_words() -> None:
    (window,) = make_windows(TEXT, [(0, 12), (13, 40), (41, len(TEXT))], tokenizer)
    joined = join_sentences(window)
    assert joined.pieces.count(SEP) == 1
    assert [joined.pieces[n] for n in joined.first] == [window.pieces[n] for n in window.first]
    assert (joined.starts, joined.sentences) == (window.starts, window.sentences)
