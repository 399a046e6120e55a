"""Code the words of a party by composition: a part that gives the country, a part that gives the sector.

"two senior Taiwanese officials" is Taiwanese (TWN) + officials (GOV). Words after "of", "in", "from" … are read only
for what the words before them leave open; a country before "-backed" or after "pro-" is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from newsledger.resolve.codes import NOTHING, Codes
from newsledger.resolve.entries import ORGANISATION_CODES, Entry, closest, sector_on
from newsledger.resolve.knowledge import Hit, Knowledge
from newsledger.resolve.words import choice, word_set

COUNTRY_KINDS = ("country", "demonym", "seat", "capital", "pre", "organisation", "person", "region", "group")

_SPLIT = re.compile(
    rf"(?<![\w-])(?:{choice('links')})(?![\w-])" r"|(?<=\w),(?=\s)|\s[–—-]\s|\(",
    re.I,
)
_PLACE_LINKS = frozenset({"of", "from", "in", "at", "inside", "near", "on", "across", ",", "("})
_INNER_LINKS = frozenset(
    {"belonging to", "loyal to", "located", "based", "living", "arrested", "detained", "killed", "held", "fleeing"}
)
_FOREIGN = re.compile(rf"-\s?{choice('after_a_foreign_country')}\b", re.I)
# "ethnic Albanian guerrillas" are of another country than Albania.
_FOREIGN_BEFORE = re.compile(r"\b(?:(?:pro|anti|non|counter)-\s?|ethnic )$", re.I)
_FORMER = re.compile(r"\b(former|ex|ousted|deposed|exiled|retired|late|one-time|then-former)[\s-]", re.I)
_POSSESSIVE = re.compile(r"['’]s\s|s['’]\s")
_JOIN = re.compile(r"^\s*(?:,|/|-|–|and|&|, and|or)\s*(?:the\s+)?$|^\s*,?\s*and\s+(?:the\s+)?$", re.I)
# Where the country is an organisation, its officials are the organisation: no sector, save those that say more.
_ORGANISATION_SECTORS = frozenset({"MIL", "JUD", "LEG", "COP", "REB", "BUS", "REL", "JRN", "MED"})

# Of an international organisation, an officer is no policeman.
_OFFICER = re.compile(r"\b(?<!police )officers?\b", re.I)
_REPRESENTATIVE = re.compile(r"Representatives?")
_ARTICLE = len(" the ")
_GENERIC_OFFICES = frozenset(name.lower() for name in word_set("offices_of_many_states"))
_OFFICES_OF_ANY = word_set("offices_of_any_organisation")
_KINDS_OF_BODY = word_set("kinds_of_body")
_MEMBER_STATES = word_set("member_states")
_SECTORS_OF_A_WORKPLACE = frozenset({"MIL", "COP", "LEG", "JUD", "JRN", "PTY", "SPY"})
# "spokesman for X", "adviser to X": the words after the link are whom he serves.
_SERVES = re.compile(
    r"\b(?:spokes(?:man|woman|person|men|people)|advis[eo]r|aide|assistant|counsel|lawyer|attorney|deputy|secretary) $",
    re.I,
)

PersonLookup = Callable[[str], Codes]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the party's words with the link that introduces it ("of", "in", ",", or "" for the core)."""

    link: str
    text: str
    hits: tuple[Hit, ...]


def no_person(_name: str) -> Codes:
    """A lookup that knows nobody."""
    return NOTHING


