"""Code one party in its article: its words first, then what the article has said before, then where the story plays."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from newsledger.resolve import heads
from newsledger.resolve.chains import Chains
from newsledger.resolve.codes import Codes
from newsledger.resolve.compose import code_words
from newsledger.resolve.deeds import UNNAMED, WITHOUT_ROLE, Deed, apply
from newsledger.resolve.entries import ORGANISATION_CODES
from newsledger.resolve.gazetteer import CityHit
from newsledger.resolve.listed import POSSESSIVE, SUFFERS, in_a_list, said_after
from newsledger.resolve.people import People
from newsledger.resolve.pronouns import Span
from newsledger.resolve.scene import (
    attacked_by,
    coalition_of,
    setting,
    wars,
)
from newsledger.resolve.story import WHERE_IT_PLAYS, Story
from newsledger.resolve.strangers import NOT_HIS, Strange, elsewhere
from newsledger.resolve.votes import Evidence
from newsledger.resolve.words import choice

_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those|some|several|many|other|another|two|three|\d+)\s+", re.I)
# A region or a circle of states has no country, whatever stands beside it.
_CIRCLE = re.compile(
    rf"(?:the )?{choice('circles')}|(?:{choice('circle_adjectives')} )*{choice('circle_heads')}"
    r"(?: (?:in|of|around|across) .*)?"
    r"|(?:[\w-]+ ){0,3}(?:allies|partners|signatories|donors|stakeholders)"
    rf"|(?!(?:the|these|those) diplomats)(?:{choice('circle_adjectives')} )+(?:leaders|ministers|capitals|diplomats)",
    re.I,
)
# "U.S. allies", "Syria's neighbors": not the country named.
_OTHERS = re.compile(r"(?:^|[\w.]['’]s?|U\.?S\.?|[A-Z][a-z]+(?:n|sh|ch|se|i)) (?:\w+ )?(?:allies|neighbou?rs)$")
_STATES = re.compile(
    r"\b(?:leader|countr|nation|state|government|minister|democrac)|allies|partners|powers|donor", re.I
)
_SHARED = frozenset({"LEG", "JUD", "PTY", "OPP", "MIL", "REB"})
_GENERIC = re.compile(rf"(?:the )?{choice('offices_of_many_states')}(?: [a-z]+)*")
_UNNAMED = re.compile(
    r"(?:(?:at least|more than|about|nearly|around|approximately|over|as many as|up to) )*"
    rf"(?:{choice('quantities')}|[\d,.]+)\b",
    re.I,
)
_ANYWHERE = re.compile(
    rf"(?:[\w-]+ )*{choice('anywhere')}"
    # Foreigners are of any country but the story's; "foreign ministry" and the like are offices.
    rf"|(?:[\w.,-]+ )*foreign(?:-| )(?!{choice('after_foreign')}).*|(?:[\w-]+ )*foreigners(?: .*)?"
    rf"|(?:[\w.,-]+ )*international {choice('international_heads')}(?: .*)?"
    rf"|{choice('whoever')}(?: .*)?|(?:the )?leaders (?:of|around|across|in) the world",
    re.I,
)
# Several states, none of them named: no country is theirs.
_SEVERAL_STATES = re.compile(rf"(?:[\w-]+ )*{choice('states_in_general')}", re.I)
_PEOPLE = frozenset({"CVL", "REF", None})
_NATIONALS = re.compile(r"(?:.* of )?(its|their|his|her) (?:own )?(?:nationals|citizens|countrymen)", re.I)
_STAFF = re.compile(
    r"\b(?:staff|members|employees|leaders|representatives|officials|team|assistant|spokes(?:man|woman|person))$"
)
# The label of a speaker in a transcript; nobody knows who asks.
_LABEL = re.compile(r"(?!QUESTION|MODERATOR|PARTICIPANT|INTERPRETER|AUDIENCE)[^a-z]*[A-Z][^a-z]*")
_THING = re.compile(r"[a-z][\w’'-]*(?:,? [a-z][\w’'-]*)*")
_ABSTRACT = re.compile(rf"\b{choice('abstract')}\b|^{choice('pronouns')}$")
# "The Allies" of a story on NATO, written as a name.
_ALLIES = re.compile(r"(?:(?:our|all|other|fellow) )*Allies")
# Who acts for a continent acts through its union; "European partners" stay a circle of states.
_EUROPE = re.compile(r"Europe|Europeans?")
# "the Bureau of East Asian and Pacific Affairs" is one country's.
_AFFAIRS = re.compile(r"(?: and [A-Z][\w-]+)* Affairs\b")
# The states of the United States, where the story plays there.
_AMERICAN_STATES = re.compile(
    r"(?:(?:the|some|many|several|most|all|other|more|than|at|least|\d+|[a-z]+teen|[a-z]+ty|two|three|four|five|six"
    r"|seven|eight|nine|ten|dozen|red|blue|Democratic|Republican|[\w-]+-led|(?:state )?attorneys general|governors|of"
    r"|from|in|lawmakers|officials) )*states",
    re.I,
)
_CLEAR = 0.6
# Anybody of a kind: in a story that spreads over several countries they are rarely of the one with the most evidence.
_IN_GENERAL = re.compile(rf"(?:[\w-]+ )?{choice('people_in_general')}", re.I)
_HALF = 0.5
_TAIL = re.compile(r" (?:of|in|at|on|near|across|inside) .*", re.I | re.S)
_COALITION = re.compile(r"\bcoalition\b", re.I)
# Neither where they are nor where the story plays says whose they are.
_SERVE_ABROAD = re.compile(rf"(?:[\w.-]+ )*{choice('serve_abroad')}(?:{_TAIL.pattern})?", re.I | re.S)
# Whose owner follows after "of": offices and people, not those who are for or against somebody.
_DISGUISE = re.compile(r" (?:dressed|disguised|posing) as .*", re.I | re.S)
# The title of one person says nothing of the next; a body that somebody speaks for is the one named before.
_SPEAKS_FOR = re.compile(r"\bspokes(?:man|woman|person)\b", re.I)
_SETTLERS = re.compile(r"\bsettlers?\b", re.I)
# Reasons for which no country is looked for.
_NO_COUNTRY = ("has no country", "other states than", NOT_HIS)
# The share of a story below which a country is only mentioned in passing.
_PASSING = 0.3
_FLEEING = re.compile(r"\b(?:fleeing|fled|displaced|refuge)\b", re.I)
_ON_THE_MOVE = re.compile(r"\bmigrant|asylum", re.I)


@dataclass(frozen=True, slots=True)
class Context:
    """An article as the coding of a party needs it."""

    story: Story
    people: People
    chains: Chains

    def __post_init__(self) -> None:
        self.chains.complete = lambda codes, words, at: _in_story(codes, words, at, self)


def code_party(
    words: str,
    context: Context,
    *,
    at: int | None = None,
    acting: bool = True,
    facing: frozenset[Span] = frozenset(),
    deed: Deed | None = None,
    strange: Strange | None = None,
) -> tuple[Codes, ...]:
    """Code a span of an article.

    Args:
        words: The span, as the article writes it.
        context: The article, from :meth:`newsledger.resolve.Resolver.context`; it remembers what was coded before.
        at: Offset of the span in the document's text; the end of the article if it is not given.
        acting: Whether the party acts or speaks, which makes it the likelier antecedent of a later pronoun.
        facing: Spans of the other side of its event, which a pronoun cannot mean.
        deed: What its event says about somebody who has no other role.
        strange: Reads the countries of which it is not, by its events.

    Returns:
        One answer, or one per state where the words mean several.
    """
    story = context.story
    at = story.article.end if at is None else at
    found = context.chains.antecedent(words, at, facing) or _by_words(words, at, context)
    found = tuple(_in_story(c, words, at, context) for c in found)
    if strange and len(found) == 1:
        found = (elsewhere(found[0], strange, story),)
    if deed:
        found = tuple(apply(c, deed) for c in found)
    context.chains.add(at, words, found, acting=acting)
    if len(found) == 1 and found[0].person:
        context.people.learn(_ARTICLE.sub("", words), found[0])
    return found


def _by_words(words: str, at: int, context: Context) -> tuple[Codes, ...]:
    story = context.story
    hits = story.knowledge.scan(words)
    said = said_after(words, at, story) or in_a_list(words, at, story) or context.people.namesake(words, at)
    said = said or _named_so(words, at, context)
    if said:
        return said
    if _CIRCLE.fullmatch(words.strip()) and not any(h.of("country", "demonym", "organisation") for h in hits):
        sector = "GOV" if _STATES.search(words) else None
        return (Codes(None, sector, path=(f"{words}: a region or a circle of states has no country",)),)
    if _OTHERS.search(words) and hits:
        return (Codes(None, "GOV", path=(f"{words}: other states than the one named",), plural=True),)
    written = story.long_form(words)
    if written != words:
        found = code_words(written, story.knowledge, date=story.date, person=context.people.lookup)
        if not found[0].empty:
            return tuple(story.settle_codes(c.step(f"{words} = {written}"), written) for c in found)
    found = code_words(words, story.knowledge, date=story.date, person=context.people.lookup)
    world = next((h.text for h in hits if h.of("world") and not _AFFAIRS.match(words, h.end)), None)
    if world and not found[0].country:
        return (found[0].step(f"{world}: a region of the world has no country"),)
    return tuple(_generic_office(story.settle_codes(c, words), words, at, context) for c in found)


def _named_so(words: str, at: int, context: Context) -> tuple[Codes, ...]:
    """Names of more than they say: "Europe" for its union, "Allies" where the story speaks of NATO, and the like."""
    if _EUROPE.fullmatch(words):
        return (Codes("EUR", path=(f"{words}, as a party -> EUR",), plural=True),)
    story = context.story
    if _ALLIES.fullmatch(words) and at not in story.starts and any(h.text == "NATO" for h in story.hits):
        return (Codes("IGO", path=(f"{words} in a story on NATO -> IGO",), plural=True),)
    totals = story.scores(at) if _AMERICAN_STATES.fullmatch(words) else {}
    if totals and totals.get("USA", 0.0) > _CLEAR * sum(totals.values()):
        why = f"{words} in a story that plays in USA -> USA"
        return (Codes("USA", "GOV", ("GOV",), path=(why,), plural=True),)
    return ()


def _generic_office(codes: Codes, words: str, at: int, context: Context) -> Codes:
    """Names such as "House of Representatives" belong to the best-known state only if the story knows it.

    A parliament, court, party or force is the other state's where the sentence names it and the story plays there.
    """
    hit = _GENERIC.fullmatch(words.strip())
    if not hit or not codes.country:
        return codes
    story = context.story
    evidence = [e for e in story.evidence if not at <= e.at < at + len(words) and e.text not in words]
    known = {e.country for e in evidence}
    theirs = _abroad(codes, at, evidence, story)
    if theirs:
        why = f"{words} in a sentence on {theirs}, where the story plays -> {theirs}"
        return replace(codes, country=theirs, name=None, actor_id=None, path=(why, *codes.path[1:]))
    if codes.country in known or not known:
        return codes
    return replace(codes, country=None, name=None, actor_id=None, path=codes.path[1:])


def _abroad(codes: Codes, at: int, evidence: list[Evidence], story: Story) -> str | None:
    """The state on which both the sentence and the story are, where that is not the best-known one of the name."""
    scores = story.scores(at)
    here = [e for e in evidence if story.sentence_of(e.at) == story.sentence_of(at)]
    named = {e.country for e in here if e.kind != "country" or story.located(e.at)}
    if codes.sector not in _SHARED or codes.country in {e.country for e in here} or not named or not scores:
        return None
    best = max(scores, key=lambda c: (scores[c], c))
    elsewhere = scores.get(codes.country or "", 0.0) < _PASSING * sum(scores.values())
    return best if best in named and elsewhere else None


def _in_story(codes: Codes, words: str, at: int, context: Context) -> Codes:
    """Give a country to a domestic actor that his words leave without one."""
    if codes.sector in {None, "CVL"} and _FLEEING.search(words):
        codes = codes.step("on the run -> REF", sector="REF", sectors=("REF",))
    if codes.person and codes.country and codes.sector is None and "(demonym)" in codes.path[0]:
        codes = codes.step(f"{WITHOUT_ROLE} -> CVL", sector="CVL", sectors=("CVL",))
    if codes.country or any(why in step for step in codes.path for why in _NO_COUNTRY):
        return codes
    if _ANYWHERE.fullmatch(words):
        if codes.sector is None and _UNNAMED.match(words):
            codes = codes.step(f"{UNNAMED} -> CVL", sector="CVL", sectors=("CVL",), plural=True)
        return codes.step("the words name people of no country")
    if codes.sector in {None, "GOV"} and _SEVERAL_STATES.fullmatch(words):
        return codes.step("several states, none of them named")
    if codes.sector == "REF" and _ON_THE_MOVE.search(words):
        return codes.step("where they come from is not said")
    return _publishers_own(codes, words, context) or _of_the_story(codes, words, at, context)


def _publishers_own(codes: Codes, words: str, context: Context) -> Codes | None:
    """In a government's own release: its officials by title, and the labels of its transcripts."""
    voice = context.story.voice
    if codes.sector == "GOV" and context.story.own_title(words):
        return context.story.titled(codes)
    if voice and voice.sector == "GOV" and codes.sector in {None, "CVL"} and _LABEL.fullmatch(words):
        why = f"label in a transcript of {voice.name} -> {voice.country}"
        return codes.step(why, country=voice.country, sector="GOV", sectors=("GOV",))
    return None


