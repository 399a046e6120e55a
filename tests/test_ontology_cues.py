"""How cue phrases match."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger import ontology
from newsledger.ontology.cues import CueMatcher, expand, phrases


def labels(cues: str, text: str, *, exceptions: str = "") -> list[str]:
    matcher = CueMatcher()
    matcher.add("x", phrases(cues), phrases(exceptions))
    return [words for words, _ in matcher.explain(text)]


@pytest.mark.parametrize(
    ("cues", "text", "found"),
    [
        ("tariff", "Tariffs and more TARIFFS", ["Tariffs", "TARIFFS"]),
        ("tariff", "tarif", []),
        ("tariff", "antitariff", []),
        ("embassy, embargo", "embassies, embargoes", ["embassies", "embargoes"]),
        ("sanctions", "a sanction", []),
        ("WHO", "who", []),
        ("WHO", "the WHO said", ["WHO"]),
        ("Library of Congress", "the library of congress", []),
        ("human rights", "a human-rights group", ["human rights"]),
        ("human rights", "human, rights", []),
        ("women's rights", "women’s rights", ["women s rights"]),
        ("peace talks", "peace talks, peace talk", ["peace talks"]),
        ("gas", "ga", []),
        ("crisis", "crisis", ["crisis"]),
        ("nuclear, nuclear test", "a nuclear test", ["nuclear", "nuclear test"]),
    ],
)
def test_matching(cues: str, text: str, found: list[str]) -> None:
    assert labels(cues, text) == found


def test_exceptions_hold_for_their_own_label_only() -> None:
    assert labels("intelligence", "artificial intelligence", exceptions="artificial intelligence") == []
    assert labels("intelligence", "intelligence on artificial intelligence", exceptions="artificial intelligence") == [
        "intelligence"
    ]
    matcher = CueMatcher()
    matcher.add("spying", ["intelligence"], ["artificial intelligence"])
    matcher.add("machines", ["artificial intelligence"])
    assert [match.label for match in matcher.matches("Artificial intelligence")] == ["machines"]


def test_lists_and_groups() -> None:
    assert phrases("peace\n  talks, war ,") == ("peace talks", "war")
    assert expand("hack(er|ing)") == ["hacker", "hacking"]
    assert expand("(a|b) c(|d)") == ["a c", "a cd", "b c", "b cd"]
    assert expand("plain") == ["plain"]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_contexts_in_codebook_order(text: str) -> None:
    order = [context.code for context in ontology.load().contexts]
    found = ontology.load().contexts_of(text)
    assert list(found) == sorted(set(found), key=order.index)


@settings(deadline=None)
@given(st.sampled_from(["tariff", "asylum", "earthquake"]), st.text(alphabet="abc .,'-", max_size=40))
def test_words_around_a_cue_do_not_hide_it(cue: str, around: str) -> None:
    alone = ontology.load().contexts_of(cue)
    assert set(alone) <= set(ontology.load().contexts_of(f"{around} {cue} {around}"))