def code_words(
    words: str, knowledge: Knowledge, *, date: str | None = None, person: PersonLookup = no_person
) -> tuple[Codes, ...]:
    """Code a bare span; several answers when the words name several states ("Australian and U.S. forces").

    Args:
        words: The span.
        knowledge: The compiled knowledge base.
        date: ISO date that decides who was in office.
        person: Looks a person's name up in the article.

    Returns:
        At least one answer; an empty one says in its reason that no word is known.
    """
    segments = split(words, knowledge)
    core = segments[0]
    countries = _countries(core, date)
    if _office_of(core, segments[1:]) or _people_of(core, segments[1:]):
        countries = []
    sector = _sector(core, date)
    name = person(_unknown_name(core)) if not countries and not _of_country(segments[1:]) else NOTHING
    base = _merge(Codes(), sector)
    club = bool(countries) and countries[0].country == "IGO" and sector.sector == "GOV"
    if (not countries and name.empty) or club:
        countries = _listed_in_tail(segments[1:], date) or countries
    found = [_merge(base, c) for c in countries] or [_merge(base, name)]
    found = [_from_tails(codes, core, segments[1:], knowledge, date=date, person=person) for codes in found]
    return tuple(_finish(codes, segments) for codes in found)


def _office_of(core: Segment, tails: list[Segment]) -> bool:
    """Whether a name that several states use is said to be another's ("Supreme Court of Austria")."""
    names = [h for h in core.hits if h.of(*COUNTRY_KINDS)]
    generic = bool(names) and all(h.text.lower() in _GENERIC_OFFICES for h in names)
    return generic and any(
        t.link in {"of", "in", "from"} and h.of("country", "capital", "region") and h.start <= _ARTICLE
        for t in tails
        for h in t.hits
    )


def _people_of(core: Segment, tails: list[Segment]) -> bool:
    """Whether a people lives in another state ("Albanians of Serbia")."""
    last = core.hits[-1] if core.hits else None
    people = last is not None and last.of("demonym") is not None and last.text.endswith("s")
    return people and bool(tails) and tails[0].link == "of" and any(h.of("country", "region") for h in tails[0].hits)


def _listed_in_tail(tails: list[Segment], date: str | None) -> list[Codes]:
    """Several states after the head ("ministers of Canada, France and Japan"), or none."""
    first = next((t for t in tails if t.link in {"of", "from", "in"}), None)
    listed = _countries(first, date) if first else []
    return [replace(c, name=None, actor_id=None) for c in listed] if len(listed) > 1 else []


def _of_country(tails: list[Segment]) -> bool:
    """Whether the next words say whose he is ("King Hassan of Morocco")."""
    return bool(tails) and tails[0].link == "of" and any(h.start <= _ARTICLE and h.of("country") for h in tails[0].hits)


def split(words: str, knowledge: Knowledge) -> list[Segment]:
    """Cut a span at the prepositions, relative pronouns and commas that follow its head."""
    hits = knowledge.scan(words)
    cuts = [(0, 0, "")]
    for match in _SPLIT.finditer(words):
        inside = any(h.start < match.end() and match.start() < h.end for h in hits)
        if inside or match.start() == 0 or (match[0] == "," and _list_comma(words, match.start(), hits)):
            continue
        cuts.append((match.start(), match.end(), match[0].strip().lower()))
    ends = [c[0] for c in cuts[1:]] + [len(words)]
    segments = []
    for (_, start, link), end in zip(cuts, ends, strict=True):
        inner = tuple(Hit(h.start - start, h.end - start, h.text, h.entries) for h in hits if start <= h.start < end)
        segments.append(Segment(link, words[start:end], inner))
    return segments


def _list_comma(words: str, at: int, hits: tuple[Hit, ...]) -> bool:
    """Whether the comma joins adjectives ("Iraqi, Kurdish and Arab forces") and so does not end the core."""
    before = [h for h in hits if h.end == at]
    return (
        bool(before)
        and before[0].of("demonym", "group", "country") is not None
        and bool(re.match(r",\s*(?:and\s+)?(?:the\s+)?[A-Z]", words[at:]))
    )


