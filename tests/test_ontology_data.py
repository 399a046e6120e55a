"""The data files of the ontology agree with each other: every code that is named anywhere exists."""

from pathlib import Path

import pytest

from newsledger import ontology
from newsledger.ontology.cues import CueMatcher, expand
from newsledger.ontology.files import read_csv, read_toml
from newsledger.records import AUXILIARY_MODES
from training.build_codebook import PAGE, page

BOOK = ontology.load()
TYPES = [event_type.code for event_type in BOOK.types]
CONTEXTS = {context.code for context in BOOK.contexts}
BACK = read_csv("cameo/back.csv")


def test_sixteen_types_in_four_quads() -> None:
    quads = {quad: [t.code for t in BOOK.types if t.quad_code == quad] for quad in "1234"}
    assert quads == {
        "1": ["AGREE", "CONSULT", "SUPPORT", "CONCEDE"],
        "2": ["COOPERATE", "AID", "RETREAT"],
        "3": ["REQUEST", "ACCUSE", "REJECT", "THREATEN"],
        "4": ["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
    }
    assert [t.quad_label for t in BOOK.types[::5]] == [
        "verbal cooperation",
        "material cooperation",
        "verbal conflict",
        "material conflict",
    ]


def test_intensities_have_the_sign_of_their_quad() -> None:
    for event_type in BOOK.types:
        for intensity in (event_type.intensity, *(mode.intensity for mode in event_type.modes)):
            if event_type.quad_code in "12":
                assert 0 < intensity <= 10
            else:
                assert -10 <= intensity <= 0.5


def test_every_type_has_a_file_and_every_file_a_type() -> None:
    folder = Path(ontology.__file__).parent / "plover" / "types"
    assert sorted(path.stem for path in folder.iterdir()) == sorted(TYPES)


@pytest.mark.parametrize("code", TYPES)
def test_entry_is_complete(code: str) -> None:
    entry = BOOK.entry(code)
    assert len(entry.definition.split()) > 20
    assert len(entry.examples) >= 3
    assert {other.event_type for other in entry.not_this} < set(TYPES) - {code}
    assert (entry.future is None) == (BOOK.future_type(code) == code)
    assert [mode.mode for mode in entry.modes] == list(BOOK.modes(code))
    for mode in entry.modes:
        assert len(mode.examples) == 2
        assert mode.description.endswith(".")


@pytest.mark.parametrize("code", TYPES)
def test_entry_describes_no_mode_that_the_type_lacks(code: str) -> None:
    assert set(read_toml(f"plover/types/{code}.toml").get("modes", {})) == {mode.code for mode in BOOK.modes(code)}


@pytest.mark.parametrize("example", [e for code in TYPES for e in BOOK.entry(code).examples], ids=lambda e: e.text[:30])
def test_examples_quote_their_own_sentence(example: ontology.CodedExample) -> None:
    for words in (example.trigger, *example.actors, *example.recipients):
        assert words in example.text
    assert example.actors or example.recipients
    assert example.event_mode is None or BOOK.mode(example.event_type, example.event_mode)


def test_rewriting_and_added_contexts_name_codes_that_exist() -> None:
    assert {t.code: t.future_type for t in BOOK.types if t.future_type} == {
        "CONSULT": "AGREE",
        "SUPPORT": "AGREE",
        "COOPERATE": "AGREE",
        "AID": "AGREE",
        "RETREAT": "CONCEDE",
    }
    assert {t.code for t in BOOK.types if t.requires_recipient} == {"COOPERATE", "AID", "SANCTION"}
    added = {context for t in BOOK.types for mode in t.modes for context in mode.adds_contexts}
    assert added == {"misinformation", "cyber"} < CONTEXTS


def test_contexts_are_complete() -> None:
    assert len(BOOK.contexts) == 37
    assert all(context.cues and context.description.endswith(".") for context in BOOK.contexts)


@pytest.mark.parametrize("context", BOOK.contexts, ids=lambda c: c.code)
def test_every_cue_finds_its_context_and_none_is_idle(context: ontology.Context) -> None:
    for cue in context.cues:
        assert all(context.code in BOOK.contexts_of(phrase) for phrase in expand(cue)), cue
        others = CueMatcher()
        others.add(context.code, [other for other in context.cues if other != cue])
        assert not all(others.matches(phrase) for phrase in expand(cue)), f"{cue} adds nothing"
    cues = CueMatcher()
    cues.add(context.code, context.cues)
    for cue in context.exceptions:
        assert all(cues.matches(phrase) for phrase in expand(cue)), f"{cue} excepts nothing"
        assert not any(context.code in BOOK.contexts_of(phrase) for phrase in expand(cue)), cue


def test_crosswalk_names_codes_that_exist() -> None:
    for cameo in BOOK.crosswalk:
        assert cameo.code.isdigit()
        assert set(cameo.contexts) <= CONTEXTS, cameo
        if cameo.event_type is None:
            assert cameo.code.startswith("01")
        else:
            assert BOOK.event_type(cameo.event_type)
            assert cameo.event_mode is None or BOOK.mode(cameo.event_type, cameo.event_mode)


def test_crosswalk_covers_every_root_and_has_each_code_once() -> None:
    codes = [row["cameo"] for row in read_csv("cameo/crosswalk.csv")]
    assert codes == sorted(set(codes))
    assert {code[:2] for code in codes} == {f"{root:02}" for root in range(1, 21)}
    assert {f"{root:02}0" for root in range(1, 21)} <= set(codes)
    assert {code[:3] for code in codes} <= set(codes)


def test_back_is_complete_for_every_type_and_mode() -> None:
    general = [(row["type"], row["mode"]) for row in BACK if not row["context"]]
    assert sorted(general) == sorted((t.code, mode) for t in BOOK.types for mode in ("", *(m.code for m in t.modes)))
    narrow = [(row["type"], row["mode"], row["context"]) for row in BACK if row["context"]]
    assert len(set(narrow)) == len(narrow)
    assert {context for *_, context in narrow} <= CONTEXTS
    assert {(event_type, mode) for event_type, mode, _ in narrow} <= set(general)


@pytest.mark.parametrize("row", BACK, ids=lambda r: "/".join(filter(None, (r["type"], r["mode"], r["context"]))))
def test_back_and_crosswalk_agree_or_say_why_not(row: dict[str, str]) -> None:
    there = BOOK.from_cameo(row["cameo"])
    if not row["note"]:
        assert there.event_type == row["type"]
        assert there.event_mode in {None, row["mode"] or None}


def test_auxiliary_modes_are_those_of_the_records() -> None:
    assert tuple(mode.code for mode in BOOK.auxiliary) == AUXILIARY_MODES


def test_party_codes() -> None:
    assert {o.code for o in BOOK.organisations} == {"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"}
    assert len(BOOK.sectors) == 25
    assert [s.frequent for s in BOOK.sectors] == [True] * 11 + [False] * 14
    assert all(sector.examples and sector.description for sector in BOOK.sectors)
    assert all(organisation.examples and organisation.description for organisation in BOOK.organisations)


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(BOOK), "run: python -m training.build_codebook"
