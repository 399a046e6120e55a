"""Which of several namesakes a place name means: by what stands beside it, the article's other places, and size."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp, log10

from newsledger.resolve.atlas import Atlas, Spot, plain_letters
from newsledger.resolve.entries import ORGANISATION_CODES
from newsledger.resolve.gazetteer import City
from newsledger.resolve.story import Story
from newsledger.resolve.words import word_set

# How likely a kind of place is meant before the article is looked at, on the scale of a city's digits.
_PRIOR = {"country": 10.0, "capital": 10.0, "continent": 9.0, "town": 5.0, "admin1": 7.0, "admin2": 3.8}
_BY_HAND = 9.0
_HOLDS, _IN_COUNTRY = 6.0, 6.0
_SHARE, _NEAR, _MOST_NEAR, _STATE = 2.5, 1.0, 1.5, 1.0
_ALIAS = 1.0
# People of a city that is meant though its country plays no part in the story.
_NAMES_ITS_AREA = 100_000
_WELL_KNOWN, _BIG = 100_000, 200_000
_EARLIER, _LATER, _ANYWHERE = 0.6, 0.3, 0.15
_SHORTEST = 2
_SIDES = {"North": "Northern", "South": "Southern", "East": "Eastern", "West": "Western", "Northern": "North",
          "Southern": "South", "Eastern": "East", "Western": "West"}  # fmt: skip
_ARTICLE = re.compile(r"[ae][a-z]{1,2}[- ]", re.IGNORECASE)
_DESIGNATOR = re.compile(
    r" (?:[Pp]rovince|[Ss]tate|[Rr]egion|[Gg]overnorate|[Oo]blast|[Dd]istrict|[Pp]refecture|[Tt]erritory)$"
)
# "in Geneva, the White House said"
_HOLD_NO_PLACE = frozenset({"city", "site"})
_REACH_KM = 250.0
# How far a place may lie from the point of the area that holds it.
_AREA_KM = {"admin1": 450.0, "admin2": 90.0, "city": 60.0}
_FAR_AREA = 700.0
# Names of parts of many cities, and names that are ordinary words or people far more often than towns.
_NO_CITIES = word_set("not_cities") | {"Old City", "New City", "Central Park", "Hyde Park", "Palm Beach", "Capital"}
_ANCHOR_KINDS = frozenset({"region", "capital", "pre", "city"})
# "in eastern Cuba" too; "in Brazil's Bahia state" names two of them.
_BEHIND = re.compile(
    r"(?:,| in| of|, in)? ?(?:the )?(?:(?:far |deep )?(?:north|south|east|west|central)[\w-]* )?"
    r"((?:[A-Z][\w'’.-]+)(?: (?:[A-Z][\w'’.-]+|of|and|de|do|del))*)"
)
_OWNER = re.compile(r"['’]s? (?=[A-Z])")
_LOOK_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """The place chosen, and why."""

    spot: Spot
    reason: str


def spots_of(name: str, story: Story, *, capital: bool = False) -> list[Spot]:
    """Everything that a name may mean on the map, in the first of its spellings that means anything.

    ``capital``: the name is known to be that of a capital, however often it is a person's in other news ("Washington").
    """
    found: list[Spot] = []
    for spelling in _spellings(name):
        found = [*map(city_spot, story.gazetteer.lookup(spelling)), *Atlas.load().lookup(spelling)]
        if spelling in _NO_CITIES and not capital:
            found = [s for s in found if s.kind not in {"city", "admin2"}]
        if spelling == _DESIGNATOR.sub("", name) != name:  # "Nyanza Province" is no town called Nyanza
            found = [s for s in found if s.kind != "city"]
        if found:
            break
    for hit in story.knowledge.scan(name):
        entry = hit.of("country", "demonym") if (hit.start, hit.end) == (0, len(name)) else None
        if entry and entry.country and entry.country not in ORGANISATION_CODES:
            point = country_spot(entry.country) if story.settle(name, entry.country) == entry.country else None
            found += [point] if point else []
    return found


@lru_cache(maxsize=1024)
def _spellings(name: str) -> tuple[str, ...]:
    """A name, and other forms of it: "Al Minya", "Minya"; "Southern Darfur"; "Nyanza" of Nyanza Province."""
    capital = name[:1].upper() + name[1:] if _ARTICLE.match(name) else name
    forms = [name, capital, capital.replace("-", " "), re.sub(r"^[AE]l[- ]", "", name), _DESIGNATOR.sub("", name)]
    first, _, rest = name.partition(" ")
    if rest and first in _SIDES:
        forms.append(f"{_SIDES[first]} {rest}")
    return tuple(dict.fromkeys(f for f in forms if len(f) > _SHORTEST))


def city_spot(city: City) -> Spot:
    """A city of the gazetteer as a point."""
    return Spot(city.name, "city", city.country, city.admin1, city.latitude, city.longitude, city.population,
                city.geonames_id)  # fmt: skip


def country_spot(code: str) -> Spot | None:
    """The point of a country."""
    return Atlas.load().country(code)


def locate(
    name: str, story: Story, at: int, *, rest: str = "", only: str | None = None, capital_of: str | None = None
) -> Choice | None:
    """Choose among the namesakes of a place name.

    Args:
        name: The name.
        story: The article.
        at: Offset of the name in the document.
        rest: What follows the name, where bigger places may stand ("Reston, Virginia").
        only: A country outside of which nothing is looked for.
        capital_of: The country whose capital has that name.
    """
    spots = [s for s in spots_of(name, story, capital=bool(capital_of)) if only in {None, s.country}]
    scene = _scene(name, story, at, rest, spots)
    spots = [_city_for_area(s, spots) for s in spots]
    spots = [s for s in spots if only or capital_of == s.country or not _foreign(s, scene)]
    if not spots:
        return None
    capital = max((s for s in spots if s.kind == "city" and s.country == capital_of), key=_people, default=None)
    best = max(spots, key=lambda s: (score(s, scene, capital=capital), s.population, -s.geonames_id))
    return Choice(best, _why(best, spots, scene))


def _people(spot: Spot) -> int:
    return spot.population


def _city_for_area(spot: Spot, spots: list[Spot]) -> Spot:
    """A province that bears the name of its own big city gives way to it: "Geneva" is the city."""
    if spot.kind not in {"admin1", "admin2"}:
        return spot
    own = [s for s in spots if s.kind == "city" and s.country == spot.country and s.admin1 == spot.admin1]
    return next((replace(s, kind="seat") for s in own if s.population >= _NAMES_ITS_AREA), spot)


@dataclass(frozen=True, slots=True)
class Scene:
    """What the article says about where a name lies.

    Attributes:
        name: The name, in plain letters.
        behind: Bigger places behind the name.
        shares: How strongly the story plays in each country, the strongest 1, the name's own mentions left out.
        anchors: The article's other places.
        level: Countries in which the name is a first-level area: a state behind it may be its neighbour in a list.
    """

    name: str
    behind: tuple[Spot, ...]
    shares: dict[str, float]
    anchors: tuple[Spot, ...]
    level: frozenset[str] = frozenset()


def _scene(name: str, story: Story, at: int, rest: str, spots: list[Spot]) -> Scene:
    level = frozenset(s.country for s in spots if s.kind in {"admin1", "region", "island"} and s.country)
    anchors = tuple(a for a in _anchors(story) if a.name != name)
    return Scene(plain_letters(name), tuple(bigger_places(rest, story)), shares_of(story, at, name), anchors, level)


def _foreign(spot: Spot, scene: Scene) -> bool:
    """Whether a small place lies in a country that plays no part in the story: hardly ever what is meant."""
    small = spot.kind in {"admin1", "admin2", "town"} or (spot.kind == "city" and spot.population < _WELL_KNOWN)
    return small and bool(scene.shares) and not scene.shares.get(spot.country) and not any(
        _held(spot, bigger, scene) for bigger in scene.behind
    )  # fmt: skip


def score(spot: Spot, scene: Scene, *, capital: Spot | None = None) -> float:
    """How well a namesake fits: its size, what stands behind the name, the story's countries and places."""
    own = _PRIOR.get(spot.kind) or (log10(spot.population + 1) if spot.kind == "city" else _BY_HAND)
    if spot.kind == "seat":
        own = _PRIOR["capital"]
    if spot is capital:
        own = max(own, _PRIOR["capital"])
    if spot.kind == "city" and not plain_letters(spot.name).startswith(scene.name):
        own -= _ALIAS
    near = min(_MOST_NEAR, sum(exp(-spot.distance(anchor) / _REACH_KM) for anchor in scene.anchors))
    state = any(a.admin1 == spot.admin1 and a.country == spot.country and a.kind != "city" for a in scene.anchors)
    held = max((_held(spot, bigger, scene) for bigger in scene.behind), default=0.0)
    return (
        own
        + held
        + _SHARE * scene.shares.get(spot.country, 0.0)
        + _NEAR * near
        + (_STATE if spot.admin1 and state else 0)
    )