def _of_the_story(codes: Codes, words: str, at: int, context: Context) -> Codes:
    """A city in the words, else what the sentence says, else the article."""
    owned = _possessed(codes, words, at, context)
    if owned:
        return owned
    if _SERVE_ABROAD.fullmatch(words):
        return _by_the_article(codes, _TAIL.sub("", words), at, context)
    if codes.sector == "MIL" and _COALITION.search(words):
        return _of_the_coalition(codes, words, at, context)
    city = _city(words, context)
    if codes.sector is None:
        why = WITHOUT_ROLE if codes.person else UNNAMED if _UNNAMED.match(words) else "people of a city"
        if not (codes.person or city or _UNNAMED.match(words)):
            return _thing(codes, words, at, context)
        codes = codes.step(f"{why} -> CVL", sector="CVL", sectors=("CVL",), plural=not codes.person)
    if city:
        code = context.story.knowledge.sovereigns.get(city.best.country, city.best.country)
        return codes.step(f"{city.text} (city) -> {code}", country=code)
    return _in_its_scene(codes, words, at, context) or _by_the_article(codes, words, at, context)


def _by_the_article(codes: Codes, words: str, at: int, context: Context) -> Codes:
    """Whose the same noun is elsewhere in the article, else where the story plays."""
    of_his_own = codes.person and not _SPEAKS_FOR.search(words)
    anchor = None if of_his_own else context.story.anchored(_DISGUISE.sub("", words), at)
    earlier = _same_head(codes, words, at, context)
    if earlier and (not anchor or anchor.at < earlier[0]):
        if earlier[1].country in ORGANISATION_CODES - {"IMG"}:
            codes = replace(codes, sector=earlier[1].sector, sectors=earlier[1].sectors)
        return codes.step(f"as earlier in the article -> {earlier[1].country}", country=earlier[1].country)
    if anchor:
        return codes.step(f"as in {anchor.text!r} -> {anchor.country}", country=anchor.country)
    if _SERVE_ABROAD.fullmatch(words):
        return codes.step("they serve abroad: no country follows from where the story plays")
    if _IN_GENERAL.fullmatch(words) and not _plays_in_one(context.story, at):
        return codes.step("people in general, in a story that plays in no one country")
    country, why = context.story.where_it_plays(at, foreign=True)
    return codes.step(why, country=country)


