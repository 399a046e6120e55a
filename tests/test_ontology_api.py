"""The questions that the other rooms put to the ontology."""

import pytest

from newsledger import ontology
from newsledger.errors import OntologyError

BOOK = ontology.load()


def test_load_gives_the_same_object() -> None:
    assert ontology.load() is BOOK


def test_scores_and_quads() -> None:
    assert BOOK.intensity("ACCUSE") == -3
    assert BOOK.intensity("ACCUSE", "allege") == -3.5
    assert BOOK.intensity("RETREAT", "disarm") == 10
    assert BOOK.intensity("REQUEST", "assist") == 0.5
    assert BOOK.intensity("PROTEST", "vandalize") == BOOK.intensity("PROTEST")
    assert BOOK.quad_code("SANCTION") == "4"
    assert BOOK.quad_code("RETREAT") == "2"


def test_future_types() -> None:
    assert BOOK.future_type("AID") == "AGREE"
    assert BOOK.future_type("RETREAT") == "CONCEDE"
    assert BOOK.future_type("CONCEDE") == "CONCEDE"
    assert BOOK.future_type("PROTEST") == "PROTEST"


def test_modes_belong_to_their_type() -> None:
    assert [mode.code for mode in BOOK.modes("REJECT")] == ["assist", "change", "yield", "meet"]
    assert BOOK.mode("COERCE", "cyber").adds_contexts == ("cyber",)
    assert BOOK.modes("AGREE") == ()


@pytest.mark.parametrize(
    ("event_type", "mode", "contexts", "cameo"),
    [
        ("CONSULT", "visit", (), "042"),
        ("COOPERATE", None, ("military",), "062"),
        ("COOPERATE", None, ("military", "economic"), "060"),
        ("AID", None, ("disasters", "human_security"), "073"),
        ("AID", None, ("military", "disasters"), "070"),
        ("SANCTION", "discontinue", ("economic", "diplomatic"), "163"),
        ("ASSAULT", None, (), "190"),
        ("ASSAULT", "drone", ("military",), "195"),
        ("RETREAT", None, (), "080"),
    ],
)
def test_cameo_code(event_type: str, mode: str | None, contexts: tuple[str, ...], cameo: str) -> None:
    assert BOOK.cameo_code(event_type, mode, contexts) == cameo


def test_from_cameo() -> None:
    assert BOOK.from_cameo("0871").event_mode == "ceasefire"
    assert BOOK.from_cameo("11") is BOOK.from_cameo("110")
    assert BOOK.from_cameo("1722").event_mode == "restrict"
    assert '"ban"' in (BOOK.from_cameo("1722").note or "")
    assert BOOK.from_cameo("011").event_type is None


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        ("Chile's navy sent two frigates into the strait.", ("military",)),
        ("The ministers discussed artificial intelligence.", ("technology",)),
        ("Ghana imposed a tariff of 12 percent on imported rice.", ("economic",)),
        ("The drug gang smuggled cocaine through the port.", ("illegal_drugs", "trafficking")),
        ("He is wanted by the International Criminal Court for war crimes.", ("legal", "human_rights")),
        ("Police fired tear gas at asylum-seekers.", ("repression", "asylum", "migration")),
        ("Inmates went on hunger strike in the capital.", ()),
        ("The party won by a landslide victory.", ()),
        ("A landslide buried the road.", ("disasters",)),
        ("Doctors said who was ill.", ()),
        ("The WHO sent doctors.", ("health",)),
        ("Voters elected a new Congress.", ("legislative", "election")),
        ("The Congress party met in Delhi.", ()),
        ("They met in the park at noon.", ()),
        ("A bomb went off at the market.", ()),
        ("", ()),
    ],
)
def test_contexts_of(text: str, contexts: tuple[str, ...]) -> None:
    assert BOOK.contexts_of(text) == contexts


def test_contexts_of_merges_in_codebook_order() -> None:
    assert BOOK.contexts_of("The treaty was signed.", also=["cyber", "military"]) == ("military", "diplomatic", "cyber")
    assert BOOK.context_cues("The peace treaty was signed.") == (("treaty", "diplomatic"),)


def test_unknown_codes_suggest_the_right_one() -> None:
    for call, suggestion in (
        (lambda: BOOK.event_type("PROTETS"), "PROTEST"),
        (lambda: BOOK.entry("assault"), "ASSAULT"),
        (lambda: BOOK.intensity("RETREAT", "cease-fire"), "ceasefire"),
        (lambda: BOOK.cameo_code("AID", None, ["militry"]), "military"),
        (lambda: BOOK.contexts_of("", also=["religion"]), "religion_ethnicity"),
        (lambda: BOOK.sector("gov"), "GOV"),
        (lambda: BOOK.organisation("UN"), "UNO"),
        (lambda: BOOK.from_cameo("0878"), "087"),
    ):
        with pytest.raises(OntologyError) as error:
            call()
        assert suggestion in (error.value.hint or "")


def test_unknown_code_with_no_likeness_lists_what_there_is() -> None:
    with pytest.raises(OntologyError, match="Known codes: visit, third-party, multilateral, phone"):
        BOOK.mode("CONSULT", "xyz")
    with pytest.raises(OntologyError, match="Known codes: none"):
        BOOK.mode("AGREE", "visit")


def test_public_names_exist() -> None:
    assert sorted(ontology.__all__) == ontology.__all__
    assert all(hasattr(ontology, name) for name in ontology.__all__)
