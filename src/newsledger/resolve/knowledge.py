"""The knowledge base: readable tables, compiled once a process into one automaton for exact matching."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from newsledger.errors import OntologyError
from newsledger.resolve.entries import Entry
from newsledger.resolve.words import word_set

Row = dict[str, str]
Index = dict[str, tuple[Entry, ...]]

# Parts of the United States that bear a country's name: the article decides, not the table.
_AMBIGUOUS_REGIONS = frozenset({"georgia"})
# Names of regions that are ordinary words, people's names or parts of longer names in most news.
_NOT_REGIONS = word_set("not_regions")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of text that the knowledge base knows; half-open offsets into the scanned text."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]

    def of(self, *kinds: str) -> Entry | None:
        """The first meaning of one of these kinds, or None."""
        for entry in self.entries:
            if entry.kind in kinds:
                return entry
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """All names, keyed by their lower-case form, and the automaton that finds them."""

    index: Index
    automaton: Any
    countries: dict[str, Row]
    surnames: Index
    publishers: dict[str, Entry]
    sovereigns: dict[str, str]
    spellings: frozenset[str]

    @staticmethod
    @cache
    def load() -> Knowledge:
        """Read the tables and build the automaton; the second call costs nothing."""
        from ahocorasick_rs import AhoCorasick

        index: dict[str, list[Entry]] = {}
        spellings = set()
        for phrase, entry in _entries():
            if entry.kind != "role" and (len(phrase) <= _ACRONYM or not phrase[0].isupper()):
                spellings.add(plain(phrase))
            meanings = index.setdefault(plain(phrase).lower(), [])
            if entry not in meanings:
                meanings.append(entry)
        countries = {row["iso3"]: row for row in read_table("countries.csv")}
        return Knowledge(
            index={phrase: tuple(meanings) for phrase, meanings in index.items()},
            automaton=AhoCorasick(list(index)),
            countries=countries,
            surnames=_surnames(),
            publishers=_publishers(),
            spellings=frozenset(spellings),
            sovereigns={code: row["sovereign"] for code, row in countries.items() if row["sovereign"]},
        )

    def extended(self, entries: Iterable[tuple[str, Entry]]) -> Knowledge:
        """The knowledge base with further meanings of names; a name that is given loses the meanings it had."""
        from ahocorasick_rs import AhoCorasick

        added: dict[str, list[Entry]] = {}
        surnames: dict[str, list[Entry]] = {}
        spellings = set(self.spellings)
        for phrase, entry in entries:
            added.setdefault(plain(phrase).lower(), []).append(entry)
            spellings.add(plain(phrase))
            if entry.kind == "person":
                surnames.setdefault(phrase.split()[-1], []).append(entry)
        given = {e.name for found in surnames.values() for e in found}
        known = {s: tuple(e for e in self.surnames.get(s, ()) if e.name not in given) for s in surnames}
        index = self.index | {phrase: tuple(meanings) for phrase, meanings in added.items()}
        return replace(
            self,
            index=index,
            automaton=AhoCorasick(list(index)),
            surnames=self.surnames | {s: (*surnames[s], *known[s]) for s in surnames},
            spellings=frozenset(spellings),
        )

    def summary(self) -> str:
        """Return what the tables hold, in a few words."""
        return f"{len(self.countries)} countries and territories, {len(self.index):,} names"

    def scan(self, text: str) -> tuple[Hit, ...]:
        """Find the known names in a text, longest first from the left, on word boundaries."""
        return _scan(self, text)


@lru_cache(maxsize=4096)
def _scan(knowledge: Knowledge, text: str) -> tuple[Hit, ...]:
    text = plain(text)
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    found = sorted(
        ((start, -end) for _, start, end in knowledge.automaton.find_matches_as_indexes(lowered, overlapping=True)),
    )
    hits = []
    free_from = 0
    for start, negative_end in found:
        end = -negative_end
        if start < free_from or not _whole_words(text, start, end):
            continue
        entries = tuple(
            e for e in knowledge.index[lowered[start:end]] if _case_fits(e, text[start:end], knowledge.spellings)
        )
        if entries:
            hits.append(Hit(start, end, text[start:end], entries))
            free_from = end
    return tuple(_of_a_longer_name(text, h, hits) for h in hits if not _part_of_a_name(text, h, hits))


def plain(text: str) -> str:
    """The text with straight apostrophes and hyphens; of the same length."""
    return text.translate(_PLAIN)


_PLAIN = str.maketrans("’‘‑", "''-")


@cache
def read_table(name: str) -> list[Row]:
    """Read one table of the room's data folder."""
    path = resources.files("newsledger.resolve").joinpath("data", name)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise OntologyError(f"The data file {name} is missing.", hint="Install the package again.") from error
    return list(csv.DictReader(text.splitlines()))


def _entries() -> Iterator[tuple[str, Entry]]:
    yield from _former()
    yield from _names()
    yield from _countries()
    yield from _organisations()
    yield from _people()
    yield from _groups()
    yield from _roles()
    yield from _regions()


