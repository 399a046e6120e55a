"""Where: a place name to its country, coordinates and GeoNames id, settled by the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from newsledger.records import Place
from newsledger.resolve.atlas import Atlas, Spot, plain_letters
from newsledger.resolve.entries import ORGANISATION_CODES, Entry
from newsledger.resolve.knowledge import Hit
from newsledger.resolve.locate import Choice, bigger_places, city_spot, country_spot, locate, shares_of, spots_of
from newsledger.resolve.relative import split_relation
from newsledger.resolve.scene import this_side
from newsledger.resolve.story import WHERE_IT_PLAYS, Story
from newsledger.resolve.words import choice

_NAMED = ("country", "seat", "capital", "region", "pre", "demonym")
_STATES = frozenset({"country", "demonym"})
_AREAS = frozenset({"region", "pre"})
# "Washington state"; "Virginia, " before "Washington".
_STATE_AFTER = re.compile(r"\s*(?:[Ss]tate|Territory)\b")
_LISTED_AFTER = re.compile(r",? and $|, $")
_SEVERAL = re.compile(r"\band\b|,|\bborder")
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*\.?"
_LINK = r"(?:(?:de|del|la|el|al|da|do|dos|du|of|and|the|sur|am) )*"
_RUN = re.compile(rf"{_CAPITAL}(?:[ -]{_LINK}{_CAPITAL})*")
# Words around the name of a place that say which part of it, or what stands in it, and leave it where it is.
_AROUND = frozenset(
    re.findall(
        r"\S+",
        """north south east west northern southern eastern western central northeast northwest southeast southwest