def _held(spot: Spot, bigger: Spot, scene: Scene) -> float:
    """How surely a bigger place holds a spot."""
    if bigger.country in scene.level and bigger.kind != "country":  # "Oregon, Ohio and Texas" is a list of states
        return 0.0
    if spot.country != bigger.country and bigger.country:
        return 0.0
    if bigger.kind == "country":
        return _IN_COUNTRY
    if spot == bigger or spot.kind in {"country", "continent"}:
        return 0.0
    if bigger.admin1 and bigger.kind in {"admin1", "region"}:
        return _HOLDS if bigger.admin1 == spot.admin1 else 0.0
    return _HOLDS if spot.distance(bigger) <= _AREA_KM.get(bigger.kind, _FAR_AREA) else 0.0


def bigger_places(rest: str, story: Story) -> list[Spot]:
    """The areas that stand behind a name, up to two: "Pandi, Bulacan in Central Luzon"."""
    found: list[Spot] = []
    for _ in range(2):
        match = _BEHIND.match(rest)
        if not match:
            break
        whole = _holders(match[1].rstrip(".,'’"), story)
        found += whole or [s for name in _OWNER.split(match[1]) for s in _holders(name.rstrip(".,'’"), story)]
        rest = rest[match.end() :]
    return found


def _holders(name: str, story: Story) -> list[Spot]:
    """The areas and big cities of a name, which may hold a place; two letters are a state of the USA."""
    state = [Spot(name, "admin1", "USA", name, 0.0, 0.0)] if re.fullmatch(r"[A-Z]{2}", name) else []
    return state + [s for s in spots_of(name, story) if s.kind not in _HOLD_NO_PLACE or s.population > _BIG]