def _countries(segment: Segment, date: str | None) -> list[Codes]:
    """The countries that the segment names: the first, or all of a joined list."""
    named: list[tuple[Hit, Codes]] = []
    for hit in segment.hits:
        entry = _meaning(hit, date)
        if entry is None or _someone_else(segment.text, hit):
            continue
        codes = _entry_codes(entry, hit, date)
        if not named:
            named.append((hit, codes))
            continue
        between = segment.text[named[-1][0].end : hit.start]
        if _JOIN.match(between) and codes.country != named[0][1].country:
            named.append((hit, codes))
        elif entry.kind in {"organisation", "person"} and named[0][1].country == codes.country:
            named[0] = (hit, replace(codes, path=(*named[0][1].path, *codes.path)))
    return [codes for _, codes in named]


def _meaning(hit: Hit, date: str | None) -> Entry | None:
    """The meaning of a hit that gives a country: an organisation by its date, a person by his term."""
    for kind in COUNTRY_KINDS:
        entries = tuple(e for e in hit.entries if e.kind == kind and e.country)
        if entries:
            return closest(entries, date) if kind in {"person", "organisation"} else entries[0]
    return None


def _someone_else(text: str, hit: Hit) -> bool:
    return bool(_FOREIGN.match(text[hit.end :]) or _FOREIGN_BEFORE.search(text[: hit.start]))


def _entry_codes(entry: Entry, hit: Hit, date: str | None) -> Codes:
    sector, note = entry.sector, entry.kind
    if entry.kind == "person":
        sector, when = sector_on(entry, date)
        note = f"person, {entry.detail}, {when}" if entry.detail != "official" else f"person, {when}"
    if entry.detail == "former state":
        note = f"{entry.kind} of a former state, {entry.start} to {entry.end}, code of its successor"
    plural = (entry.kind == "demonym" or entry.detail == "generic") and hit.text.endswith("s")
    return Codes(
        country=entry.country, sector=None if entry.kind in {"demonym", "country", "capital", "region"} else sector,
        name=entry.name, actor_id=entry.entry_id, plural=plural, person=entry.kind == "person",
        path=(f"{hit.text} ({note}) -> {entry.country}",),
    )  # fmt: skip


def code_entries(entries: tuple[Entry, ...], text: str, date: str | None) -> Codes:
    """Codes of a name with several holders or terms: the one closest to the date."""
    return _entry_codes(closest(entries, date), Hit(0, len(text), text, entries), date)


def _sector(segment: Segment, date: str | None) -> Codes:
    """The sector of the segment's head: the last strong role, else a weak one coloured by what stands before it."""
    roles = [(h, e) for h in segment.hits for e in [h.of("role")] if e and not _someone_else(segment.text, h)]
    roles = [(h, e) for h, e in roles if e.sector and not (_office(h) and not _of_a_country(h, segment))]
    roles = [r for r in roles if r[0].text != "house"]
    owner = max((m.end() for m in _POSSESSIVE.finditer(segment.text)), default=0)
    roles = [r for r in roles if r[0].start >= owner] or roles
    strong = [r for r in roles if r[1].detail == "strong"]
    bodies = [_organisation(h, date) for h in segment.hits if not _of_a_country(h, segment)]
    organisation = next((o for o in bodies if o and o.sector), None)
    chosen = strong[-1] if strong else None
    if chosen is None and organisation is None and roles:
        weak = [r for r in roles if r[1].detail == "modifier"] if len(roles) > 1 else roles
        chosen = (weak or roles)[-1]
    if chosen is None:
        return NOTHING if organisation else _group(segment)
    hit, role = chosen
    if organisation and _acts_for(organisation, hit, role):
        return NOTHING
    note = f"{hit.text} (role) -> {role.sector}"
    sectors = tuple(dict.fromkeys([role.sector, *(r[1].sector for r in strong)]))
    plural = bool(re.search(r"(s|men|women|people|police|troops|children)$", hit.text, re.I))
    codes = Codes(sector=role.sector, sectors=tuple(s for s in sectors if s), path=(note,), plural=plural)
    if _REPRESENTATIVE.fullmatch(hit.text) and re.match(r" [A-Z][a-z]", segment.text[hit.end :]):
        codes = Codes(sector="LEG", sectors=("LEG",), path=(f"{hit.text} before a name -> LEG",))
    if _FORMER.search(segment.text[: hit.start]) and codes.sector in {"GOV", "LEG", "MIL", "JUD"}:
        return codes.step("former -> ELI", sector="ELI", sectors=("ELI",))
    return codes