def _countries() -> Iterator[tuple[str, Entry]]:
    for row in read_table("countries.csv"):
        code = row["sovereign"] or row["iso3"]
        country = Entry("country", row["name"], code, "GOV")
        for phrase in {row["name"], *row["aliases"].split("|")} - {""}:
            yield phrase, country
        for phrase in {*row["adjectives"].split("|"), *row["demonyms"].split("|")} - {""}:
            yield phrase, Entry("demonym", row["name"], code, "GOV")
        if row["capital"] and not row["sovereign"]:
            yield row["capital"], Entry("capital", row["name"], code, "GOV")


def _former() -> Iterator[tuple[str, Entry]]:
    """States that are no more: their own names and dates, the code of their successor."""
    for row in read_table("former.csv"):
        name = row["names"].split("|")[0]
        for kind, column in (("country", "names"), ("demonym", "adjectives")):
            for phrase in filter(None, row[column].split("|")):
                yield phrase, Entry(kind, name, row["successor"], "GOV", "former state", row["from"], row["to"])


def _names() -> Iterator[tuple[str, Entry]]:
    own = {
        row["iso3"]: {row["name"], *(p for c in ("aliases", "adjectives", "demonyms") for p in row[c].split("|"))}
        for row in read_table("countries.csv")
    }
    canonical = {row["iso3"]: row["name"] for row in read_table("countries.csv")}
    for row in read_table("names.csv"):
        phrases = row["phrases"].split("|")
        state = canonical.get(row["code"]) if own.get(row["code"], set()).intersection(phrases) else None
        for phrase in phrases:
            yield phrase, Entry(row["kind"], state or phrases[0], row["code"] or None, row["sector"] or "GOV")


def _organisations() -> Iterator[tuple[str, Entry]]:
    for row in read_table("organisations.csv"):
        phrases = row["names"].split("|")
        for phrase in phrases:
            yield phrase, Entry("organisation", phrases[0], row["code"] or None, row["sector"] or None, row["kind"],
                                row["from"], row["to"])  # fmt: skip


def _person(row: Row) -> Entry:
    return Entry("person", row["name"], row["country"], row["sector"] or None, "official",
                 row["from"], row["to"], row["before"], row["after"])  # fmt: skip


def _leader(row: Row) -> Entry:
    return Entry("person", row["name"], row["country"], "GOV", row["office"], row["from"], row["to"], "", "ELI")


def _people() -> Iterator[tuple[str, Entry]]:
    for row in read_table("officials.csv"):
        yield row["name"], _person(row)
    for row in read_table("leaders.csv"):
        if " " in row["name"]:
            yield row["name"], _leader(row)


def _surnames() -> Index:
    """People whom news names by surname alone."""
    index: dict[str, list[Entry]] = {}
    for row in read_table("officials.csv"):
        if row["surname"]:
            index.setdefault(row["surname"], []).append(_person(row))
    for row in read_table("leaders.csv"):
        surname = row["name"].split()[-1]
        leader = _leader(row)
        if (
            row["origin"] == "REIGN"
            and len(surname) > 3
            and not any(_same_term(e, leader) for e in index.get(surname, ()))
        ):
            index.setdefault(surname, []).append(leader)
    return {surname: tuple(entries) for surname, entries in index.items()}


@cache
def officeholders() -> Index:
    """Heads of state, heads of government and ministers by the last word of their name."""
    index: dict[str, list[Entry]] = {}
    for entry in (*map(_person, read_table("officials.csv")), *map(_leader, read_table("leaders.csv"))):
        if entry.sector == "GOV":
            index.setdefault(entry.name.split()[-1], []).append(entry)
    return {name: tuple(entries) for name, entries in index.items()}


def _same_term(one: Entry, other: Entry) -> bool:
    """Whether two entries of one surname are the same person's: same state, terms that meet."""
    meet = (not one.end or one.end >= other.start) and (not other.end or other.end >= one.start)
    return one.kind == "person" and one.country == other.country and meet and one.detail == "official"


def _groups() -> Iterator[tuple[str, Entry]]:
    for row in read_table("groups.csv"):
        for phrase in row["phrases"].split("|"):
            only = row["countries"] if len(row["countries"]) == _CODE else None
            yield phrase, Entry("group", phrase, only, row["sector"] or None, row["countries"])


def _roles() -> Iterator[tuple[str, Entry]]:
    own = set()
    for row in read_table("roles.csv"):
        for phrase in row["phrases"].split("|"):
            own.add(phrase)
            yield phrase, Entry("role", phrase, None, row["sector"] or None, row["weight"])
    for row in read_table("roles_phoenix.csv"):
        for phrase in (row["phrase"], row["plural"]):
            if phrase not in own:
                yield phrase, Entry("role", phrase, None, row["sector"], "strong")


