"""The people of an article: who is known under which name, as it introduces them and as the world knows them."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from functools import cached_property, lru_cache

from newsledger.resolve.codes import NOTHING, Codes
from newsledger.resolve.entries import Entry, closest, near
from newsledger.resolve.gender import is_first_name
from newsledger.resolve.introductions import FUNCTION, TITLE, Person, fill, introductions
from newsledger.resolve.knowledge import Knowledge, officeholders
from newsledger.resolve.story import Story
from newsledger.resolve.words import word_set

_GIVEN_NAMES = frozenset(
    (form, other) for forms in word_set("given_names") for form in forms.split() for other in forms.split()
)
_FAMILY_NAME_FIRST = frozenset({"CHN", "HKG", "HUN", "JPN", "KHM", "KOR", "PRK", "SGP", "TWN", "VNM"})
_HIGH_OFFICE = re.compile(
    r"^(?:prime minister|premier|president|chancellor|(?:vice )?foreign minister|foreign secretary"
    r"|(?:defen[cs]e|interior|finance) minister) \(role\)",
    re.I,
)


class People:
    """Who is named in an article; grows as parties are coded."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._known: dict[str, Codes] = {}
        self._parts: dict[str, str] = {}
        self._bearers: dict[str, frozenset[str]] = {}
        self._genders: dict[str, str] = {}
        introduced = introductions(story)
        self.occurrences: list[Person] = list(introduced)
        for number, person in enumerate(introduced):
            self.learn(person.name, person.codes)
            self.occurrences[number] = replace(person, codes=self.lookup(person.name))

    @staticmethod
    def of(story: Story) -> People:
        """Return the people of an article as it introduces them; what is learnt later is the caller's own."""
        people = copy(_introduced(story))
        people._known, people._parts = dict(people._known), dict(people._parts)
        people._bearers, people._genders = dict(people._bearers), dict(people._genders)
        return people

    def learn(self, name: str, codes: Codes) -> None:
        """Remember what is known of a person under his full name and, as its first bearer, under his surname."""
        words = [w for w in name.split() if len(w.strip(".")) > 1]
        if not words:
            return
        bare = re.sub(r"^(?:al|el|as|ar|an)-", "", words[-1], flags=re.I)
        if self._another_bears(words):
            self._known[name] = fill(self._known.get(name, NOTHING), codes)
            return
        for key in dict.fromkeys((name, words[-1], bare)):
            known = self._known.get(key, NOTHING)
            # What he is found to have done says more than that he had no role.
            fresh = known.sector == "CVL" and codes.sector not in {None, "CVL"}
            self._known[key] = fill(codes, known) if fresh else fill(known, codes)
        for part in words[:-1] if len(words) > 1 else ():
            self._parts.setdefault(part, name)

    def _another_bears(self, words: list[str]) -> bool:
        """Whether the article gave the surname to somebody of another first name before ("his wife, Ann Bell")."""
        index = self._story.knowledge.index
        given = frozenset(
            w.lower()
            for w in words[:-1]
            if w[0].isupper() and w.lower() not in index and w.lower().rstrip(".") not in FUNCTION
        )
        first = self._bearers.setdefault(words[-1], given) if given else given
        alike = first & given or any((one, other) in _GIVEN_NAMES for one in first for other in given)
        return bool(given) and not alike

    def lookup(self, name: str) -> Codes:
        """Codes of a name: as the article introduces it, else as the knowledge base knows the surname."""
        if not name:
            return NOTHING
        if name.isupper():
            name = name.title()
        key = name if name in self._known else name.split()[-1]
        if key in self._parts and (key not in self._known or self._known[key].empty or self._family_first(key)):
            key = self._parts[key]
        known = self._known.get(key, NOTHING)
        famous = self._famous(self.full(name))
        if famous.empty and not known.country:
            famous = self._in_office(name, known)
        merged = fill(famous, known) if famous.country else known
        if key not in self._known and merged.empty:
            return NOTHING
        return merged if merged.person else replace(merged, person=True)

    def _bears(self, words: str, at: int) -> bool:
        """Whether words are the surname of somebody introduced before, though the base knows a firm or people of it."""
        *title, last = words.split() or [""]
        known = next((h for h in self._story.knowledge.scan(last) if h.text == last), None)
        if known is None or not known.of("organisation", "country", "group", "role"):
            return False
        bearers = [p.name.split() for p in self.occurrences if p.at < at and p.name.endswith(f" {last}")]
        if not any(is_first_name(part) for *parts, _ in bearers for part in parts):
            return False
        country = known.of("country")
        if country and any(e.country == country.country and e.text != last for e in self._story.evidence):
            return False
        return not title or bool(TITLE.search(words[: -len(last)].strip())) or _all_roles(title, self._story.knowledge)

    def namesake(self, words: str, at: int) -> tuple[Codes, ...]:
        """Codes of somebody introduced before whose bare surname the base knows as a firm, a people or a state."""
        return (self.lookup(words.split()[-1]),) if self._bears(words, at) else ()

    def _family_first(self, part: str) -> bool:
        """Whether a part stands first in a full name of a country where that is the family name ("Chung Eui-yong")."""
        whole = self._known.get(self._parts[part], NOTHING)
        return self._known[part].country is None and whole.country in _FAMILY_NAME_FIRST

    def learn_gender(self, name: str, gender: str) -> None:
        """Remember which pronoun has taken up a named person."""
        if gender:
            self._genders.setdefault(name.split()[-1], gender)

    def gender(self, name: str) -> str:
        """``m`` or ``f`` where a pronoun has told it of the surname, else an empty string."""
        return self._genders.get(name.split()[-1], "") if name.split() else ""

    def full(self, name: str) -> str:
        """The full name under which the article introduces a surname."""
        return name if " " in name else self._full_names.get(name, name)

    @cached_property
    def _full_names(self) -> dict[str, str]:
        """The first full name of the article that ends with each word."""
        found: dict[str, str] = {}
        for person in self.occurrences:
            if " " in person.name and not self._story.titled_case(self._story.sentence_of(person.at)):
                found.setdefault(person.name.rsplit(" ", 1)[1], person.name)
        return found

    @cached_property
    def by_sentence(self) -> dict[int, list[Person]]:
        """Where people are named, by the number of the sentence."""
        found: dict[int, list[Person]] = {}
        for person in self.occurrences:
            found.setdefault(self._story.sentence_of(person.at), []).append(person)
        return found

    def _famous(self, name: str) -> Codes:
        from newsledger.resolve.compose import code_entries

        last = name.split()[-1]
        surnames = self._story.knowledge.surnames
        spellings = (name, last, last[0].lower() + last[1:], re.sub(r"^(?:al|el)-", "", last, flags=re.I))
        entries = next((surnames[s] for s in spellings if s in surnames), ())
        if not entries or (" " in name and not any(_same_given(e.name, name) for e in entries)):
            return NOTHING
        holder = closest(entries, self._story.date)
        if not self._story.date and (holder.detail != "official" or len({e.country for e in entries}) > 1):
            return NOTHING
        if not (near if holder.detail == "official" else Entry.holds)(holder, self._story.date):
            return NOTHING
        return code_entries(entries, name, self._story.date)

    def _in_office(self, name: str, known: Codes) -> Codes:
        """Codes of "Prime Minister Moore" by who holds such an office on the date, in a state that the story names."""
        from newsledger.resolve.compose import code_entries

        if known.sector != "GOV" or not self._story.date or not any(map(_HIGH_OFFICE.search, known.path)):
            return NOTHING
        states = {e.country for e in self._story.evidence}
        holders = tuple(
            e
            for e in officeholders().get(name.split()[-1], ())
            if e.holds(self._story.date) and e.country in states and (" " not in name or _same_given(e.name, name))
        )
        one = len({e.country for e in holders}) == 1
        return code_entries(holders, name, self._story.date) if one else NOTHING


def _all_roles(words: list[str], knowledge: Knowledge) -> bool:
    """Whether words are a title and nothing else ("Foreign Minister")."""
    hits = knowledge.scan(" ".join(words))
    return bool(hits) and all(h.of("role") for h in hits) and sum(len(h.text.split()) for h in hits) == len(words)


def _same_given(known: str, name: str) -> bool:
    """Whether two full names begin with the same given name, or forms of one ("Jim", "James")."""
    first, other = known.split()[0].lower(), name.split()[0].lower()
    return known.startswith(name.split()[0]) or (first, other) in _GIVEN_NAMES


@lru_cache(maxsize=4)
def _introduced(story: Story) -> People:
    return People(story)