def _acts_for(organisation: Entry, hit: Hit, role: Entry) -> bool:
    """Whether a role beside an organisation's name leaves the organisation's own sector: its president, "agency"."""
    noun = hit.text.lower()
    if organisation.detail == "armed" and role.sector == "GOV":
        return True
    return (noun in _KINDS_OF_BODY) or (
        noun in _OFFICES_OF_ANY
        and organisation.detail in {"ngo", "media", "company"}
        and hit.of("organisation") is None
    )


def _office(hit: Hit) -> bool:
    """Whether a role noun is part of an organisation's name that has its own sector, or none by rule."""
    entry, role = hit.of("organisation"), hit.of("role")
    return entry is not None and (
        entry.detail == "generic"
        or (entry.detail == "institution" and bool(entry.sector) and not (role and role.sector == entry.sector))
    )


def _of_a_country(hit: Hit, segment: Segment) -> bool:
    """Whether words for organisations of a kind have a country before them ("Syrian rights groups")."""
    entry = hit.of("organisation")
    return (
        entry is not None
        and entry.detail == "generic"
        and any(h.start < hit.start and h.of("country", "demonym", "capital", "region") for h in segment.hits)
    )


def _group(segment: Segment) -> Codes:
    """An ethnic or religious group as the head ("Muslims", "Rohingya")."""
    for hit in reversed(segment.hits):
        entry = hit.of("group")
        if entry and entry.sector and not re.match(r"-", segment.text[hit.end :]):
            note = f"{hit.text} (group) -> {entry.sector}"
            return Codes(sector=entry.sector, path=(note,), plural=hit.text.endswith("s"))
    return NOTHING


def _organisation(hit: Hit, date: str | None) -> Entry | None:
    entries = tuple(e for e in hit.entries if e.kind == "organisation")
    return closest(entries, date) if entries else None


def _merge(first: Codes, second: Codes) -> Codes:
    """Fill what the first leaves open from the second."""
    return replace(
        first,
        country=first.country or second.country,
        sector=first.sector or second.sector,
        sectors=first.sectors or second.sectors,
        name=first.name or second.name,
        actor_id=first.actor_id or second.actor_id,
        path=(*second.path, *first.path) if second.country else (*first.path, *second.path),
        plural=first.plural or second.plural,
        person=first.person or second.person,
    )


def _from_tails(
    codes: Codes, core: Segment, tails: list[Segment], knowledge: Knowledge, *, date: str | None, person: PersonLookup
) -> Codes:
    """Read the words after the head for what it leaves open."""
    weak_head = _weak_head(core)
    before = core.text
    for tail in tails:
        if codes.country and codes.sector and not weak_head:
            break
        inner = code_words(tail.text, knowledge, date=date, person=person)[0] if tail.text.strip() else NOTHING
        serves = tail.link in {"for", "to"} and _SERVES.search(before)
        before = tail.text
        if not codes.country and inner.country and (serves or tail.link in _PLACE_LINKS or tail.link in _INNER_LINKS):
            codes = codes.step(f"{tail.link} {tail.text.strip()} -> {inner.country}", country=inner.country)
        says = serves or tail.link in {"of", ",", "(", "belonging to", "from"}
        says = says or (weak_head and _workplace(tail, inner))
        if inner.sector and (codes.sector is None or weak_head) and says:
            plain_place = inner.sector == "GOV" and codes.sector is not None
            if not plain_place:
                codes = codes.step(
                    f"{tail.link} {tail.text.strip()} -> {inner.sector}", sector=inner.sector, sectors=()
                )
                weak_head = False
    return codes


def _workplace(tail: Segment, inner: Codes) -> bool:
    """Whether somebody is in a body that says what he is ("officials in the Navy", "workers in the media")."""
    return tail.link in {"in", "at"} and inner.sector in _SECTORS_OF_A_WORKPLACE