def _regions() -> Iterator[tuple[str, Entry]]:
    surnames = {row["surname"].lower() for row in read_table("officials.csv")}
    taken = surnames | {phrase.lower() for phrase, _ in _countries()} | {phrase.lower() for phrase, _ in _names()}
    for row in read_table("regions.csv"):
        key = row["name"].lower()
        if (key not in taken and key not in _NOT_REGIONS) or key in _AMBIGUOUS_REGIONS:
            yield row["name"], Entry("region", row["name"], row["iso3"], "GOV", row["geonames_id"])


def _publishers() -> dict[str, Entry]:
    return {
        domain: Entry("organisation", row["names"].split("|")[0], row["code"] or None, row["sector"], row["kind"])
        for row in read_table("organisations.csv")
        for domain in row["domains"].split("|")
        if domain
    }


def _whole_words(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isalnum() and not (after.isalnum() and text[end - 1].isalnum())


def _ends_a_name(text: str, hit: Hit, hits: list[Hit]) -> bool:
    """Whether a firm, an armed group, a country or a role is a surname after a first name ("Anna Wagner")."""
    from newsledger.resolve.gender import is_first_name

    body = hit.of("organisation")
    firm = body is not None and body.detail in {"company", "media", "armed"}
    if not (firm or hit.of("country", "group") or hit.text in _SURNAMES_TOO) or not _A_NAME.fullmatch(hit.text):
        return False
    before = _FIRST_NAME.search(text, max(hit.start - _LONGEST, 0), hit.start)
    if before is None or not is_first_name(before[1]) or before[1] in _NO_FIRST_NAMES:
        return False
    return not any(h.start < hit.start and before.start(1) < h.end for h in hits if h.text != "Christian")


def _begins_a_name(text: str, hit: Hit) -> bool:
    """Whether "Christian" is a first name: before one capitalised word that makes no party, church or union of it."""
    after = _SURNAME.match(text, hit.end) if hit.text == "Christian" else None
    return after is not None and after[1].lower() not in _CHRISTIAN_BODIES


def _of_a_longer_name(text: str, hit: Hit, hits: list[Hit]) -> Hit:
    """A party or parliament that ends a longer, unknown name ("Uyghur Congress"): what it is, but of no state."""
    body = hit.of("organisation")
    before = _WORD_BEFORE.search(text, max(hit.start - _LONGEST, 0), hit.start) if body else None
    if body is None or body.name not in _MANY_STATES or before is None or before[1].lower() in _NO_PART:
        return hit
    if any(h.end == hit.start - 1 and not h.of("group") for h in hits):
        return hit
    others = tuple(e for e in hit.entries if e.kind != "organisation")
    return replace(hit, entries=others or (Entry("role", body.name, None, body.sector, "strong"),))


def _part_of_a_name(text: str, hit: Hit, hits: list[Hit]) -> bool:
    """Whether a one-word region, group or homograph is a given name or a surname ("Karen Miller", "Michael Jordan")."""
    if _ends_a_name(text, hit, hits) or _begins_a_name(text, hit):
        return True
    doubtful = hit.of("region", "group") or hit.text in _NAMESAKES
    if " " in hit.text or not (doubtful or hit.of("capital")) or hit.of("demonym", "role"):
        return False
    after = re.match(r" ([A-Z][\w'-]+)", text[hit.end :])
    if doubtful and after and after[1] not in _PLACE_WORDS and not any(h.start == hit.end + 1 for h in hits):
        return True
    before = re.search(r"\b([A-Z][a-z]+) $", text[: hit.start])
    return bool(before and before[1].lower() not in _BEFORE and not any(h.end == hit.start - 1 for h in hits))


_MANY_STATES = word_set("offices_of_many_states")
_NO_PART = frozenset[str]().union(*map(word_set, ("function_words", "before_names", "before_places", "before_parties")))
_WORD_BEFORE = re.compile(r"(?<![\w'-])([A-Z][a-z][\w-]*) $")
_LONGEST = 40
_A_NAME = re.compile(r"[A-Z][a-z]+")
_FIRST_NAME = re.compile(r"(?<![\w'’.-])(?<!\bthe )(?<!\ba )([A-Z][\w-]+) (?:[A-Z]\. )?$")
_SURNAME = re.compile(r" ([A-Z][\w'-]+)(?! [A-Z]|['’]s?\b)")
_SURNAMES_TOO = word_set("surnames_too")
_NO_FIRST_NAMES = word_set("places_and_titles_like_first_names")
_CHRISTIAN_BODIES = word_set("christian_bodies")
_NAMESAKES = frozenset({"Jordan", "Chad", "Georgia", "Israel", "Paris", "London", "Austin", "Sofia", "Victoria"})
_PLACE_WORDS = word_set("after_places")
_BEFORE = word_set("before_places")


def _case_fits(entry: Entry, text: str, spellings: frozenset[str]) -> bool:
    """Role nouns match in any case; names start with a capital; short ones and "al-Qaida" as in the tables."""
    if entry.kind == "role" or entry.detail == "generic":
        return True
    return text in spellings or (text[0].isupper() and (len(text) > _ACRONYM or entry.kind == "person"))


_ACRONYM = 4
_CODE = 3
