"""The people of an article: names with what stands before and after them ("Najib Razak, the prime minister of …")."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from newsledger.resolve import affiliations
from newsledger.resolve.codes import NOTHING, Codes
from newsledger.resolve.compose import code_words
from newsledger.resolve.entries import Entry, closest, near
from newsledger.resolve.gender import is_first_name
from newsledger.resolve.knowledge import Hit, Knowledge, officeholders
from newsledger.resolve.story import Story
from newsledger.resolve.words import choice, word_set

_PARTICLES = r"(?:al|el|bin|bint|ibn|de|da|di|van|von|der|den|le|la|dos|du)"
_NAME = re.compile(
    rf"(?:[^\W\d_a-z][\w'’]*(?:-[\w'’]+)*\.?|(?:al|el|as|ar|an)-[^\W\d_a-z][\w'’]*)"
    rf"(?:\s(?:{_PARTICLES}\s)*"
    rf"(?:[A-Z]\.|Jr\.|[^\W\d_a-z][\w'’]*(?:-[\w'’]+)*|(?:al|el|as|ar|an)-[^\W\d_a-z][\w'’]*))*"
)
_FUNCTION = word_set("function_words")
_MODIFIERS = word_set("before_names")
_GIVEN_NAMES = frozenset(
    (form, other) for forms in word_set("given_names") for form in forms.split() for other in forms.split()
)
_TITLE = re.compile(rf"\b{choice('short_titles')}\.?$")
_OFFICE = (
    r"(?:(?:[A-Z][\w.]+|[A-Z]\w+['’]s) )*(?:Secretary|Director|Minister|Envoy|Representative|Coordinator|Ambassador"
    r"|Commissioner|Advis[eo]r|Rapporteur)"
)
_TITLE_WORD = r"(?:[A-Z][\w'’-]*|and|of|for|the|on|to)"
# "Assistant Secretary for the Bureau of European and Eurasian Affairs" before a name.
_LONG_TITLE = re.compile(rf"({_OFFICE}(?: General)? (?:for|of|to|on)(?:,? {_TITLE_WORD}){{1,12}},? ?)$")
# "Secretary of State Ann Bell and Minister of Health": the second begins the title of the next name.
_NEXT_OFFICE = re.compile(rf"(?:,| and)(?: the)? (?={_OFFICE}\b)")
# "Under Secretary for Political Affairs Ann Bell": the name begins after the field of policy.
_FIELD = re.compile(r"(?:[A-Z]\w+ )*(?:Affairs|Policy|Relations|Security|Operations|Programs|Rights|Growth) (?=[A-Z])")
# "lawyers for opposition leader Ann Bell": they are others than she.
_OTHERS_OF = re.compile(
    r"^.*\b(?:team|lawyers?|attorneys?|family|wife|husband|sons?|daughters?|children|father|mother|parents|brothers?"
    r"|sisters?|relatives|friends?|supporters?|followers|allies|aides?|staff|campaign|critics?|opponents?|killers?"
    r"|murder|assassination|killing|death|arrest|detention|trial|release|spokes\w+) (?:of|for|to) (?:the )?(?=\S)",
    re.I,
)
# How many characters before a name may describe its bearer; keeps hostile text from costing quadratic time.
_WINDOW = 160
_HEAD = re.compile(r"\s(?:of|for|in|to|from|at|who|and|on|by|with)\s|['’]s\s")
# After a title they are first names ("President Jan Novak"), else months.
_MONTHS_AND_NAMES = frozenset({"jan", "may", "april", "june", "august"})
_LINKS = frozenset({"for", "of", "to", "on"})
# Role words that before a name are more often verbs.
_VERBS = frozenset(
    (
        "accused",
        "detained",
        "wounded",
        "displaced",
        "dead",
        "head",
        "heads",
        "press",
        "chair",
        "side",
        "force",
        "jury",
        "court",
        "police",
        "government",
        "congress",
        "parliament",
        "people",
        "media",
        "authorities",
        "troops",
    )
)
# Up to the next mark; the stops of "U.S." and "U.N." end nothing.
_IN_A_PHRASE = r"(?:[^,.;:“”\"()]|(?<=\b[A-Z])\.|(?<=\.[A-Z])\.)+"
_APPOSITION = re.compile(
    r",\s+(?:aged?\s)?(?:\d+,\s*)?"
    rf"((?:an?|the|who is|who was|former|one of)\s{_IN_A_PHRASE}|{_IN_A_PHRASE})"
)
# What follows a comma without saying who he is: "…, acting through his lawyers", "…, 20, was put under police watch".
_NO_APPOSITION = re.compile(
    r"(?:and|or|but|who|which|said|says|told|in|on|his|her|their|after|before|when|while|by|was|were|is|has|had|have"
    r"|will|would|could|also|accused|charged|arrested|killed|according|speaking|saying|adding|citing|referring|calling"
    r"|writing|noting|warning|testifying|appearing|talking|addressing|arguing|accusing|quoting|telling|describing"
    r"|facing|wearing|carrying|acting (?:via|through|on|for))\b"
)
# "… shells hit Aleppo, the mayor told N1 television": who speaks, and no words on who stands before the comma.
_A_TAG = re.compile(rf"(?!.*\b(?:who|which|that)\b).*\b{choice('telling')}\b", re.S)
_UNIVERSITY = re.compile(r"\b(?:University|College|Institute of Technology)\b")
# "in Marib, U.S. envoy Ann Bell said": one word after these is a place, and the next words describe somebody else.
_IN_A_PLACE = re.compile(r"\b(?:in|on|at|near|around|outside|inside|into|towards?) $")
_NEAR = len(" towards ")
_OF_COUNTRY = re.compile(r" of (?:the )?([A-Z][\w ]{2,40})")
_FAMILY_NAME_FIRST = frozenset({"CHN", "HKG", "HUN", "JPN", "KHM", "KOR", "PRK", "SGP", "TWN", "VNM"})
_HIGH_OFFICE = re.compile(
    r"^(?:prime minister|premier|president|chancellor|(?:vice )?foreign minister|foreign secretary"
    r"|(?:defen[cs]e|interior|finance) minister) \(role\)",
    re.I,
)
# An initial with its stop.
_INITIAL = 2
# The office in "the governor of Puerto Rico, Ann Bell"; of "the king met his Czech counterpart, Ann Bell" the end.
_DESCRIBED = re.compile(r"(?:^|[,;:(“]|\b(?:and|said|by|the|told|that)\s)\s*([^,;:(“]{4,60}),\s*$")
_HIS = re.compile(r"\b(?:his|her|its|their)\s+((?:[^\s,;:(“]+\s+){0,4}[^\s,;:(“]+),\s*$")
_COPULA = re.compile(r"\s(?:is|was|became|remains|served as|, also known as)\s((?:an?|the)\s[^,.;:“”\"()]{3,60})")


@dataclass(frozen=True, slots=True)
class Person:
    """A name where it stands, with the codes and the title that its surroundings give."""

    at: int
    end: int
    name: str
    codes: Codes
    title: str = ""


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
            self._known[name] = _fill(self._known.get(name, NOTHING), codes)
            return
        for key in dict.fromkeys((name, words[-1], bare)):
            known = self._known.get(key, NOTHING)
            # What he is found to have done says more than that he had no role.
            fresh = known.sector == "CVL" and codes.sector not in {None, "CVL"}
            self._known[key] = _fill(codes, known) if fresh else _fill(known, codes)
        for part in words[:-1] if len(words) > 1 else ():
            self._parts.setdefault(part, name)

    def _another_bears(self, words: list[str]) -> bool:
        """Whether the article gave the surname to somebody of another first name before ("his wife, Ann Bell")."""
        index = self._story.knowledge.index
        given = frozenset(
            w.lower()
            for w in words[:-1]
            if w[0].isupper() and w.lower() not in index and w.lower().rstrip(".") not in _FUNCTION
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
        merged = _fill(famous, known) if famous.country else known
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
        return not title or bool(_TITLE.search(words[: -len(last)].strip())) or _all_roles(title, self._story.knowledge)

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


def _fill(first: Codes, second: Codes) -> Codes:
    if (first.country and first.sector) or (second.empty and not second.path):
        return first
    if first.empty and not first.path:
        return second
    return replace(
        first,
        country=first.country or second.country,
        sector=first.sector or second.sector,
        sectors=first.sectors or second.sectors,
        name=first.name or second.name,
        actor_id=first.actor_id or second.actor_id,
        path=(*first.path, *(p for p in second.path if p not in first.path)),
    )


@lru_cache(maxsize=4)
def _introduced(story: Story) -> People:
    return People(story)


@lru_cache(maxsize=4)
def introductions(story: Story) -> tuple[Person, ...]:
    """Every name of the article where it stands, with the codes of the words around it."""
    found = []
    for number, sentence in enumerate(story.article.sentences):
        text = story.sentence_text(number)
        hits = story.knowledge.scan(text)
        headline = story.headline_end(number)
        for start, end, name in names(text, hits):
            if start < headline:
                continue
            codes, title = _surroundings(story, text, start, end)
            found.append(Person(sentence.start + start, sentence.start + end, name, codes, title))
        for hit in hits:
            if hit.of("person"):
                codes = code_words(hit.text, story.knowledge, date=story.date)[0]
                title = _surroundings(story, text, hit.start, hit.end)[1]
                found.append(Person(sentence.start + hit.start, sentence.start + hit.end, hit.text, codes, title))
    return tuple(sorted(found, key=lambda p: p.at))


def _surroundings(story: Story, text: str, start: int, end: int) -> tuple[Codes, str]:
    codes = NOTHING
    placed = " " not in text[start:end] and _IN_A_PLACE.search(text, max(start - _NEAR, 0), start) is not None
    right = [] if placed else _right_of(text[end:])
    descriptions = (_left_of(text, start, story.knowledge.scan(text)), *right)
    for words in descriptions:
        hits = story.knowledge.scan(words)
        named = any(h.of("role", "organisation") for h in hits)
        if (codes.country and codes.sector) or not (named or (hits and hits[0].of("demonym"))):
            continue
        found = story.settle_codes(code_words(words, story.knowledge, date=story.date)[0], words)
        codes = _fill(codes, found if named else replace(found, sector=None, sectors=()))
    of = _OF_COUNTRY.match(text[end:])
    if of and not codes.country:
        country = story.knowledge.scan(of[1])[:1]
        entry = country[0].of("country") if country and country[0].start == 0 else None
        if entry:
            code = story.country_of(country[0], entry)
            codes = codes.step(f"of {country[0].text} -> {code}", country=code)
    if not codes.country:
        codes = _affiliated(story, text, end, codes)
    if codes.sector == "EDU" and not codes.country:
        codes = _of_a_university(story, descriptions, codes)
    if codes.sector == "GOV" and not codes.country and any(map(story.own_title, descriptions)):
        codes = story.titled(codes)
    return codes, " ".join(_HEAD.split(d)[0] for d in descriptions).lower()


def _affiliated(story: Story, text: str, end: int, codes: Codes) -> Codes:
    """Fill in the country of the body that is named right after a person ("Ann Bell of UNICEF")."""
    body = affiliations.of_organisation(text[end:], story.knowledge.scan(text), end, story.date)
    if body:
        return codes.step(f"of {body.name} -> {body.country}", country=body.country)
    based = affiliations.of_a_place(text[end:])
    return _fill(codes, code_words(based, story.knowledge, date=story.date)[0]) if based else codes


def _of_a_university(story: Story, descriptions: tuple[str, ...], codes: Codes) -> Codes:
    """Fill in the country of the city whose name a university bears ("a professor at the University of Turin")."""
    cities = [c for d in descriptions if _UNIVERSITY.search(d) for c in story.gazetteer.find(d)]
    if not cities:
        return codes
    code = story.knowledge.sovereigns.get(cities[0].best.country, cities[0].best.country)
    return codes.step(f"{cities[0].text} (city) -> {code}", country=code)


def names(text: str, hits: tuple[Hit, ...]) -> list[tuple[int, int, str]]:
    """Runs of capitalised words that no table knows, cleaned of function words at either end."""
    letters = list(text)
    for hit in hits:
        letters[hit.start : hit.end] = "#" * (hit.end - hit.start)
    masked = "".join(letters)
    found = []
    for match in _NAME.finditer(masked):
        start, name = match.start(), re.sub(r"['’]s$|['’]$", "", match[0])
        titled = masked[:start].endswith("# ")
        while name and (first := re.split(r"[\s.]", name)[0].lower()) in _FUNCTION:
            if titled and first in _MONTHS_AND_NAMES and " " in name:
                break
            head = re.match(r"\S+\s*", name)
            start, name = start + (head.end() if head else len(name)), name[head.end() :] if head else ""
        field = _FIELD.match(name)
        if field:
            start, name = start + field.end(), name[field.end() :]
        if name.endswith(".") and not name.endswith("Jr.") and len(name.split()[-1]) > _INITIAL:
            name = name[:-1]
        single_start = start == 0 and " " not in name
        if len(name) > 2 and not single_start and not name.isupper():
            found.append((start, start + len(name), name))
    return found


def _left_of(text: str, start: int, hits: tuple[Hit, ...]) -> str:
    """The descriptor before a name: known words, capitals and a few adjectives, back to the first other word."""
    at, low = start, max(start - _WINDOW, 0)
    hits = tuple(Hit(h.start - low, h.end - low, h.text, h.entries) for h in hits if low <= h.start < start)
    text, at, start = text[low:start], start - low, start - low
    while at > 0:
        before = text[:at].rstrip(" ")
        title = _TITLE.search(before)
        if title and at == start:
            at = start = title.start()
            continue
        if not before or before[-1] in ',;:.“”"()–—-?!‘’':
            break
        hit = next((h for h in hits if h.start < len(before) <= h.end and h.text.lower() not in _VERBS), None)
        word = before.split(" ")[-1]
        if hit:
            at = hit.start
        elif (word in _LINKS and at < start) or word.lower() in _MODIFIERS or word.endswith(("’s", "'s")):
            at = len(before) - len(word)
        else:
            break
    words = re.sub(r"^(?:(?:for|of|to|on)\s+)+", "", text[at:start].strip())
    words = _OTHERS_OF.sub("", words)
    long_title = _LONG_TITLE.search(text[:start])
    if long_title:
        return re.split(_NEXT_OFFICE, long_title[1])[-1]
    return words or _office_before_comma(text[:start], hits)


def _office_before_comma(before: str, hits: tuple[Hit, ...]) -> str:
    """The office in "the governor of Puerto Rico, Ricardo Rosselló", the nation in "an Australian, Adam Ames"."""
    match = _HIS.search(before) or _DESCRIBED.search(before)
    if not match:
        return ""
    known = [h for h in hits if match.start(1) <= h.start and h.end <= match.end(1)]
    national = (
        bool(known) and known[-1].of("demonym") is not None and re.match(r"(?:an?|the|another)\s", match[1], re.I)
    )
    return match[1] if national or any(h.of("role") for h in known) else ""


def _right_of(rest: str) -> list[str]:
    found = []
    apposition = _APPOSITION.match(rest)
    if apposition and not _NO_APPOSITION.match(apposition[1]) and not _A_TAG.match(apposition[1]):
        found.append(apposition[1])
    copula = _COPULA.match(rest)
    return [*found, copula[1]] if copula else found