def _weak_head(core: Segment) -> bool:
    roles = [e for h in core.hits for e in [h.of("role")] if e]
    return bool(roles) and all(e.detail == "weak" for e in roles) and not any(h.of("organisation") for h in core.hits)


def _unknown_name(core: Segment) -> str:
    """The capitalised words that no table knows: perhaps a person's name."""
    masked = core.text
    for hit in core.hits:
        masked = masked[: hit.start] + " " * len(hit.text) + masked[hit.end :]
    names = re.findall(r"(?:\b(?:al|el|bin|de|van|von|der)[ -])?[^\W\d_][\w'’-]*(?:\.(?=\s[A-Z]))?", masked)
    words = [n for n in names if n[0].isupper() or re.match(r"(al|el|bin|de|van|von|der)[ -]", n)]
    return re.sub(r"['’]s?$", "", " ".join(words).strip())


def _finish(codes: Codes, segments: list[Segment]) -> Codes:
    """Apply the coding rules that need both parts: organisations, bare countries, breakaway regions."""
    core = segments[0]
    if codes.country in ORGANISATION_CODES - {"IMG"}:
        if codes.sector not in _ORGANISATION_SECTORS or _OFFICER.search(core.text):
            own = next((e.sector for h in core.hits for e in [h.of("organisation")] if e and e.sector), None)
            codes = replace(codes, sector=own, sectors=())
            codes = _member_states(codes, segments)
    elif codes.sector is None and codes.country and not codes.path[0].startswith(("of ", "in ", "from ")):
        codes = _bare_country(codes, core)
    codes = _party_in_parliament(codes, segments)
    pre = next((h for s in segments[:2] for h in s.hits if _breakaway(h)), None)
    if pre and codes.sector in {None, "GOV", "PRE"}:
        codes = codes.step(f"{pre.text} (breakaway region) -> PRE", sector="PRE", sectors=("PRE",))
    return replace(codes, sectors=codes.sectors or ((codes.sector,) if codes.sector else ()))


def _party_in_parliament(codes: Codes, segments: list[Segment]) -> Codes:
    """Members of a party in a parliament are legislators ("Democrats in Congress")."""
    seat = next((s for s in segments[1:] if s.link == "in"), None)
    house = next((h.text for h in seat.hits for e in [h.of("role")] if e and e.sector == "LEG"), None) if seat else None
    return (
        codes.step(f"in {house} -> LEG", sector="LEG", sectors=("LEG",)) if house and codes.sector == "PTY" else codes
    )


def _member_states(codes: Codes, segments: list[Segment]) -> Codes:
    """The ministers, ambassadors or countries of an international organisation are those of its members."""
    head = next((h for h in reversed(segments[0].hits) if h.text.lower() in _MEMBER_STATES), None)
    if head is None or codes.country not in {"EUR", "IGO", "UNO"} or codes.sector:
        return codes
    return codes.step(f"{head.text} of member states -> GOV", sector="GOV", plural=True)


def _breakaway(hit: Hit) -> bool:
    role = hit.of("role")
    return hit.of("pre") is not None or (role is not None and role.sector == "PRE")


def _bare_country(codes: Codes, core: Segment) -> Codes:
    last = core.hits[-1] if core.hits else None
    if codes.plural:
        whole = last is not None and last.text == core.text.strip()
        return codes.step("the people of a country -> CVL" if whole else "people of a country -> CVL", sector="CVL")
    if last is None:
        return codes
    if last.of("demonym") and _unknown_name(core):
        return codes.step("a person without a role -> CVL", sector="CVL", person=True)
    if codes.person:
        return codes
    bare = not re.search(r"\w", re.sub(r"^['’]s\b", "", core.text[last.end :]))
    if bare and not _unknown_name(core):
        return codes.step("country acting as a state -> GOV", sector="GOV")
    return codes
