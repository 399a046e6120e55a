"""Measure place resolution on GeoVirus: gold spans, each resolved with the article's other places.

Run: ``python -m benchmarks.places [--shared FOLDER] [--errors N]``

Prints the share of toponyms within 161 km (100 miles) of the gold point, the median and mean error, the area under the
curve of log error, and the share in the right country. GeoVirus has no countries: the gold country is that of the
country page, else that of the nearest city of 15,000 people within 300 km of the gold point; what lies in no country
(continents, seas) is left out of that figure. A toponym that is not resolved counts as wrong in both.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from math import log
from pathlib import Path
from statistics import fmean, median

from benchmarks.common import jsonl
from benchmarks.time_quantity_score import Row, sentences
from newsledger.records import Article, Document, Place, Sentence, make_document
from newsledger.resolve.atlas import Atlas, Spot
from newsledger.resolve.gazetteer import Gazetteer
from newsledger.resolve.knowledge import Knowledge
from newsledger.resolve.places import resolve_place
from newsledger.resolve.story import Story

MILES_100 = 161.0
_HALF_EARTH = 20039.0
_NEAR_CITY = 300.0


def stories(path: Path) -> list[tuple[Row, Story]]:
    found = []
    for row in jsonl(path):
        document = make_document(row["text"], external_id=row["id"], document_creation_time=row["date"])
        found.append((row, story_of(document)))
    return found


def story_of(document: Document) -> Story:
    """The whole text as one article."""
    spans = tuple(Sentence(start, start + len(text)) for start, text in sentences(document.text) if text)
    article = Article("a", document.document_id, 0, 0, len(document.text), "main", False, None, None, spans)  # noqa: FBT003
    return Story(article, document, knowledge=Knowledge.load(), gazetteer=Gazetteer.load())


class Countries:
    """The country of a point: that of the nearest city."""

    def __init__(self) -> None:
        gazetteer = Gazetteer.load()
        self.names = {row["name"]: row["sovereign"] or row["iso3"] for row in Knowledge.load().countries.values()}
        self.cells: dict[tuple[int, int], list[Spot]] = {}
        for number in range(len(gazetteer._rows) - 1):
            city = gazetteer._city(number)
            spot = Spot(city.name, "city", city.country, "", city.latitude, city.longitude)
            self.cells.setdefault((round(city.latitude), round(city.longitude)), []).append(spot)

    def of(self, toponym: Row) -> str | None:
        """Return the country in which a toponym of the gold lies, or None."""
        page = toponym["page"].rsplit("/", 1)[-1].replace("_", " ")
        if page in self.names:
            return self.names[page]
        if any(not spot.country for spot in Atlas.load().lookup(page)):
            return None
        here = Spot("", "", "", "", toponym["lat"], toponym["lon"])
        lat, lon = round(toponym["lat"]), round(toponym["lon"])
        near = [s for i in range(-3, 4) for j in range(-3, 4) for s in self.cells.get((lat + i, lon + j), [])]
        best = min(near, key=here.distance, default=None)
        return best.country if best and here.distance(best) <= _NEAR_CITY else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--errors", type=int, default=0)
    a = parser.parse_args()
    path = a.shared / "bench/places/geovirus_dev.jsonl"
    if not path.exists():
        print(f"skipped: {path} is not here; give its place with --shared")
        return 0
    figures, errors = measure(path)
    for name, value in figures.items():
        print(f"{name:32s} {value:,.3f}")
    print(Counter(kind for kind, _ in errors))
    for kind, told in errors[: a.errors]:
        print(f"  {kind}: {told}")
    return 0


def measure(path: Path) -> tuple[dict[str, float], list[tuple[str, str]]]:
    """Return the figures and the errors by class."""
    countries, errors, distances = Countries(), [], []
    asked = right = 0
    found = stories(path)
    start = time.process_time()
    resolved = [[(t, resolve_place(place_of(row, t), story)) for t in row["toponyms"]] for row, story in found]
    elapsed = time.process_time() - start
    for toponym, place in (pair for pairs in resolved for pair in pairs):
        distance = _HALF_EARTH
        if place.latitude is not None and place.longitude is not None:
            here = Spot("", "", "", "", place.latitude, place.longitude)
            distance = here.distance(Spot("", "", "", "", toponym["lat"], toponym["lon"]))
        distances.append(distance)
        want = countries.of(toponym)
        asked += want is not None
        right += want is not None and place.country == want
        told = f"{place.text!r} ({toponym['lat']}, {toponym['lon']}, {want}) found {place.name} {place.country}"
        told = f"{told} ({place.latitude}, {place.longitude}) {place.reason}"
        if distance > MILES_100:
            errors.append(("unresolved" if distance == _HALF_EARTH else "far", f"{distance:,.0f} km {told}"))
        if want is not None and place.country != want:
            errors.append(("country", told))
    count = len(distances)
    return {
        "within 161 km": sum(d <= MILES_100 for d in distances) / count,
        "country right": right / asked,
        "median error, km": median(distances),
        "mean error, km": fmean(distances),
        "area under log error": fmean(log(d + 1) / log(_HALF_EARTH + 1) for d in distances),
        "toponyms": count,
        "with a country": asked,
        "microseconds a toponym": elapsed / count * 1e6,
    }, errors


def place_of(row: Row, toponym: Row) -> Place:
    return Place(row["text"][toponym["start"] : toponym["end"]], toponym["start"], toponym["end"])


if __name__ == "__main__":
    sys.exit(main())
