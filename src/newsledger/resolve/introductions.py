"""Where an article names people, with what stands before and after ("Najib Razak, the prime minister of …")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from newsledger.resolve import affiliations
from newsledger.resolve.codes import NOTHING, Codes
from newsledger.resolve.compose import code_words
from newsledger.resolve.knowledge import Hit
from newsledger.resolve.story import Story
from newsledger.resolve.words import choice, word_set

_PARTICLES = r"(?:al|el|bin|bint|ibn|de|da|di|van|von|der|den|le|la|dos|du)"
_NAME = re.compile(
    rf"(?:[^\W\d_a-z][\w'’]*(?:-[\w'’]+)*\.?|(?:al|el|as|ar|an)-[^\W\d_a-z][\w'’]*)"
    rf"(?:\s(?:{_PARTICLES}\s)*"
    rf"(?:[A-Z]\.|Jr\.|[^\W\d_a-z][\w'’]*(?:-[\w'’]+)*|(?:al|el|as|ar|an)-[^\W\d_a-z][\w'’]*))*"
)
FUNCTION = word_set("function_words")
_MODIFIERS = word_set("before_names")
TITLE = re.compile(rf"\b{choice('short_titles')}\.?$")
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


def fill(first: Codes, second: Codes) -> Codes:
    """Return the first codes, with what they leave open from the second."""
    if (first.country and first.sector) or (second.empty and not second.path):
        return first
    if first.empty and not first.path:
        return second
    return first.filled(second, path=(*first.path, *(p for p in second.path if p not in first.path)))


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
        codes = fill(codes, found if named else replace(found, sector=None, sectors=()))
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
    return fill(codes, code_words(based, story.knowledge, date=story.date)[0]) if based else codes


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
        while name and (first := re.split(r"[\s.]", name)[0].lower()) in FUNCTION:
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
        title = TITLE.search(before)
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
