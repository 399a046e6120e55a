"""Code the words of a party by composition: a part that gives the country, a part that gives the sector.

"two senior Taiwanese officials" is Taiwanese (TWN) + officials (GOV). Words after "of", "in", "from" … are read only
for what the words before them leave open; a country before "-backed" or after "pro-" is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from newsledger.resolve import affiliations, heads
from newsledger.resolve.codes import NOTHING, Codes
from newsledger.resolve.entries import ORGANISATION_CODES, Entry, closest, sector_on
from newsledger.resolve.knowledge import Hit, Knowledge
from newsledger.resolve.sectors import heads_a_body, private_body, sector_of
from newsledger.resolve.segments import Segment, someone_else, split
from newsledger.resolve.words import word_set

COUNTRY_KINDS = ("country", "demonym", "seat", "capital", "pre", "organisation", "person", "region", "group")

_PLACE_LINKS = frozenset({"of", "from", "in", "at", "inside", "near", "on", "across", ",", "("})
_WORKPLACE_LINKS = frozenset({"in", "at", "inside", "near", "on", "across"})
_INNER_LINKS = frozenset(
    {"belonging to", "loyal to", "located", "based", "living", "arrested", "detained", "killed", "held", "fleeing"}
)
_JOIN = re.compile(r"^\s*(?:,|/|-|–|and|&|, and|or)\s*(?:the\s+)?$|^\s*,?\s*and\s+(?:the\s+)?$", re.I)
# Where the country is an organisation, its officials are the organisation: no sector, save those that say more.
_ORGANISATION_SECTORS = frozenset({"MIL", "JUD", "LEG", "COP", "REB", "BUS", "REL", "JRN", "MED"})

# Of an international organisation, an officer or investigator is no policeman.
_OFFICER = re.compile(r"\b(?<!police )(?:officer|investigator)s?\b", re.I)
# Nobody is called "a Turkish Bayraktar" or "Iranian Shahed-136".
_A_THING = re.compile(r"^(?:an?|two|three|four|five|several|\d+) |\d", re.I)
_ARTICLE = len(" the ")
_GENERIC_OFFICES = frozenset(name.lower() for name in word_set("offices_of_many_states"))
_MEMBER_STATES = word_set("member_states")
_SECTORS_OF_A_WORKPLACE = frozenset({"BUS", "MIL", "COP", "LEG", "JUD", "JRN", "PTY", "SPY"})
# "spokesman for X", "adviser to X": the words after the link are whom he serves.
_SERVES = re.compile(
    r"\b(?:spokes(?:man|woman|person|men|people)|advis[eo]r|aide|assistant|counsel|lawyer|attorney|deputy|secretary) $",
    re.I,
)

PersonLookup = Callable[[str], Codes]


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
    sector = _of_a_body(core, segments[1:]) or sector_of(core, date)
    nameless = countries or _of_country(segments[1:]) or heads.other_committee(core.text, core.hits)
    firm = heads.firm_name(core.text, core.hits)
    name = NOTHING if nameless or firm else person(_unknown_name(core))
    base = _merge(Codes(), sector)
    club = bool(countries) and countries[0].country == "IGO" and sector.sector == "GOV"
    if (not countries and name.empty) or club:
        countries = _listed_in_tail(segments[1:], date) or countries
    found = [_merge(base, c) for c in countries] or [_merge(base, name)]
    works_for = affiliations.employer(segments, date)
    if works_for and not any(h.of("demonym") for h in core.hits):
        why = f"works for {works_for.name} -> {works_for.country}"
        found = [replace(found[0], country=works_for.country, path=(*found[0].path, why))]
    found = [_from_tails(codes, core, segments[1:], knowledge, date=date, person=person) for codes in found]
    return tuple(_finish(codes, segments, date) for codes in found)


def _office_of(core: Segment, tails: list[Segment]) -> bool:
    """Whether a name that several states use is said to be another's ("Supreme Court of Austria")."""
    names = [h for h in core.hits if h.of(*COUNTRY_KINDS)]
    generic = bool(names) and all(h.text.lower() in _GENERIC_OFFICES for h in names)
    return generic and any(
        t.link in {"of", "in", "from"} and h.of("country", "capital", "region") and h.start <= _ARTICLE
        for t in tails
        for h in t.hits
    )


def _of_a_body(core: Segment, tails: list[Segment]) -> Codes | None:
    """The sector of any body's office by the union, firm or party of which it is ("president of the miners' union")."""
    head = core.hits[-1] if core.hits and heads_a_body(core.hits[-1]) else None
    tail = tails[0] if head and tails and tails[0].link == "of" and _ends_with(head, core) else None
    last = tail.hits[-1] if tail and tail.hits else None
    body = private_body(last) if last and tail and _ends_with(last, tail) else None
    if head is None or last is None or body is None or (tail and any(h.of("country", "demonym") for h in tail.hits)):
        return None
    note = f"{head.text} of a body, {last.text} (role) -> {body.sector}"
    return Codes(sector=body.sector, sectors=(body.sector or "",), path=(note,))


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


