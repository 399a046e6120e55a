"""Actors that users bring."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import newsledger
from newsledger.apps.cli import cli
from newsledger.engine import Coder
from newsledger.errors import InputError
from newsledger.records import make_document
from newsledger.resolve import Actor, Resolver, code_party, read_actors
from newsledger.resolve.actors import actors_id
from tests.test_resolve_cases import read

EXAMPLES = Path(__file__).parent.parent / "examples"
OWN = read_actors(EXAMPLES / "actors.csv")


def codes(words: str, date: str = "2031-03-12", actors: tuple[Actor, ...] = OWN) -> tuple[str | None, str | None]:
    context = Resolver.load(actors).context(*read(".", date))
    (found,) = code_party(words, context)
    return found.country, found.sector


@pytest.mark.parametrize(
    ("words", "date", "country", "sector"),
    [
        ("Harbour Front", "2030-05-01", "KEN", "REB"),
        ("HFJ fighters", "2030-05-01", "KEN", "REB"),
        ("Harbour Front for Justice", "2032-05-01", "KEN", "PTY"),
        ("Mirembe Okoth", "2031-05-01", "UGA", "GOV"),
        ("Okoth", "2031-05-01", "UGA", "GOV"),
        ("Mirembe Okoth", "2029-05-01", "UGA", "LEG"),
        ("Coral House", "2031-05-01", "MDV", "GOV"),
        ("Maldivian tide wardens", "2031-05-01", "MDV", "COP"),
        ("Kenya", "2031-05-01", "KEN", "GOV"),
    ],
)
def test_own_actors_add_to_the_knowledge_base(words: str, date: str, country: str, sector: str) -> None:
    assert codes(words, date) == (country, sector)


def test_own_actors_override_it() -> None:
    assert codes("Hezbollah", actors=()) == ("LBN", "PRM")
    assert codes("Hezbollah", actors=(Actor("Hezbollah", "LBN", "PTY"),)) == ("LBN", "PTY")
    assert codes("Hezbollah", actors=()) == ("LBN", "PRM")


def test_csv_and_toml_say_the_same() -> None:
    assert read_actors(EXAMPLES / "actors.toml") == OWN


def test_they_are_part_of_the_coders_identity() -> None:
    page = make_document("Kenya thanked Uganda.")
    plain, own, other = (Coder.load(actors) for actors in ((), OWN, OWN[:1]))
    assert own.name == f"{plain.name}/actors-{actors_id(OWN)}"
    assert len({c.coding_id(page) for c in (plain, own, other)}) == 3
    assert Coder.load(read_actors(EXAMPLES / "actors.toml")).coding_id(page) == own.coding_id(page)


@pytest.mark.parametrize(
    ("row", "message", "hint"),
    [
        ("Harbour Front,KNE,REB", "actors.csv, line 2: unknown country 'KNE'", "did you mean"),
        ("Harbour Front,KEN,RBE", "unknown sector 'RBE'", "REB"),
        (",KEN,REB", "no name", "every actor needs a name"),
        ("Harbour Front,,", "neither country nor sector", "at least one"),
        ("Harbour Front,KEN,REB,gang", "unknown kind 'gang'", "organisation, person, seat, role"),
        ("Harbour Front,KEN,REB,person,last year", "'last year' is no date", "2031-03-12"),
        ("Harbour Front,KEN,REB,person,2031,2030", "ends before it begins", "'from' comes first"),
    ],
)
def test_a_wrong_row_is_named_with_a_hint(tmp_path: Path, row: str, message: str, hint: str) -> None:
    file = tmp_path / "actors.csv"
    file.write_text(f"name,country,sector,kind,from,to\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_actors(file)
    assert message in str(caught.value)
    assert hint in str(caught.value.hint)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("actors.csv", "name,country,role\nA,KEN,GOV\n", "unknown column 'role'"),
        ("actors.toml", "[[actor]\n", "is no TOML"),
        ("actors.toml", "actor = 3\n", "has no list of actors"),
        ("actors.yaml", "- name: A\n", "neither CSV nor TOML"),
    ],
)
def test_a_wrong_file_is_named_with_a_hint(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_actors(tmp_path / name)
    assert caught.value.hint


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read the actors"):
        read_actors(tmp_path / "none.csv")


def test_code_takes_the_file_from_python_and_the_command_line(tmp_path: Path) -> None:
    text = "Harbour Front fighters attacked Kenyan soldiers near Mombasa on Monday."
    table = newsledger.code(text, date="2030-05-01", actors=EXAMPLES / "actors.csv")
    assert {(p.country, p.sector) for m in table for p in m.actors} == {("KEN", "REB")}
    page = tmp_path / "page.txt"
    page.write_text(text, encoding="utf-8")
    bad = tmp_path / "bad.csv"
    bad.write_text("name,country\nHarbour Front,KNY\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["code", str(page), "--no-ledger", "--actors", str(bad)])
    assert isinstance(result.exception, InputError)
    assert "did you mean" in str(result.exception)
    good = ["--actors", str(EXAMPLES / "actors.toml"), "--date", "2030-05-01"]
    result = CliRunner().invoke(cli, ["code", str(page), "--no-ledger", "--format", "jsonl", *good])
    assert '"sector":"REB"' in result.output.replace(" ", "")