def _of_the_coalition(codes: Codes, words: str, at: int, context: Context) -> Codes:
    """Forces of a coalition are of the state that leads it, if the article says so, and never where the story plays."""
    leader = coalition_of(context.story)
    if leader:
        return codes.step(f"of the coalition that {leader} leads -> {leader}", country=leader)
    if words.lower().endswith("coalition"):
        return _in_its_scene(codes, words, at, context) or _by_the_article(codes, words, at, context)
    return codes.step("of a coalition of states, none of them named")


def _plays_in_one(story: Story, at: int) -> bool:
    """Whether half of what tells where the story plays speaks for one country."""
    totals = story.seen_from(at, at_war=True)
    return not totals or max(totals.values()) >= _HALF * sum(totals.values())


def _in_its_scene(codes: Codes, words: str, at: int, context: Context) -> Codes | None:
    """Whose a party is by what its sentence says: those who flee a war, those whom it hits, those in its place."""
    story = context.story
    if codes.sector == "REF":
        victims = {victim for _, victim in wars(story)}
        if len(victims) == 1:
            victim = victims.pop()
            return codes.step(f"of the war in {victim} -> {victim}", country=victim)
        return None
    if SUFFERS.search(words):
        attacked = attacked_by(story, story.where_it_plays(at, foreign=True)[0] or "")
        if attacked:
            return codes.step(f"of {attacked}, on which the story says war is made -> {attacked}", country=attacked)
    if (codes.sector == "MIL" or _SETTLERS.search(words)) and _in_palestine(story, at):
        return codes.step("settlers and soldiers in a story on Palestine -> ISR", country="ISR")
    place = setting(story, at)
    voice = story.voice
    if place is None or (voice and voice.sector == "GOV" and voice.country == place.country):
        return None
    return codes.step(f"the sentence is set in {place.text} -> {place.country}", country=place.country)