northeastern northwestern southeastern southwestern upper lower greater metropolitan metro downtown uptown inner outer
old province region district county city town state governorate oblast municipality prefecture township parish village
airport international base air army naval military port harbor harbour hospital university prison jail square station
stadium embassy consulate mosque church cathedral camp valley refugee border crossing area suburb the of in and""",
    )
)
# Behind a capital that acts, and before one that is a place.
_ACTS = re.compile(
    r" (?:said|says|denie[sd]|announced|warn(?:s|ed)|insist(?:s|ed)|want(?:s|ed)|accuse[sd]|condemn(?:s|ed)"
    r"|reject(?:s|ed)|urge[sd])\b"
)
_LOCATED = re.compile(r"\b(?:in|at|near|from|to|of|outside|around|into|for|through|over|across|toward|towards) $")
_TITLED = re.compile(rf"\b{choice('titles')} [A-Z]")
# Words for places in several countries, or in none.
_MANY = re.compile(
    r"(?:(?:the|all|some|many|most|more than|at least|nearly|about|around|over|various|several|multiple|numerous|other"
    r"|different|neighbou?ring|foreign|these|those|both|member|third|host|dozens of|scores of|a number of|[\d,]+"
    r"|two|three|four|five|six|seven|eight|nine|ten) )*(?:countries|nations|jurisdictions|continents|member states)"
    r"(?: (?:around|across|of|in|throughout) the (?:world|globe|region))?"
    r"|(?:(?:all )?(?:around|across|over) )?the (?:world|globe)|worldwide|abroad|overseas|elsewhere|here"
    r"|online|cyberspace|(?:the )?(?:internet|social media)",
    re.I,
)
# "the Japanese-built facility" need not lie in Japan.
_NOT_THERE = re.compile(
    r"-(?:built|made|backed|led|owned|funded|run|operated|financed|supplied|flagged|held|occupied|controlled)\b"
)
# "the U.S. embassy in London", "Pacific islands in Papua New Guinea": where it lies stands behind.
_INSIDE = re.compile(r" (?:in|at|near|outside|of) (?:the )?(?=[A-Z])")
_ABROAD = re.compile(
    r"\b(?:embass(?:y|ies)|(?:consulate|mission|base|outpost|compound|installation|plant|school)s?|facilit(?:y|ies))\b",
    re.I,
)
_POST = re.compile(r"\b(?:embass(?:y|ies)|consulates?|high commission|diplomatic mission)\b", re.I)
_WATERS = frozenset({"sea", "ocean", "gulf", "strait"})
_KINDS = {"admin1": "province", "admin2": "district", "seat": "city", "town": "city"}
_GRANULARITY = {"admin1": "region", "admin2": "region", "continent": "world region", "country": "country",
                "city": "city", "seat": "city", "town": "city"}  # fmt: skip
_AHEAD = 60
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class _Piece:
    """A name inside the words of a place, with what the knowledge base says of it."""

    name: str
    start: int
    entry: Entry | None


def resolve_place(place: Place, story: Story) -> Place:
    """Resolve the words of a place in its article.

    Among namesakes the one wins that a bigger place beside it holds, or that the story's countries and other places
    support, else the biggest. A relative place ("24 nautical miles south of X") takes the point of what it is seen
    from, and keeps the relation. What the words leave open ("the square") takes the country where the story plays,
    with that reason, and no coordinates.

    Args:
        place: The words and their offsets.
        story: The article.
    """
    if _MANY.fullmatch(place.text):
        return replace(place, reason=f"{place.text} is in no one country")
    near = _by_a_border(place, story)
    if near:
        return near
    relation, lead = split_relation(place.text)
    found = _resolved(replace(place, text=place.text[lead:], start=place.start + lead), story)
    told = f"seen from it ({relation}), with its point: " if relation else ""
    return replace(found, text=place.text, start=place.start, relation=relation, reason=told + found.reason)


def _by_a_border(place: Place, story: Story) -> Place | None:
    """What lies near a border, on this side of it: where the words before say, else whose forces are there."""
    border = story.votes.across_border(place.start, place.end) if "border" in place.text else None
    if border is None:
        return None
    at, other = border
    before = place.text[: max(at - place.start, 0)].rstrip(" ,")
    if re.search(r"[A-Z]", before):
        found = _resolved(replace(place, text=before, end=place.start + len(before)), story)
        return replace(found, text=place.text, end=place.end) if found.country else None
    country, why = this_side(story, place.start, other)
    if country in {None, other}:
        return None
    relation, _ = split_relation(place.text)
    return replace(place, name=place.text, country=country, granularity="site", relation=relation, reason=why)


def _resolved(place: Place, story: Story) -> Place:
    first, comma, rest = place.text.partition(",")
    beside = story.city_beside(first.strip(), comma + rest) or story.city_beside(place.text, _after(place, story))
    area = any(
        h.text == first and e and e.kind in _AREAS and beside and e.country == beside.country
        for h in story.knowledge.scan(first)
        for e in [_entry(h)]
    )
    if beside and not area:  # "Oregon, Ohio and Utah" is a list of states
        choice = Choice(city_spot(beside), f"beside{rest or ' a bigger place'}")
        return _at(place, choice, _Piece(first, 0, None), story)
    pieces = _pieces(place, story)
    inside = _inside(place, pieces, story)
    if inside:
        return inside
    post = _post_abroad(place, pieces, story)
    if post:
        return post
    why_not = _no_place(place, pieces, story)
    if why_not:
        return replace(place, reason=f"{place.text} {why_not}")
    states = [p for p in pieces if p.entry and p.entry.kind in _STATES]
    countries = {code for p in states for code in [_meaning(p, story)] if code}
    for piece in sorted((p for p in pieces if p not in states), key=lambda p: _before_comma(p, place)):
        done = _specific(place, piece, countries, story)
        if done:
            return done
    return _state(place, states[0], story) if countries else _open(place, story)


def _inside(place: Place, pieces: list[_Piece], story: Story) -> Place | None:
    """What stands behind "in" where the words before it only say whose the place is, or by which sea it lies."""
    cuts = list(_INSIDE.finditer(place.text))
    if not cuts:
        return None
    cut = cuts[-1]
    before = [p for p in pieces if p.start + len(p.name) <= cut.start()]  # not the "Gulf of Oman" itself
    owned = _ABROAD.search(place.text, 0, cut.start()) and any(p.entry and p.entry.kind in _STATES for p in before)
    if not owned and not any(s.kind in _WATERS for p in before for s in spots_of(p.name, story)[:1]):
        return None
    found = _resolved(replace(place, text=place.text[cut.end() :], start=place.start + cut.end()), story)
    return replace(found, text=place.text, start=place.start) if found.country else None


def _post_abroad(place: Place, pieces: list[_Piece], story: Story) -> Place | None:
    """An embassy of which only the owner is said: it lies where the story plays outside the owner's state."""
    owners = {code for p in pieces for code in [_meaning(p, story)] if code}
    only_owners = all(p.entry is not None and p.entry.kind in _STATES for p in pieces)
    if not owners or not only_owners or not _POST.search(place.text):
        return None
    behind = [s.country for s in bigger_places(_after(place, story), story) if s.country]
    scores = {code: score for code, score in story.scores(place.start).items() if code not in owners}
    country = next(iter(behind), None) or max(scores, key=lambda code: (scores[code], code), default=None)
    where = f"in {country}, by the other places of the story" if country else "where it lies is not told"
    return replace(place, name=place.text, country=country, granularity="site", reason=f"a post abroad, {where}")


def _after(place: Place, story: Story) -> str:
    return story.text[place.end : place.end + _AHEAD]


