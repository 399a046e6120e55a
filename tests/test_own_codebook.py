"""Codebooks of the user's own: loading, checks, rules, and what they do to a coding."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner

from newsledger.apps.cli import cli
from newsledger.engine.coder import Coder
from newsledger.errors import OntologyError
from newsledger.ontology import load
from newsledger.ontology.own import read_codebook
from newsledger.records import DocumentCoding, make_document
from newsledger.resolve import Resolver
from newsledger.view.cells import event_cell
from newsledger.view.explain import explanation
from tests import recorded
from tests.builders import document, mention, party

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "own-codebook"
STRAIT = make_document((ROOT / "examples" / "strait.txt").read_text(encoding="utf-8"))
MINIMAL = {
    "codebook.toml": 'name = "small"',
    "types/TALK.toml": 'examples = [{ text = "They met.", trigger = "met" }]',
    "rules.toml": '[[rules]]\nname = "talk"\ntype = "TALK"\nwhen.event_type = "CONSULT"',
}


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    def make(**changes: str | None) -> Path:
        for name, text in (MINIMAL | {k.replace("__", "/") + ".toml": v for k, v in changes.items()}).items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            if text is not None:
                (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return make


def coded(folder: Path) -> DocumentCoding:
    reader = cast(Any, recorded.RecordedReader())
    return Coder(reader, Resolver.load(), load(), read_codebook(folder)).code(STRAIT)


def test_the_example_codebook_codes_its_own_examples() -> None:
    result = CliRunner().invoke(cli, ["codebook", "--codebook", str(EXAMPLE), "--try"], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def test_the_codebook_is_shown_with_its_rules_in_order() -> None:
    shown = CliRunner().invoke(cli, ["codebook", "--codebook", str(EXAMPLE)], catch_exceptions=False).output
    assert shown.index("work-is-laid-down") < shown.index("street-protest")
    assert read_codebook(EXAMPLE).id in shown
    page = CliRunner().invoke(cli, ["codebook", "repression", "--codebook", str(EXAMPLE)], catch_exceptions=False)
    assert "rule arrest-at-home → REPRESSION/detention" in page.output


def test_the_first_rule_that_fits_decides(small: Callable[..., Path]) -> None:
    rules = """
        [[rules]]
        name = "at-home"
        type = "TALK"
        when = { event_type = ["CONSULT", "AGREE"], domestic = true }
        unless = { text = "envoy" }
        [[rules]]
        name = "any"
        type = "TALK"
        when.event_type = "CONSULT"
    """
    book = read_codebook(small(rules=rules))
    page = document()
    home = (party(page, "Kenya's foreign minister", "KEN"), party(page, "Uganda's envoy", "KEN"))
    abroad = (home[0], party(page, "Uganda's envoy", "UGA"))
    plain = document("Kenya's minister met Kenya's judge.")
    pair = (party(plain, "Kenya's minister", "KEN"), party(plain, "Kenya's judge", "KEN"))

    def rule(*args: Any, **changes: Any) -> str | None:
        found = book.code(mention(*args, **changes))
        return found.rule if found else None

    assert rule(plain, actors=pair) == "at-home"
    assert rule(page, actors=home) == "any"
    assert rule(page, actors=abroad) == "any"
    assert rule(page, event_type="ACCUSE") is None


@pytest.mark.parametrize(
    ("when", "changes", "fits"),
    [
        ('actor_sector = ["GOV", "MIL"]', {"actors": "GOV"}, True),
        ('actor_sector = "MIL"', {"actors": "GOV"}, False),
        ('actor_country = "KEN"', {"actors": "GOV"}, True),
        ('recipient_country = "KEN"', {"actors": "GOV"}, False),
        ('trigger = "m(ee|e)t, met"', {}, True),
        ('trigger = "minister"', {}, False),
        ('text = "foreign ministers"', {}, False),
        ('text = "envoy"', {}, True),
        ('context = "diplomatic"', {"contexts": ("diplomatic",)}, True),
        ('auxiliary = "future"', {}, False),
        ('factuality = ["CT+"]', {}, True),
        ('place_country = "KEN"', {}, False),
        ("domestic = false", {}, False),
    ],
)
def test_what_a_rule_can_ask(small: Callable[..., Path], when: str, changes: dict[str, Any], *, fits: bool) -> None:
    book = read_codebook(small(rules=f'[[rules]]\nname = "r"\ntype = "TALK"\nwhen.{when}'))
    page = document()
    if "actors" in changes:
        changes = {"actors": (party(page, "Kenya's foreign minister", "KEN", changes["actors"]),)}
    assert (book.code(mention(page, **changes)) is not None) == fits


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"codebook": 'nam = "x"'}, "unknown key 'nam'.*did you mean 'name'"),
        ({"codebook": 'name = "a b"'}, "no usable name"),
        ({"codebook": 'name = "x"\nuse = "both"'}, "unknown use 'both'"),
        ({"codebook": "name = "}, "is no TOML"),
        ({"types__TALK": 'label = "x"'}, "types/TALK.toml: no example"),
        ({"types__TALK": 'examples = [{ text = "They met.", trigger = "talk" }]'}, "'talk' does not stand in"),
        ({"types__TALK": MINIMAL["types/TALK.toml"] + "\n[modes.phone]"}, "mode 'phone' has no example"),
        ({"rules": MINIMAL["rules.toml"].replace("CONSULT", "CONSLT")}, "Unknown event type: 'CONSLT'.*CONSULT"),
        ({"rules": MINIMAL["rules.toml"].replace("TALK", "TALKS")}, "unknown type of yours 'TALKS'"),
        ({"rules": MINIMAL["rules.toml"] + '\nmode = "x"'}, "unknown key|no mode"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.event_mode = "arrest"'}, "CONSULT has no mode 'arrest'"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.actor_sector = "GVO"'}, "'GVO'"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.context = "cybr"'}, "'cybr'.*cyber"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.auxiliary = "past"'}, "unknown auxiliary 'past'"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.actor_country = "Kenya"'}, "no country code"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.actor_country = "XYZ"'}, "'XYZ' is no country code"),
        ({"rules": MINIMAL["rules.toml"] + '\nunless.place_country = ["KEN", "Ken"]'}, "'Ken' is no country code"),
        ({"rules": MINIMAL["rules.toml"] + "\nwhen.trigger = 3"}, "no list of words"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.trigger = ","'}, "when.trigger: ',' has a cue without words"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.trigger = "-"'}, "'-' has a cue without words"),
        ({"rules": MINIMAL["rules.toml"] + '\nunless.text = ["rally", "__"]'}, "'__' has a cue without words"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.trigger = "(|)"'}, "has a cue without words"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.trigger = "walk(ed, ing) out"'}, "'walk\\(ed' has a broken group"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.trigger = "walk(ed|ing out"'}, "has a broken group"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.text = "strik(e|ing)) at"'}, "has a broken group"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.text = "(lay(ing|s)|put) down"'}, "has a broken group"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.text = "march|rally"'}, "has a broken group"),
        ({"rules": MINIMAL["rules.toml"] + f'\nwhen.text = "x {"(a|b)" * 22}"'}, "stands for 4,194,304 phrases"),
        ({"rules": MINIMAL["rules.toml"] + '\nwhen.tigger = "x"'}, "did you mean 'trigger'"),
        ({"rules": '[[rules]]\nname = "a"\ntype = "TALK"'}, "nothing under when"),
        ({"rules": MINIMAL["rules.toml"] + "\n" + MINIMAL["rules.toml"]}, "two rules have the name"),
        (
            {"rules": MINIMAL["rules.toml"] + "\n" + MINIMAL["rules.toml"].replace('"talk"', '"late"')
             + '\nwhen.domestic = true'},
            "'late' can never decide: 'talk' before it always",
        ),
    ],
)  # fmt: skip
def test_a_wrong_codebook_says_what_is_wrong(small: Callable[..., Path], changes: dict[str, str], message: str) -> None:
    with pytest.raises(OntologyError, match=f"(?s){message}") as error:
        read_codebook(small(**changes))
    assert error.value.hint


def test_cues_with_groups_signs_and_empty_branches_are_taken(small: Callable[..., Path]) -> None:
    rules = MINIMAL["rules.toml"] + '\nwhen.trigger = "walk(ed|ing|) out, (sit|lie)-(in|down)s, 30%, G7, AT&T"'
    ((_, cues), _) = sorted(read_codebook(small(rules=rules)).rules[0].when, reverse=True)
    assert len(cues) == 5


def test_organisations_stand_for_countries(small: Callable[..., Path]) -> None:
    rules = MINIMAL["rules.toml"] + '\nwhen.actor_country = ["UNO", "IGO", "MNC", "KOS", "TWN"]'
    assert read_codebook(small(rules=rules)).rules


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no codebook folder"):
        read_codebook(tmp_path / "none")
    with pytest.raises(OntologyError, match=r"has no .*codebook\.toml"):
        read_codebook(tmp_path)


def test_a_rule_behind_a_narrower_one_is_reachable(small: Callable[..., Path]) -> None:
    wide = MINIMAL["rules.toml"].replace('"talk"', '"wide"')
    narrow = MINIMAL["rules.toml"] + "\nwhen.domestic = true"
    assert len(read_codebook(small(rules=narrow + "\n" + wide)).rules) == 2


def test_the_id_follows_the_content_and_not_the_form(small: Callable[..., Path]) -> None:
    before = read_codebook(small()).id
    assert read_codebook(small(rules="# a remark\n" + MINIMAL["rules.toml"])).id == before
    assert read_codebook(small(rules=MINIMAL["rules.toml"] + '\nunless.text = "x"')).id != before
    assert before.startswith("small-")


def test_own_codes_stand_beside_plover_with_their_rule(small: Callable[..., Path]) -> None:
    plain = Coder(cast(Any, recorded.RecordedReader()), Resolver.load(), load()).code(STRAIT)
    coding = coded(small())
    assert coding.coding_id != plain.coding_id
    assert [m.event_type for m in coding.mentions] == [m.event_type for m in plain.mentions]
    own = [m for m in coding.mentions if m.own_type]
    assert own
    assert all((m.own_type, m.event_type) == ("TALK", "CONSULT") for m in own)
    assert own[0].provenance.rules[-1] == "own:talk"
    (line,) = [line for line in explanation(own[0]) if line.field == "your codebook"]
    assert (line.value, line.why) == ("TALK", "your rule talk")
    assert event_cell(own[0]).startswith("TALK · CONSULT")


def test_instead_of_plover_the_rest_is_left_out_and_nothing_names_it(small: Callable[..., Path]) -> None:
    coding = coded(small(codebook='name = "small"\nuse = "instead"'))
    ids = {m.event_mention_id for m in coding.mentions}
    assert ids
    assert all(m.own_type == "TALK" for m in coding.mentions)
    named = {i for c in coding.claims for i in (*c.event_mention_ids, *c.continued_event_mention_ids)}
    named |= {i for m in coding.measures for i in m.event_mention_ids}
    named |= {i for f in coding.findings for i in f.event_mention_ids}
    assert named <= ids
    assert coding.claims


def test_code_takes_a_codebook(tmp_path: Path) -> None:
    from newsledger import code

    mine = tmp_path / "mine"
    shutil.copytree(EXAMPLE, mine)
    found = code("Police in Kenya arrested two opposition leaders.", codebook=mine)
    assert [(m.own_type, m.own_mode) for m in found] == [("REPRESSION", "detention")]
    page = tmp_path / "page.txt"
    page.write_text("Police in Kenya arrested two opposition leaders.", encoding="utf-8")
    arguments = ["code", str(page), "--no-ledger", "--format", "csv", "--quiet", "--codebook", str(mine)]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert "REPRESSION,detention" in result.output