def _in_palestine(story: Story, at: int) -> bool:
    """Whether a story that names Israel plays in Palestine, which has no army and no settlers."""
    return story.where_it_plays(at)[0] == "PSE" and any(e.country == "ISR" for e in story.evidence)


def _possessed(codes: Codes, words: str, at: int, context: Context) -> Codes | None:
    """Resolve "his government", "its allies": the country of whoever the pronoun means."""
    pronoun = _NATIONALS.fullmatch(words) or POSSESSIVE.match(words)
    staff = _STAFF.search(words)
    of_nobody = codes.sector == "CVL" or (codes.sector is None and not staff)
    if pronoun is None or (of_nobody and pronoun.re is not _NATIONALS):
        return None
    owner = context.chains.antecedent(pronoun[1], at)
    if len(owner) != 1 or not owner[0].country or owner[0].country in ORGANISATION_CODES:
        return None
    if staff and owner[0].sector and (codes.sector is None or owner[0].sector not in {"GOV", "CVL"}):
        codes = replace(codes, sector=owner[0].sector, sectors=owner[0].sectors)
    return codes.step(f"{owner[0].path[-1]} -> {owner[0].country}", country=owner[0].country)


def _thing(codes: Codes, words: str, at: int, context: Context) -> Codes:
    """Something without a role that suffers or acts ("historic cities"): its country is where the story plays."""
    committee = any(heads.OTHER_COMMITTEE in step for step in codes.path)
    if committee or (not codes.path and _THING.fullmatch(words) and not _ABSTRACT.search(words)):
        country, why = context.story.where_it_plays(at, foreign=True)
        return codes.step(f"no role is known; {why}", country=country)
    return codes


def _city(words: str, context: Context) -> CityHit | None:
    """A city in the words that is no part of a person's name ("Cheltenham man", "police in Dallas")."""
    for hit in context.story.gazetteer.find(words):
        before, after = words[: hit.start].rstrip(), words[hit.end :]
        alone = not re.match(r"[’']?s? [A-Z]", after) and not re.search(r"[A-Z][\w'’.-]*$", before)
        if alone and not any(p.name != hit.text and hit.text in p.name.split() for p in context.people.occurrences):
            return hit
    return None


def _same_head(code: Codes, words: str, at: int, context: Context) -> tuple[int, Codes] | None:
    """The latest earlier party with the same last word or office whose country is no guess from the story."""
    head = words.lower().split()[-1]
    offices = [] if code.sector in _PEOPLE or code.person else context.story.nouns(words)
    for turn in reversed(context.chains.turns):
        codes = turn.codes[0]
        if turn.at >= at or len(turn.codes) > 1 or not codes.country:
            continue
        if turn.words.lower().split()[-1] == head or (offices and offices[-1] in context.story.nouns(turn.words)):
            guessed = any(WHERE_IT_PLAYS in step for step in codes.path)
            return None if guessed and not codes.person else (turn.at, codes)
    return None
