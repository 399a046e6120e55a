"""Where: a place name to its country, coordinates and GeoNames id, settled by the article."""

from __future__ import annotations

import re
from dataclasses import replace

from newsledger.records import Place
from newsledger.resolve.entries import ORGANISATION_CODES
from newsledger.resolve.gazetteer import City, CityHit
from newsledger.resolve.knowledge import Hit
from newsledger.resolve.story import Story

# A namesake must be this many times as populous to win without support from the article.
_CLEARLY_BIGGER = 10
_BESIDE = 30
_SEVERAL = re.compile(r"\band\b|,|\bborder")
_NAMED = ("country", "seat", "capital", "region", "pre", "demonym")


def resolve_place(place: Place, story: Story) -> Place:
    """Resolve the words of a place in its article.

    A city whose country the article names wins over a bigger namesake elsewhere. What the words leave open ("the
    square") takes the country where the story plays, with that reason, and no coordinates.

    Args:
        place: The words and their offsets.
        story: The article.
    """
    first, comma, rest = place.text.partition(",")
    beside = story.city_beside(first.strip(), comma + rest) or story.city_beside(
        place.text, story.text[place.end : place.end + len(place.text) + _BESIDE]
    )
    if beside:
        code = story.knowledge.sovereigns.get(beside.country, beside.country)
        return _at_city(place, beside, code, f"{first} beside{rest or ' a bigger place'} -> {code}")
    hits = [h for h in story.knowledge.scan(place.text) if _meaning(h, story)]
    cities = [c for c in story.gazetteer.find(place.text) if not any(_covers(h, c) for h in hits)]
    context = {code for h in hits for code in [_meaning(h, story)] if code}
    if len(context) > 1 and not cities and _SEVERAL.search(place.text):
        return replace(place, reason=f"{place.text} lies in several countries")
    if not hits and not cities and any(h.of("world") for h in story.knowledge.scan(place.text)):
        return replace(place, name=place.text, granularity="world region", reason=f"{place.text} is no country's")
    if cities:
        return _city(place, cities[0], context, story)
    if hits:
        return _named(place, hits[-1] if "," in place.text else hits[0], story)
    country, why = story.where_it_plays(place.start)
    return replace(place, country=country, granularity="site", reason=f"{place.text} is in no table; {why}")


def _covers(hit: Hit, city: CityHit) -> bool:
    return hit.start < city.end and city.start < hit.end


def _meaning(hit: Hit, story: Story) -> str | None:
    entry = hit.of(*_NAMED)
    if entry is None or not entry.country or entry.country in ORGANISATION_CODES:
        return None
    return story.settle(hit.text, entry.country)


def _city(place: Place, hit: CityHit, context: set[str], story: Story) -> Place:
    city, why = choose(hit.cities, context, story, place.start)
    country = story.knowledge.sovereigns.get(city.country, city.country)
    return _at_city(place, city, country, f"{hit.text} (city) -> {country}, {why}")


def _at_city(place: Place, city: City, country: str | None, reason: str) -> Place:
    return replace(place, name=city.name, country=country, geonames_id=city.geonames_id, latitude=city.latitude,
                   longitude=city.longitude, granularity="city", reason=reason)  # fmt: skip


def choose(cities: tuple[City, ...], context: set[str], story: Story, at: int) -> tuple[City, str]:
    """The namesake that the words or the article support, else the most populous."""
    beside = [c for c in cities if c.country in context]
    if beside:
        return beside[0], "the country stands beside it"
    if len(cities) == 1:
        return cities[0], "the only city of that name"
    scores = story.scores(at)
    best = max(cities, key=lambda c: (scores.get(c.country, 0.0), c.population))
    if scores.get(best.country, 0.0) > 0 and best.population * _CLEARLY_BIGGER > cities[0].population:
        return best, f"of {len(cities)} cities of that name the one in a country of the story"
    return cities[0], f"the most populous of {len(cities)} cities of that name"


def _named(place: Place, hit: Hit, story: Story) -> Place:
    country = _meaning(hit, story)
    entry = hit.of(*_NAMED)
    if entry is None:
        return place
    if entry.kind in {"capital", "seat"} or entry.country != country:
        found = tuple(c for c in story.gazetteer.lookup(hit.text) if c.country == country)
        if found:
            return _at_city(place, found[0], country, f"{hit.text} (capital) -> {country}")
    granularity = {"region": "region", "pre": "region", "seat": "site"}.get(entry.kind, "country")
    geonames_id = int(entry.detail) if entry.kind == "region" and re.fullmatch(r"\d+", entry.detail) else None
    name = entry.name if entry.kind != "seat" else hit.text
    return replace(place, name=name, country=country, geonames_id=geonames_id, granularity=granularity,
                   reason=f"{hit.text} ({entry.kind}) -> {country}")  # fmt: skip