def _countries(segment: Segment, date: str | None) -> list[Codes]:
    """The countries that the segment names: the first, or all of a joined list."""
    named: list[tuple[Hit, Codes]] = []
    for hit in segment.hits:
        entry = _meaning(hit, date)
        if entry is None or someone_else(segment.text, hit) or _only_based(segment, hit, date):
            continue
        codes = _entry_codes(entry, hit, date)
        if not named:
            named.append((hit, codes))
            continue
        between = segment.text[named[-1][0].end : hit.start]
        if _JOIN.match(between) and codes.country != named[0][1].country:
            named.append((hit, codes))
        elif heads.people_elsewhere((named[-1][0], hit), segment.text) and heads.settled(hit):
            named[-1] = (hit, codes)
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


def _only_based(segment: Segment, hit: Hit, date: str | None) -> bool:
    """Whether a place says where somebody works, and later words whose he is ("Doha-based Hamas leader")."""
    later = [_meaning(h, date) for h in segment.hits if h.start > hit.end] if heads.based(segment.text, hit) else []
    return any(entry and entry.country != "MNC" for entry in later)


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


def _merge(first: Codes, second: Codes) -> Codes:
    """Fill what the first leaves open from the second."""
    if second is NOTHING:
        return first
    return first.filled(
        second,
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
        stays = tail.link in _WORKPLACE_LINKS and heads.serves_abroad(core.text)
        leads = serves or tail.link in _PLACE_LINKS or tail.link in _INNER_LINKS
        if not codes.country and inner.country and leads and not stays:
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


def _finish(codes: Codes, segments: list[Segment], date: str | None) -> Codes:
    """Apply the coding rules that need both parts: organisations, bare countries, breakaway regions."""
    core = segments[0]
    if codes.country in ORGANISATION_CODES - {"IMG"}:
        if codes.sector not in _ORGANISATION_SECTORS or _OFFICER.search(core.text):
            own = next((e.sector for h in core.hits for e in [h.of("organisation")] if e and e.sector), None)
            codes = replace(codes, sector=own, sectors=())
            codes = _member_states(codes, segments)
    elif codes.sector is None and codes.country and not codes.path[0].startswith(("of ", "in ", "from ")):
        codes = _bare_country(codes, core, date)
    codes = _armed_dissidents(_party_in_parliament(codes, segments), segments)
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


def _armed_dissidents(codes: Codes, segments: list[Segment]) -> Codes:
    """Dissidents of an armed group are rebels as it is ("FARC dissidents", "dissidents of the FARC")."""
    own = [h for s in segments if s.link in {"", "of", "from"} for h in s.hits]
    armed = next((h for h in own for e in [h.of("organisation")] if e and e.detail == "armed"), None)
    if armed is None or codes.sector != "OPP" or not heads.breakaway(segments[0].text):
        return codes
    return codes.step(f"dissidents of {armed.text} -> REB", sector="REB", sectors=("REB",))


def _member_states(codes: Codes, segments: list[Segment]) -> Codes:
    """The ministers, ambassadors or countries of an international organisation are those of its members."""
    head = next((h for h in reversed(segments[0].hits) if h.text.lower() in _MEMBER_STATES), None)
    if head is None or codes.country not in {"EUR", "IGO", "UNO"} or codes.sector:
        return codes
    return codes.step(f"{head.text} of member states -> GOV", sector="GOV", plural=True)


def _breakaway(hit: Hit) -> bool:
    role = hit.of("role")
    return hit.of("pre") is not None or (role is not None and role.sector == "PRE")


def _bare_country(codes: Codes, core: Segment, date: str | None) -> Codes:
    """The sector of words that name a country and no role: its people, a person, a firm, or the state itself."""
    last = core.hits[-1] if core.hits else None
    if codes.plural:
        whole = last is not None and last.text == core.text.strip()
        return codes.step("the people of a country -> CVL" if whole else "people of a country -> CVL", sector="CVL")
    if last is None or heads.other_committee(core.text, core.hits):
        return codes
    company = last.of("organisation")
    namesake = _namesake(codes, core)
    if namesake:
        body = closest(tuple(e for e in namesake.entries if e.kind == "organisation"), date)
        sector = "BUS" if body.detail == "company" else body.sector
        return codes.step(f"{namesake.text} (organisation) -> {sector}", sector=sector) if sector else codes
    if heads.people_elsewhere(core.hits, core.text):
        codes = codes.step(f"{last.text}, a people in another state -> CVL", sector="CVL", plural=True)
    elif company and company.detail == "company":
        codes = codes.step(f"{last.text} (company) -> BUS", sector="BUS")
    elif last.of("demonym") and _unknown_name(core) and not _A_THING.search(core.text):
        codes = codes.step("a person without a role -> CVL", sector="CVL", person=True)
    elif not codes.person and not _unknown_name(core) and _ends_with(last, core):
        codes = codes.step("country acting as a state -> GOV", sector="GOV")
    return codes


def _namesake(codes: Codes, core: Segment) -> Hit | None:
    """An organisation that the base knows of another state than the words name ("Peru's Labour Party")."""
    found = [h for h in core.hits[1:] for e in [h.of("organisation")] if e and e.country not in {None, codes.country}]
    owned = [h for h in found if not h.of("country", "demonym", "capital") and not someone_else(core.text, h)]
    return owned[-1] if owned else None


def _ends_with(last: Hit, core: Segment) -> bool:
    return not re.search(r"\w", re.sub(r"^['’]s\b", "", core.text[last.end :]))