def shares_of(story: Story, at: int, name: str = "") -> dict[str, float]:
    """How strongly the story plays in each country, seen from an offset, without the mentions of one name."""
    here = story.sentence_of(at)
    totals: dict[str, float] = {}
    for sentence, evidence in story.evidence_by_sentence:
        if evidence.text != name:
            distance = here - sentence
            near = _EARLIER**distance if distance >= 0 else _LATER**-distance
            totals[evidence.country] = totals.get(evidence.country, 0.0) + near + _ANYWHERE
    most = max(totals.values(), default=0.0)
    return {country: value / most for country, value in totals.items()}


@lru_cache(maxsize=4)
def _anchors(story: Story) -> tuple[Spot, ...]:
    """Points of the article's places: of each name the most likely, countries left out."""
    found: dict[str, Spot] = {}
    for evidence in story.evidence:
        if evidence.kind not in _ANCHOR_KINDS or evidence.text in found:
            continue
        spots = [s for s in spots_of(evidence.text, story) if s.country == evidence.country and s.kind != "country"]
        if spots:
            scene = Scene(plain_letters(evidence.text), (), shares_of(story, evidence.at, evidence.text), ())
            found[evidence.text] = max(spots, key=lambda s: score(s, scene))
    return tuple(found.values())


def _why(best: Spot, spots: list[Spot], scene: Scene) -> str:
    if any(_held(best, bigger, scene) > 0 for bigger in scene.behind):
        return "a bigger place beside it holds it"
    if len(spots) == 1:
        return "the only place of that name"
    if scene.shares.get(best.country, 0.0) > 0:
        return f"of {len(spots)} places of that name the one that the story's countries and places support"
    return f"the most likely of {len(spots)} places of that name"