def _open(place: Place, story: Story) -> Place:
    """A place that no table knows: the country of the story, with that reason."""
    hits = story.knowledge.scan(place.text)
    if any(h.of("world") for h in hits):
        return replace(place, name=place.text, granularity="world region", reason=f"{place.text} is no country's")
    body = next((e for h in hits if h.text == place.text for e in [h.of("organisation")] if e), None)
    if body and body.detail == "igo":
        return replace(place, reason=f"{place.text} is no one country's")
    country, why = _where_it_plays(place, story)
    if body and body.detail == "institution":
        country, why = body.country, f"an institution of {body.country}"
    holder = _holder(place, country, story)
    told = f"the point is that of {holder.name}, beside it; " if holder else ""
    return replace(
        place,
        country=country,
        granularity="site",
        latitude=holder.latitude if holder else None,
        longitude=holder.longitude if holder else None,
        reason=f"{place.text} is in no table; {told}{why}",
    )


def _where_it_plays(place: Place, story: Story) -> tuple[str | None, str]:
    """The country of the story, without what a namesake of these very words adds to it; "there" is the last place."""
    last = _last_place(place, story) if place.text.lower() == "there" else None
    if last:
        return last
    country, why = story.where_it_plays(place.start, place=True)
    others = shares_of(story, place.start, place.text)
    if not others or others.get(country or "") == 1.0 or not any(e.text == place.text for e in story.evidence):
        return country, why
    best = max(others, key=lambda code: (others[code], code))
    return best, f"{WHERE_IT_PLAYS} in {best}, by its other places -> {best}"


def _last_place(place: Place, story: Story) -> tuple[str, str] | None:
    """The country in which something was said to be, in this sentence or the one before."""
    here = story.sentence_of(place.start)
    named = [e for e in story.evidence if e.at < place.start and story.located(e.at)]
    if not named or here - story.sentence_of(named[-1].at) > 1:
        return None
    return named[-1].country, f"“there” is {named[-1].text} -> {named[-1].country}"


def _holder(place: Place, country: str | None, story: Story) -> Spot | None:
    """The bigger place in the country of the story that stands behind an unknown name, here or later in the text."""
    if not place.text[:1].isupper():
        return None
    for match in re.finditer(re.escape(place.text), story.text):
        for spot in bigger_places(story.text[match.end() : match.end() + _AHEAD], story):
            known = spot.kind not in {"country", "continent"} and (spot.latitude or spot.longitude)
            if known and spot.country == country:
                return spot
    return None


def _before_comma(piece: _Piece, place: Place) -> bool:
    """Sort key: names before the first comma are the place, those behind it say where it lies."""
    comma = place.text.find(",")
    return 0 <= comma < piece.start


def _pieces(place: Place, story: Story) -> list[_Piece]:
    """The names in the words: those of the knowledge base, and other runs of capitalised words."""
    whole = place.text.strip(" .,")
    hits = [h for h in story.knowledge.scan(place.text) if _entry(h)]
    hits = hits or [h for h in story.knowledge.scan(plain_letters(place.text)) if _entry(h)]
    hits = [h for h in hits if not _NOT_THERE.match(place.text, h.end)]
    if spots_of(whole, story) and not any(h.text == whole for h in hits):
        return [_Piece(whole, place.text.find(whole), None)]
    pieces = [_Piece(h.text, h.start, _entry(h)) for h in hits]
    rest = place.text
    for hit in hits:
        rest = f"{rest[: hit.start]}{',' * (hit.end - hit.start)}{rest[hit.end :]}"
    for run in _RUN.finditer(rest):
        pieces += _known_parts(run[0], run.start(), story)
    return sorted(pieces, key=lambda p: p.start)


def _no_place(place: Place, pieces: list[_Piece], story: Story) -> str | None:
    """Why the words are no place, or no single one; None where they are one."""
    codes = {code for p in pieces for code in [_meaning(p, story)] if code}
    if len(codes) > 1 and all(p.entry and p.entry.kind in _STATES | _AREAS for p in pieces):
        return "lies in several countries" if _SEVERAL.search(place.text) else None
    before = story.text[max(place.start - _AHEAD, 0) : place.start]
    if len(pieces) == 1 and pieces[0].entry and pieces[0].entry.kind in {"capital", "seat"}:
        acts = _ACTS.match(_after(place, story)) and not _LOCATED.search(before) and pieces[0].name == place.text
        return "stands for its government, not for the city" if acts else None
    if all(p.entry and p.entry.kind == "demonym" for p in pieces):
        hits = story.knowledge.scan(place.text)
        media = any(e.kind == "organisation" and e.detail == "media" for h in hits for e in h.entries)
        if media or any(h.of("person") for h in hits) or _TITLED.search(place.text):
            return "is no place: it names people or an organisation"
    return None


