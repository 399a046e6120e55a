"""Places: namesakes, relations, points, and what is no place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsledger.records import Article, Place, Sentence, make_document
from newsledger.resolve.atlas import Atlas
from newsledger.resolve.gazetteer import Gazetteer
from newsledger.resolve.knowledge import Knowledge
from newsledger.resolve.places import resolve_place
from newsledger.resolve.story import Story


def placed(text: str, words: str) -> Place:
    document = make_document(text)
    ends = [m.end() for m in re.finditer(r"(?<=[a-z]\.) |$", text)]
    sentences = tuple(Sentence(a, b) for a, b in zip([0, *ends], ends, strict=False))
    article = Article("a", document.document_id, 0, 0, len(text), "main", False, None, None, sentences)
    story = Story(article, document, knowledge=Knowledge.load(), gazetteer=Gazetteer.load())
    start = text.index(words)
    return resolve_place(Place(words, start, start + len(words)), story)


@pytest.mark.parametrize(
    ("text", "words", "country", "near"),
    [
        ("Troops of Congo fled to Goma.", "Goma", "COD", (-1.7, 29.2)),
        ("A fire broke out in Reston, Virginia.", "Reston", "USA", (38.9, -77.3)),
        ("Police in Geneva sealed off a street.", "Geneva", "CHE", (46.2, 6.1)),
        ("Washington hailed the talks in Geneva, the White House said.", "Geneva", "CHE", (46.2, 6.1)),
        ("Floods hit Texas, Oregon, Ohio and Utah in the United States.", "Oregon", "USA", (43.9, -120.6)),
        ("Melbourne and the rest of Victoria voted, said Australia.", "Victoria", "AUS", (-37.0, 144.0)),
        ("Rebels left al-Bab in Syria.", "al-Bab", "SYR", (36.4, 37.5)),
        ("Scotland voted.", "Scotland", "GBR", (57.0, -4.0)),
        ("Crowds stood outside the U.S. embassy in Oslo.", "outside the U.S. embassy in Oslo", "NOR", (59.9, 10.7)),
        (
            "He died at the Chinese consulate in Lagos, Nigeria.",
            "Chinese consulate in Lagos, Nigeria",
            "NGA",
            (6.5, 3.4),
        ),
        (
            "A blast hit the Red Sea port town of Massawa, Eritrea.",
            "Red Sea port town of Massawa, Eritrea",
            "ERI",
            (15.6, 39.4),
        ),
        ("Patrols began on Pacific islands in Fiji.", "Pacific islands in Fiji", "FJI", (-18.1, 178.4)),
        ("Ships crossed the Strait of Hormuz.", "Strait of Hormuz", None, (26.6, 56.5)),
        ("Iranian boats seized a tanker in the Gulf of Oman.", "Gulf of Oman", None, (25, 58)),
        ("Cuban guards stopped a boat in the Gulf of Mexico.", "Gulf of Mexico", None, (25, -90)),
        ("American ships drilled in the Philippine Sea.", "Philippine Sea", None, (20, 130)),
        ("Insurgents attacked a dhow in the Mozambique Channel.", "Mozambique Channel", None, (-18, 41)),
        (
            "Guards patrolled Pacific islands in Papua New Guinea.",
            "Pacific islands in Papua New Guinea",
            "PNG",
            (-6, 147),
        ),
        ("Guards shot two in Trujillo, northern Honduras.", "Trujillo", "HND", (15.9, -86)),
        ("Miners struck in Newcastle in eastern South Africa.", "Newcastle", "ZAF", (-27.8, 29.9)),
        ("Gunmen shot six in Santa Cruz in the Philippines' Laguna province.", "Santa Cruz", "PHL", (14.3, 121.4)),
        ("Police shot two in Vitoria in Brazil's Espirito Santo state.", "Vitoria", "BRA", (-20.3, -40.3)),
        ("Police shut a plant in Jilin, in the People's Republic of China.", "Jilin", "CHN", (43.8, 126.5)),
        ("Nurses struck in Barcelona in northern Spain.", "Barcelona", "ESP", (41.4, 2.2)),
    ],
)
def test_namesakes(text: str, words: str, country: str | None, near: tuple[float, float]) -> None:
    place = placed(text, words)
    assert place.country == country, place.reason
    assert place.latitude == pytest.approx(near[0], abs=0.6), place.reason
    assert place.longitude == pytest.approx(near[1], abs=0.6), place.reason


def test_a_relation_is_kept_with_the_point_of_its_anchor() -> None:
    place = placed("The ship sank 24 nautical miles (44.4km) south of Aden on Monday.",
                   "24 nautical miles (44.4km) south of Aden")  # fmt: skip
    assert (place.relation, place.name, place.country) == ("24 nautical miles (44.4km) south of", "Aden", "YEM")
    assert "seen from it" in place.reason


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("On Monday Moscow denied the report.", "Moscow", "stands for its government"),
        ("Aid went to Ukraine and Syria.", "Ukraine and Syria", "several countries"),
        ("He met Jordanian King Hassan at noon.", "Jordanian King Hassan", "no place"),
        ("Kenya said users in 38 countries were arrested.", "38 countries", "no one country"),
        ("Kenya said it had friends around the world.", "around the world", "no one country"),
        ("Kenya fined the bank in various jurisdictions.", "various jurisdictions", "no one country"),
        ("Kenyans protested abroad.", "abroad", "no one country"),
    ],
)
def test_what_is_no_place_has_no_country(text: str, words: str, why: str) -> None:
    place = placed(text, words)
    assert place.country is None
    assert why in place.reason


def test_every_row_of_the_atlas_is_found_under_its_name() -> None:
    atlas = Atlas.load()
    rows = atlas._table.decode().strip("\n").split("\n")
    for row in (rows[0], rows[1], rows[-1], *rows[:: len(rows) // 300]):
        key = row.split("\t")[0]
        assert any(row.split("\t")[3:6] for _ in atlas._rows(key)), key


def test_the_example_of_the_docs_runs() -> None:
    text = (Path(__file__).parent.parent / "docs" / "place.md").read_text(encoding="utf-8")
    assert 'lookup("Bulacan")' in text
    assert [(s.kind, s.country) for s in Atlas.load().lookup("Bulacan")] == re.findall(r"\('(\w+)', '(\w+)'\)", text)


def test_the_capital_is_a_city_even_where_its_name_is_often_a_persons() -> None:
    place = placed("Officials of two states met in Washington on Monday.", "Washington")
    assert (place.granularity, place.geonames_id) == ("city", 4140963)
    state = placed("A fire broke out in Washington state on Monday.", "Washington state")
    assert state.granularity == "region"
    for text in ("Firemen of Washington state came on Monday.", "They came from Oregon, Washington and Idaho."):
        assert placed(text, "Washington").granularity == "region"


@pytest.mark.parametrize(
    ("text", "words", "country", "why"),
    [
        ("Yemen's envoy and a Yemeni minister met at the State Department.", "State Department", "USA", "institution"),
        ("Indonesian airlines stay banned in the EU.", "EU", None, "no one country"),
        ("Algeria said gunmen stormed the Japanese-built plant.", "Japanese-built plant", "DZA", "plays in DZA"),
        ("Malawi's President Banda sent troops, Banda said, Banda left the area.", "area", "MWI", "plays in MWI"),
        (
            "Troops of Oman and Saudi Arabia shelled Al Mukalla in Yemen; they left the area.",
            "area",
            "YEM",
            "plays in YEM",
        ),
        ("Iraqi troops circled Mosul, Jeff Davis said. Davis and Davis's aides saw the town.", "town", "IRQ", "IRQ"),
    ],
)
def test_what_a_place_is_not_taken_from(text: str, words: str, country: str | None, why: str) -> None:
    place = placed(text, words)
    assert place.country == country, place.reason
    assert why in place.reason


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Two lawmakers of Venezuela hid in the Argentine embassy. Caracas sent police.", "Argentine embassy", "VEN"),
        ("Thousands marched in Jakarta to the gates of the American embassy.", "American embassy", "IDN"),
        ("She applied at the Canadian embassy.", "Canadian embassy", None),
        ("Poland shut a crossing. Migrants had camped in Belarus, and some froze there.", "there", "BLR"),
    ],
)
def test_what_is_not_where_its_name_says(text: str, words: str, country: str | None) -> None:
    place = placed(text, words)
    assert place.country == country, place.reason


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Azerbaijani troops crossed into southern Armenia. Azerbaijani drones hit a bridge.", "a bridge", "ARM"),
        ("Iran's missiles hit towns in northern Iraq. Iranian artillery shelled a camp.", "a camp", "IRQ"),
        ("American jets bombed a wedding in Afghanistan. The US military denied it. US drones hit a house.", "a house",
         "AFG"),
        ("Polish soldiers crossed into Belarus. Polish police broke up a rally.", "a rally", "POL"),
        ("Nigerian soldiers killed 40 bandits in Zamfara. Nigerian jets bombed a village.", "a village", "NGA"),
        ("Burmese soldiers burned nine villages. Thousands fled into India. Soldiers shot two in a field.", "a field",
         "MMR"),
        ("Refugees fled to Kenya. Kenyan police beat them in a camp.", "a camp", "KEN"),
    ],
)  # fmt: skip
def test_what_forces_hit_abroad_is_not_their_own(text: str, words: str, country: str) -> None:
    place = placed(text, words)
    assert place.country == country, place.reason


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Jordanian soldiers killed three smugglers near the Syrian border.", "near the Syrian border", "JOR"),
        ("Ugandan police arrested 30 men near the border with Congo.", "near the border with Congo", "UGA"),
        ("Gunmen killed 12 people in Niger. Jihadists attacked a post near the Malian border.",
         "a post near the Malian border", "NER"),
        ("Kenyan police were ambushed in Mandera near the Somali border.", "Mandera near the Somali border", "KEN"),
        ("Saudi planes bombed rebels in Yemen near the Saudi border.", "near the Saudi border", "YEM"),
        ("Gunmen shot 14 people near the Afghan border.", "near the Afghan border", "AFG"),
        ("Villagers of Chad lived near the border with Gabon.", "Gabon", "GAB"),
    ],
)  # fmt: skip
def test_near_a_border_is_on_this_side_of_it(text: str, words: str, country: str) -> None:
    place = placed(text, words)
    assert place.country == country, place.reason
