"""Quantities: the table of cases, and properties on any text."""

from __future__ import annotations

import csv
import doctest
import math
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.extract.quantity import find_numbers, find_quantities
from newsledger.extract.quantity.tables import bounds, currencies, load_toml, nouns, shared_currencies, stops, units
from newsledger.extract.quantity.whose import currency_in
from newsledger.extract.time import find_times
from newsledger.records import Quantity

TABLE = Path(__file__).with_name("test_extract_quantity_cases.csv")
CASES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
PIECES = [
    "more than", "at least", "up to", "about", "two", "dozen", "hundreds", "of", "thousands", "5", "1,250", "2.5",
    "million", "billion", "$", "€", "US$", "percent", "%", "km", "(", ")", "killed", "soldiers", "were", "wounded",
    "and", ",", "a", "half", "third", "between", "to", "-", "years", "old", "No.", "in", "five", "people", "dollars",
    "cents", "9" * 20, "½", "٣", "one", "out", "1/2", "5m", "several", "no casualties", "minus", "+",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))


def number(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['words']} in {case['sentence'][:30]}")
def test_case(case: dict[str, str]) -> None:
    found = find_quantities(case["sentence"])
    if not case["words"]:
        assert found == ()
        return
    at = [q for q in found if q.text == case["words"]]
    assert len(at) == 1, found
    assert at[0] == Quantity(
        text=case["words"],
        start=case["sentence"].index(case["words"]),
        end=case["sentence"].index(case["words"]) + len(case["words"]),
        low=number(case["low"]),
        high=number(case["high"]),
        approximate=case["approximate"] == "yes",
        unit=case["unit"] or None,
        measures=case["measures"] or None,
    )


@settings(max_examples=120, deadline=None)
@given(TEXTS, st.integers(0, 1000))
def test_any_text(text: str, offset: int) -> None:
    found = find_quantities(text, offset=offset)
    assert found == find_quantities(text, offset=offset)
    assert found == find_quantities(text, offset=offset, times=find_times(text, offset=offset))
    end = offset
    for quantity in found:
        assert end <= quantity.start < quantity.end <= offset + len(text)
        assert text[quantity.start - offset : quantity.end - offset] == quantity.text
        end = quantity.end
        assert quantity.low is not None or quantity.high is not None
        assert all(math.isfinite(value) for value in (quantity.low, quantity.high) if value is not None)
        if quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
        else:
            assert quantity.approximate


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_numbers_of_any_text(text: str) -> None:
    end = 0
    for start, stop, value in find_numbers(text):
        assert end <= start < stop <= len(text)
        assert math.isfinite(value)
        end = stop


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two hundred and fifty thousand", [250000]),
        ("one million two thousand two hundred", [1002200]),
        ("one hundred and three and two thirds", [103 + 2 / 3]),
        ("3/4 and 1 1/2", [0.75, 1.5]),
        ("1.3e6, 2 x and -5", [1300000, 2, -5]),
        ("1 234 567.89", [1234567.89]),
        ("three lakh crore", [3e12]),
        ("nine point nought four", [9.04]),
        ("one out of three", [1 / 3]),
        ("minus forty-two", [-42]),
        ("twenty-three fifths", [4.6]),
        ("a hundred", [100]),
        ("12,34,567.89", [1234567.89]),
        ("an apple", []),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    assert [value for _, _, value in find_numbers(text)] == pytest.approx(values)


def test_tables_hold_together() -> None:
    signs, names = currencies()
    assert signs["NT$"] == "TWD"
    assert names.at(("swiss", "francs"), 0) == ("CHF", 2)
    assert bounds()[0].before(("at", "least"), 2) == ("low", 0)
    _, _, measures = units()
    assert measures["nautical miles"] == "distance"
    singular, plural = nouns()
    assert singular["man"].plural == "men"
    assert plural["persons"].plural == "people"
    assert {len(code) for code in load_toml("currencies.toml")} == {3}


def test_long_input_is_linear() -> None:
    assert len(find_quantities("five men, " * 1000)) == 1000
    assert find_quantities("1" * 20_000) == ()
    assert all(math.isfinite(value) for _, _, value in find_numbers("five " + "million " * 100))


def test_page_of_the_docs() -> None:
    page = Path(__file__).parents[1] / "docs" / "quantity.md"
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0


@pytest.mark.parametrize(
    ("sentence", "country", "code"),
    [
        ("The fund got 20 million pounds.", "EGY", "EGP"),
        ("The court took more than Rs 30 million.", "PAK", "PKR"),
        ("The fund got 4 billion CFA francs.", "CMR", "XAF"),
        ("The fund got 4 billion francs.", "MLI", "XOF"),
        ("The fund got up to 500,000 rials.", "OMN", "OMR"),
        ("The fund got Shs20bn.", "UGA", "UGX"),
        ("The fund got P25m.", "BWA", "BWP"),
        ("The fund got K5 million.", "PNG", "PGK"),
        ("The fund got 3 billion pesos.", "FRA", None),
        ("The fund got 3 million Sudanese pounds.", "SSD", None),
        ("The fund got half a million pounds sterling.", "EGY", None),
        ("The fund got £5 million.", "EGY", None),
        ("The fund got $5 million.", "CHL", None),
        ("The parcel weighs 20 pounds.", "EGY", None),
    ],
)
def test_shared_money_is_that_of_the_country(sentence: str, country: str, code: str | None) -> None:
    (quantity,) = find_quantities(sentence)
    assert currency_in(quantity, country) == code


def test_shared_money_has_a_currency_of_its_own() -> None:
    codes = set(load_toml("currencies.toml"))
    signs, names = currencies()
    for name, countries in shared_currencies().items():
        assert set(countries.values()) <= codes
        assert name in signs or names.at(name.split(), 0)


def test_peoples_of_the_base_that_end_in_is_are_plurals() -> None:
    base = files("newsledger.resolve.data")
    rows = csv.DictReader(base.joinpath("countries.csv").read_text(encoding="utf-8").splitlines())
    peoples = {word.lower() for row in rows for word in row["demonyms"].split("|") if word.endswith("is")}
    assert {word for word in peoples if " " not in word} <= stops("peoples_in_is")