def _known_parts(run: str, start: int, story: Story) -> list[_Piece]:
    """The longest part of a run of capitalised words that the map knows, where the other words only say which part.

    "North Dallas" and "Kabul Airport" lie in Dallas and Kabul; "Islington Bay" does not lie in Islington.
    """
    words = list(re.finditer(r"[^ ]+", run))
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            begin, end = words[first].start(), words[first + length - 1].end()
            name = re.sub(r"['’]s?$", "", run[begin:end].rstrip("."))
            others = [w[0].strip(".,'’") for w in (*words[:first], *words[first + length :])]
            beside = {o.lower() for o in others} <= _AROUND or all(o.isupper() for o in others)
            if len(name) > _SHORTEST and name[0].isupper() and beside and spots_of(name, story):
                return [_Piece(name, start + begin, None)]
    one, both, two = run.partition(" and ")
    return [*_known_parts(one, start, story), *_known_parts(two, start + len(one + both), story)] if both else []


def _entry(hit: Hit) -> Entry | None:
    entry = hit.of(*_NAMED)
    return entry if entry and entry.country and entry.country not in ORGANISATION_CODES else None


def _meaning(piece: _Piece, story: Story) -> str | None:
    return story.settle(piece.name, piece.entry.country) if piece.entry and piece.entry.country else None


def _specific(place: Place, piece: _Piece, countries: set[str], story: Story) -> Place | None:
    """A city, province, sea or other place that is no whole country."""
    at = place.start + piece.start
    after = place.text[piece.start + len(piece.name) :] + _after(place, story)
    entry = piece.entry
    if entry and entry.kind in {"seat", "capital"}:
        return _seat(place, piece, after, story)
    only = next(iter(countries)) if len(countries) == 1 else None
    choice = locate(piece.name, story, at, rest=after, only=only) if only else None
    choice = choice or locate(piece.name, story, at, rest=after)
    if choice:
        return _at(place, choice, piece, story)
    if entry is None:
        return None
    point = country_spot(entry.country or "")
    return _told(place, piece, point, story) if point else None


def _seat(place: Place, piece: _Piece, after: str, story: Story) -> Place:
    """A capital or a seat of government as a place: the city itself, unless the article speaks for a namesake."""
    code = _meaning(piece, story) or ""
    at = place.start + piece.start
    choice = locate(piece.name, story, at, rest=after, capital_of=None if _as_state(at, after, code, story) else code)
    if choice:
        reason = "the capital" if choice.spot.country == code else choice.reason
        return _at(place, replace(choice, reason=reason), piece, story)
    return _told(place, piece, country_spot(code), code=code, story=story)


def _as_state(at: int, after: str, code: str, story: Story) -> bool:
    """Whether a capital's name is that of a province here: "Washington state", "Virginia, Washington and Wyoming"."""
    before = story.text[max(at - _AHEAD, 0) : at]
    listed = _LISTED_AFTER.search(before)
    beside = story.knowledge.scan(before[: listed.start()])[-1:] if listed else ()
    areas = [h for h in beside if listed and h.end == listed.start() and h.of("region")]
    return bool(_STATE_AFTER.match(after)) or any(e.country == code for h in areas for e in [h.of("region")] if e)


def _at(place: Place, choice: Choice, piece: _Piece, story: Story) -> Place:
    spot = choice.spot
    entry = piece.entry
    country = story.knowledge.sovereigns.get(spot.country, spot.country)
    if entry and entry.country and (not country or entry.kind == "pre"):
        country = entry.country
    return replace(
        place,
        name=spot.name,
        country=country or None,
        geonames_id=spot.geonames_id or None,
        latitude=spot.latitude,
        longitude=spot.longitude,
        granularity=_GRANULARITY.get(spot.kind, spot.kind),
        reason=f"{piece.name} ({_KINDS.get(spot.kind, spot.kind)}) -> {country or 'no country'}, {choice.reason}",
    )


def _state(place: Place, piece: _Piece, story: Story) -> Place:
    code = _meaning(piece, story) or ""
    part = piece.entry is not None and code != piece.entry.country  # the American Georgia
    nation = [s for s in Atlas.load().lookup(piece.name) if s.kind == "region" and s.country == code]
    choice = locate(piece.name, story, place.start + piece.start, only=code) if part else None
    if nation and not choice:
        choice = Choice(nation[0], "a part of the country")
    if choice:
        return _at(place, choice, piece, story)
    return _told(place, piece, country_spot(code), story, code=code)


def _told(place: Place, piece: _Piece, point: Spot | None, story: Story, *, code: str | None = None) -> Place:
    """A country, or a region of which only the country is known: the country's point."""
    entry = piece.entry
    kind = entry.kind if entry else "country"
    country = code or (entry.country if entry else None)
    row = story.knowledge.countries.get(country or "")
    return replace(
        place,
        name=row["name"] if row and kind in _STATES else piece.name,
        country=country,
        geonames_id=point.geonames_id or None if point and kind in _STATES else None,
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        granularity={"seat": "site"}.get(kind, "region" if kind in _AREAS else "country"),
        reason=f"{piece.name} ({kind}) -> {country}",
    )
