"""The sieve keeps every expression that matches: what it leaves out cannot match."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsledger.extract.modality import word_rules
from newsledger.measures.cues import _expressions
from newsledger.measures.goods import load_goods
from newsledger.ontology.sieve import Sieve, words_of

OWN = Path(__file__).parent.parent / "training" / "measures" / "own.txt"
EXPRESSIONS = [
    *(expressions for _, _, expressions in _expressions()[0]),
    *(rule.pattern for rule in word_rules()),
    load_goods().pattern,
]
SIEVE = Sieve(EXPRESSIONS)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("lev(?:y|ies)", {"lev"}),
        ("tariffs?|import tax", {"tariff", "import tax"}),
        ("(?:export )?licen[cs]es? for", {"licen"}),
        (r"\b(?:ban|curb)s? on (?:all )?imports", {" imports", "imports"}),
        ("(?:blocked )+cargo", {"blocked "}),
        (r"\w+ing|of", set()),
        ("(?:sanction)?", set()),
        ("(?!sanction)x", set()),
    ],
)
def test_words_of_an_expression(expression: str, words: set[str]) -> None:
    assert words_of(re.compile(expression, re.IGNORECASE)) <= words
    assert bool(words_of(re.compile(expression, re.IGNORECASE))) == bool(words)


def test_only_expressions_whose_words_are_there() -> None:
    sieve = Sieve([re.compile(e, re.IGNORECASE) for e in ("tariffs?", "embargo", r"\bof\b", "tax|levies")])
    assert sieve.candidates("New LEVIES on steel") == {2, 3}
    assert sieve.candidates("") == {2}
    assert Sieve([]).candidates("anything") == frozenset()


def test_letters_that_an_expression_takes_for_plain_ones() -> None:
    expression = re.compile("kiss", re.IGNORECASE)
    for text in ("K\u0130SS", "\u212aiss", "ki\u017fs"):
        assert expression.search(text)
        assert Sieve([expression]).candidates(text) == {0}


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Sentences that hold words of the expressions, and some that are close to them."""
    words = sorted({w for e in EXPRESSIONS for w in islice(sorted(words_of(e)), 8)})
    parts = draw(st.lists(st.sampled_from([*words, "of", "the ", "¤¤¤ ", "s", "ed ", "ing ", "will ", "-", "’s "])))
    return "".join(parts)


def _what_matches_is_kept(text: str) -> bool:
    candidates = SIEVE.candidates(text)
    return all(n in candidates for n, e in enumerate(EXPRESSIONS) if e.search(text))


@given(texts())
def test_what_is_left_out_cannot_match(text: str) -> None:
    assert _what_matches_is_kept(text)


def test_nor_in_sentences_about_measures() -> None:
    sentences = OWN.read_text(encoding="utf-8").splitlines()[:1500]
    assert sum(any(e.search(s) for e in EXPRESSIONS) for s in sentences) > 500
    assert all(map(_what_matches_is_kept, sentences))
