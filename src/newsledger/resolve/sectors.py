"""The sector of a party's core: its role nouns, the organisation or group that it names, a firm, a weapon."""

from __future__ import annotations

import re

from newsledger.resolve import heads
from newsledger.resolve.codes import NOTHING, Codes
from newsledger.resolve.entries import Entry, closest
from newsledger.resolve.knowledge import Hit
from newsledger.resolve.segments import Segment, someone_else
from newsledger.resolve.words import word_set

_FORMER = re.compile(r"\b(former|ex|ousted|deposed|exiled|retired|late|one-time|then-former)[\s-]", re.I)
_POSSESSIVE = re.compile(r"['’]s\s|s['’]\s")
_REPRESENTATIVE = re.compile(r"Representatives?")
_OFFICES_OF_ANY = word_set("offices_of_any_organisation")
_HEADS_OF_A_BODY = word_set("heads_of_a_body")
_STATES_TOO = word_set("bodies_of_a_state_too")
_PRIVATE = frozenset({"AGR", "BUS", "EDU", "JRN", "LAB", "MED", "PTY", "REL", "SOC"})
_OWNS = re.compile(r"(?:['’]s?)? ")
_KINDS_OF_BODY = word_set("kinds_of_body")


def sector_of(segment: Segment, date: str | None) -> Codes:
    """The sector of the segment's head: the last strong role, else a weak one coloured by what stands before it."""
    other = heads.other_committee(segment.text, segment.hits)
    roles = [r for r in _roles(segment) if r[0] is not other]
    strong = [r for r in roles if r[1].detail == "strong"]
    made = _firm_or_weapon(segment, strong)
    if made:
        return made
    bodies = [_organisation(h, date) for h in segment.hits if not _of_a_country(h, segment)]
    organisation = next((o for o in bodies if o and o.sector), None)
    chosen = strong[-1] if strong else None
    if chosen is None and organisation is None and roles:
        weak = [r for r in roles if r[1].detail == "modifier"] if len(roles) > 1 else roles
        chosen = (weak or roles)[-1]
    if chosen is None:
        why = f"{other.text}: {heads.OTHER_COMMITTEE}" if other else ""
        return NOTHING if organisation else Codes(path=(why,)) if other else _group(segment)
    body = _body_of(segment, chosen[0])
    if body:
        return _of_the_role(segment, *body, (body[1].sector,))
    if (organisation and _acts_for(organisation, *chosen)) or _his_own(segment, *chosen, date):
        return NOTHING
    return _of_the_role(segment, *chosen, tuple(dict.fromkeys([chosen[1].sector, *(r[1].sector for r in strong)])))


def _body_of(segment: Segment, head: Hit) -> tuple[Hit, Entry] | None:
    """The union, firm or party right before one of its offices ("the union's president", "union president")."""
    if head.text.lower() not in _HEADS_OF_A_BODY:
        return None
    for hit in segment.hits:
        role = private_body(hit)
        if role and _OWNS.fullmatch(segment.text[hit.end : head.start]):
            return hit, role
    return None


def private_body(hit: Hit) -> Entry | None:
    """The role of a noun for a body that is no state's ("union", "company", "bar association"), or None."""
    role = hit.of("role")
    private = role is not None and role.sector in _PRIVATE and hit.text.lower() not in _STATES_TOO
    return role if private and not hit.of("organisation") else None


def heads_a_body(hit: Hit) -> bool:
    """Whether a noun is an office that any body has ("president")."""
    return hit.text.lower() in _HEADS_OF_A_BODY


def _roles(segment: Segment) -> list[tuple[Hit, Entry]]:
    """The role nouns that say what the party itself is: not a possessor's, nor part of an organisation's name."""
    roles = [(h, e) for h in segment.hits for e in [h.of("role")] if e and not someone_else(segment.text, h)]
    roles = [(h, e) for h, e in roles if e.sector and not (_office(h) and not _of_a_country(h, segment))]
    roles = [r for r in roles if r[0].text != "house"]
    owner = max((m.end() for m in _POSSESSIVE.finditer(segment.text)), default=0)
    return [r for r in roles if r[0].start >= owner] or roles


def _of_the_role(segment: Segment, hit: Hit, role: Entry, sectors: tuple[str | None, ...]) -> Codes:
    """Codes of a role noun: of a people's forces they are rebels', of one who was in office the elites'."""
    if role.sector == "MIL" and heads.armed_people(hit, segment.hits):
        return Codes(sector="REB", sectors=("REB",), path=(f"{hit.text} of a people or region -> REB",), plural=True)
    note = f"{hit.text} (role) -> {role.sector}"
    plural = bool(re.search(r"(s|men|women|people|police|troops|children)$", hit.text, re.I))
    codes = Codes(sector=role.sector, sectors=tuple(s for s in sectors if s), path=(note,), plural=plural)
    if _REPRESENTATIVE.fullmatch(hit.text) and re.match(r" [A-Z][a-z]", segment.text[hit.end :]):
        codes = Codes(sector="LEG", sectors=("LEG",), path=(f"{hit.text} before a name -> LEG",))
    if _former(segment, hit) and codes.sector in {"GOV", "LEG", "MIL", "JUD"}:
        return codes.step("former -> ELI", sector="ELI", sectors=("ELI",))
    return codes


def _former(segment: Segment, hit: Hit) -> bool:
    return _FORMER.search(segment.text[: hit.start]) is not None


def _his_own(segment: Segment, hit: Hit, role: Entry, date: str | None) -> bool:
    """Whether a role of any kind of body leaves a known person his own sector ("his predecessor Ann Bell")."""
    return role.detail != "strong" and not _former(segment, hit) and heads.known_after(hit, segment.hits, date)


def _firm_or_weapon(segment: Segment, strong: list[tuple[Hit, Entry]]) -> Codes | None:
    """A firm by its trade ("shipping giant"), or a weapon by its letters where no role says more ("F-16")."""
    text = segment.text
    firm, weapon = heads.firm(text) or heads.firm_name(text, segment.hits), heads.weapon(text)
    if firm and not any(hit.start >= firm.end() for hit, _ in strong):
        return Codes(sector="BUS", sectors=("BUS",), path=(f"{firm[0]} (firm) -> BUS",))
    if weapon and not strong:
        return Codes(sector="MIL", sectors=("MIL",), path=(f"{weapon[0]} (weapon) -> MIL",))
    return None


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
