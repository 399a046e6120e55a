"""What an article says about itself: which countries it names where, who its people are, whose voice it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from urllib.parse import urlsplit

from newsledger.records import Article, Document
from newsledger.resolve.aliases import find_aliases, is_a_stranger
from newsledger.resolve.codes import Codes
from newsledger.resolve.dateline import is_hub, told_from
from newsledger.resolve.entries import ORGANISATION_CODES, Entry, closest
from newsledger.resolve.gazetteer import City, Gazetteer
from newsledger.resolve.gender import is_first_name
from newsledger.resolve.homographs import HOMOGRAPH_CODES, settled
from newsledger.resolve.knowledge import Hit, Knowledge
from newsledger.resolve.votes import SERVE_ABROAD, Evidence, Votes, is_in_a_sea
from newsledger.resolve.words import choice, word_set

# How much a mention of a country says about where a domestic actor belongs, by the way it is named.
_WEIGHTS = {"country": 1.0, "demonym": 0.7, "capital": 1.0, "seat": 1.0, "region": 0.8, "pre": 1.0, "city": 0.8,
            "person": 0.7, "organisation": 0.4}  # fmt: skip
_EARLIER, _LATER, _WHOLE = 0.7, 0.15, 0.3
_TITLE_WEIGHT = 1.0
_LOCATED = 2.0
# "The minister said Peru had apologised": Peru is not his, though Lima in "said Lima would" may be.
_TALKED_OF = re.compile(
    r"\b(?:said|says|told [\w ]+|claimed|insisted|added|announced|accused|blamed)(?: that)? (?:the )?$"
)
_TELLING = 40
# The state in which the story is told, for its offices and bodies.
_HOME = 2.0
# A dateline counts as a place in a lead that is not set elsewhere, and all along where the lead names no state.
_DATELINE = 2.0
_STATE = frozenset({"GOV", "LEG", "JUD", "MIL", "COP"})
_POST = re.compile(rf"\b{choice('posts_of_forces')}\b", re.I)
_SERVES = _STATE | {"ELI", "JRN"}
WHERE_IT_PLAYS = "story plays"
"""Words in the reason of a country that only the story told."""
# The share of one country above which it is clear where the story plays.
_CLEAR = 0.5
_LOCATION = re.compile(r"\b(?:in|at|near|across|inside|outside|throughout|around|from) (?:the )?$")
# What may stand between two members of an enumeration of states.
_ENUMERATION = re.compile(
    r"(?:[\s,;–]|\b(?:and|the|of|for|on|behalf|its|High|Representatives?|[Rr]epresentatives|[Mm]inisters?|[Ff]oreign|[Gg]overnments?"
    r"|Secretar(?:y|ies)|State|[Ll]eaders|Affairs|Presidents?|Kingdom|Republic)\b)+"
)
# First names, but not in "Al Mukalla" and "Bandar Anzali".
_NAME_BEFORE = re.compile(r"\b(?!(?:Al|Bandar|Ben|Mar|Santa) )([A-Z][\w-]+) (?:[A-Z]\. )?$")
_TITLE_BEFORE = re.compile(rf"\b(?:{choice('titles')}|{choice('short_titles')}\.?) $")
_PREFIX = len("-anti-")
_LIST = 3
# Words of up to so many letters stay small in headlines.
_SHORT = 4
# How far the bigger place beside a city may reach.
_BESIDE = 30
_BEFORE_ROLE = re.compile(r"(?:'s|’s|s['’])? ?(?:[a-z][a-z-]* )?")
_AFTER_ROLE = re.compile(r" (?:of|from) (?:the )?")
_AFTER_RESIDENT = re.compile(r" (?:of|in|from) (?:the )?")
_AGAINST = re.compile(r"\b(?:pro|anti|non)-\s?$", re.I)
_HOUSE_TITLE = re.compile(
    rf"(?:the |our |senior )?(?:(?:deputy|under|assistant|acting|principal) )*{choice('own_people')}\b|president$", re.I
)
# "Talks Stall Over Border Dispute-NAIROBI — Officials from …"
_GLUE = re.compile(r"(?<=\w)\s?-(?=[A-Z“\"])")
_HEADLINE = 200
_CLUB = re.compile(r"(?:the )?(?:G-?\d+|Group of|Quad|P5|E3|BRICS)")


_CABINETS = word_set("cabinets")
_BODY_NOUNS = {"cabinet": ("cabinet",), "LEG": ("parliament", "lawmakers", "lawmaker")}


class Story:
    """One article, read once.

    Args:
        article: The story.
        document: The page on which it stands.
        knowledge: The compiled knowledge base.
        gazetteer: Cities.
    """

    def __init__(self, article: Article, document: Document, *, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self.article = article
        self.document = document
        self.knowledge = knowledge
        self.gazetteer = gazetteer
        self.text = document.text
        self.date = article.dateline_date or document.document_creation_time
        self.starts = [s.start for s in article.sentences]
        self._scores: dict[int, dict[str, float]] = {}

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Short forms that the article itself introduces, with the name for which each stands."""
        found = find_aliases(self.text[self.article.start : self.article.end])
        return {short: name for short, name in found.items() if is_a_stranger(short, name, self.knowledge)}

    def long_form(self, words: str) -> str:
        """The words with the article's own short forms written out."""
        if not self.aliases or "(" in words:
            return words
        parts = re.split(r"(\s+|['’]s\b)", words)
        return "".join(self.aliases.get(p, p) for p in parts)

    def sentence_of(self, at: int) -> int:
        """Number of the sentence in which an offset lies."""
        return max(bisect_right(self.starts, at) - 1, 0)

    def sentence_text(self, number: int) -> str:
        """Text of a sentence."""
        sentence = self.article.sentences[number]
        return self.text[sentence.start : sentence.end]

    def titled_case(self, number: int) -> bool:
        """Whether a sentence is a headline in capitals, in which a run of capitalised words is no name."""
        return _in_title_case(self.sentence_text(number))

    def headline_end(self, number: int) -> int:
        """Length of the headline in capitals that a page glued to its first sentence by a hyphen; 0 without one."""
        text = "" if number else self.sentence_text(number)[:_HEADLINE]
        ends = [m.start() for m in _GLUE.finditer(text)]
        return next((end for end in reversed(ends) if _in_title_case(text[:end])), 0)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """All known names of the article with offsets into the document."""
        return tuple(
            Hit(hit.start + sentence.start, hit.end + sentence.start, hit.text, hit.entries)
            for sentence in self.article.sentences
            for hit in self.knowledge.scan(self.text[sentence.start : sentence.end])
        )

    @cached_property
    def hits_by_sentence(self) -> dict[int, list[Hit]]:
        """The known names by the number of their sentence."""
        found: dict[int, list[Hit]] = {}
        for hit in self.hits:
            found.setdefault(self.sentence_of(hit.start), []).append(hit)
        return found

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Mentions of countries in order of the text."""
        found = [e for hit in self.hits if not self._only_against(hit) for e in [self._evidence(hit, self.text)] if e]
        taken = {(h.start, h.end) for h in self.hits if any(e.kind != "role" for e in h.entries)}
        cities = [
            (sentence.start + city.start, city)
            for number, sentence in enumerate(self.article.sentences)
            for city in self.gazetteer.find(self.sentence_text(number))
        ]
        surnames = {city.text for at, city in cities if self._in_a_name(at)}
        for start, city in cities:
            end = start + len(city.text)
            if city.text not in surnames and not any(s < end and start < e for s, e in taken):
                code = self.knowledge.sovereigns.get(city.best.country, city.best.country)
                found.append(Evidence(start, code, "city", city.text))
        dry = (e for e in found if not is_in_a_sea(self.text, e.at, e.at + len(e.text)))
        return tuple(sorted(dry, key=lambda e: e.at))

    @cached_property
    def evidence_by_sentence(self) -> tuple[tuple[int, Evidence], ...]:
        """The same mentions with the numbers of their sentences."""
        return tuple((self.sentence_of(e.at), e) for e in self.evidence)

    def _in_a_name(self, at: int) -> bool:
        """Whether a name is somebody's surname: in "Jeff Davis" and "President Banda" stands no city."""
        low = max(at - _BESIDE, 0)
        before = _NAME_BEFORE.search(self.text, low, at)
        return bool(before and is_first_name(before[1])) or _TITLE_BEFORE.search(self.text, low, at) is not None

    def _only_against(self, hit: Hit) -> bool:
        """Whether a state is named as what somebody is for or against: an "anti-Syria rally" is not held in Syria."""
        before = _AGAINST.search(self.text, max(0, hit.start - _PREFIX), hit.start)
        return before is not None and hit.of("country", "demonym") is not None

    def city_beside(self, name: str, rest: str) -> City | None:
        """The city meant by a name before a comma and a bigger place: "Lebanon, Ohio", "Tripoli, Lebanon"."""
        beside = re.match(r", ([A-Z][\w. ]*)", rest)
        bigger = self.knowledge.scan(beside[1])[:1] if beside else ()
        entry = bigger[0].of("country", "region") if bigger and bigger[0].start == 0 else None
        if entry is None:
            return None
        return next((c for c in self.gazetteer.lookup(name) if c.country == entry.country), None)

    def _evidence(self, hit: Hit, text: str) -> Evidence | None:
        for entry in hit.entries:
            if entry.kind not in _WEIGHTS or not entry.country or entry.country in ORGANISATION_CODES:
                continue
            if entry.kind in {"person", "organisation"}:
                entry = closest(tuple(e for e in hit.entries if e.kind == entry.kind), self.date)
                if not entry.country or entry.detail == "media" or (entry.detail == "institution" and hit.of("role")):
                    continue
                if entry.country in ORGANISATION_CODES:
                    continue
            city = self.city_beside(hit.text, text[hit.end : hit.end + _BESIDE])
            code = city.country if city else self.country_of(hit, entry)
            return Evidence(hit.start, code, entry.kind, hit.text)
        return None

    def country_of(self, hit: Hit, entry: Entry) -> str:
        """Code of a country name, homographs settled by the other words of the article."""
        return self.settle(hit.text, entry.country or "")

    def settle(self, name: str, code: str) -> str:
        """The meaning of a homograph in this article; other names keep their code."""
        return settled(name, code, self._around_all) if code in HOMOGRAPH_CODES else code

    @cached_property
    def anchors(self) -> dict[str, list[Evidence]]:
        """Role nouns that the article gives a country at least once ("the Afghan government"), by noun."""
        found: dict[str, list[Evidence]] = {}
        for one, two in pairwise(self.hits):
            between = self.text[one.end : two.start]
            for country, role, before in ((one, two, True), (two, one, False)):
                noun = role.of("role")
                place = self._evidence(country, self.text)
                if noun and place and self._belongs(place, between, noun.sector, before=before):
                    text = self.text[one.start : two.end]
                    found.setdefault(noun.name, []).append(Evidence(role.start, place.country, "role", text))
        for name, evidence in self._bodies():
            found.setdefault(name, []).append(evidence)
        return {noun: sorted(uses, key=lambda use: use.at) for noun, uses in found.items()}

    def _bodies(self) -> Iterator[tuple[str, Evidence]]:
        """A state's cabinet or parliament under its own name is what "the Cabinet" and "lawmakers" mean later."""
        for hit in self.hits:
            seat = hit.of("seat")
            if seat is None or seat.country is None:
                continue
            kind = "cabinet" if hit.text.lower() in _CABINETS else seat.sector
            for noun in _BODY_NOUNS.get(kind or "", ()):
                yield noun, Evidence(hit.start, seat.country, "role", hit.text)

    def _belongs(self, place: Evidence, between: str, sector: str | None, *, before: bool) -> bool:
        """Whether a country beside a role noun says whose it is; not in "US-backed rebels", "soldiers in Iraq"."""
        if before:
            ours = place.kind in {"country", "demonym", "capital"} and _BEFORE_ROLE.fullmatch(between)
            against = _AGAINST.search(self.text[max(place.at - _BESIDE, 0) : place.at])
            return bool(ours) and not against
        links = _AFTER_ROLE if sector in SERVE_ABROAD else _AFTER_RESIDENT
        return place.kind in {"country", "capital"} and bool(links.fullmatch(between))

    def nouns(self, words: str) -> list[str]:
        """The role nouns of a span, in order."""
        return [e.name for h in self.knowledge.scan(words) for e in [h.of("role")] if e]

    def anchored(self, words: str, at: int) -> Evidence | None:
        """The nearest earlier use of the same role noun with a country, else the nearest later one.

        In a story that plays in one country, only a use in the same sentence or the one beside it says more than that.
        """
        totals = self.scores(at)
        clear = bool(totals) and max(totals.values()) > _CLEAR * sum(totals.values())
        for noun in reversed(self.nouns(words)):
            uses = self.anchors.get(noun, [])
            before = [u for u in uses if u.at < at]
            if uses:
                use = before[-1] if before else uses[0]
                return use if not clear or abs(self.sentence_of(use.at) - self.sentence_of(at)) <= 1 else None
        return None

    def settle_codes(self, codes: Codes, words: str) -> Codes:
        """Codes of a span with its homographs settled."""
        if codes.country in HOMOGRAPH_CODES:
            for hit in self.knowledge.scan(words):
                settled = self.settle(hit.text, codes.country or "")
                if settled != codes.country:
                    return codes.step(f"{hit.text} in this story -> {settled}", country=settled)
        return codes

    @cached_property
    def _around_all(self) -> str:
        return self.text[self.article.start : self.article.end]

    @cached_property
    def lists(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Enumerations of three states or more: offset of the first and the codes in order."""
        runs: list[list[tuple[Hit, str]]] = []
        for hit in self.hits:
            entry = hit.of("country", "demonym", "organisation")
            if entry is None or not entry.country or entry.detail not in {"", "igo"} or _CLUB.match(hit.text):
                continue
            item = (hit, self.country_of(hit, entry))
            if runs and _ENUMERATION.fullmatch(self.text[runs[-1][-1][0].end : hit.start]):
                runs[-1].append(item)
            else:
                runs.append([item])
        coded = [(run[0][0].start, tuple(dict.fromkeys(code for _, code in run))) for run in runs]
        return tuple((at, codes) for at, codes in coded if len(codes) >= _LIST)

    @cached_property
    def title_countries(self) -> tuple[str, ...]:
        """Countries of the document's title."""
        title = self.document.title or ""
        hits = self.knowledge.scan(title)
        return tuple(e.country for h in hits for e in [self._evidence(h, title)] if e)

    @cached_property
    def voice(self) -> Entry | None:
        """Who speaks in the article's own voice, if the publisher is known."""
        host = (urlsplit(self.document.url or "").hostname or "").removeprefix("www.")
        publisher = (self.document.publisher or "").strip()
        known = self.knowledge.publishers.get(host) or self.knowledge.publishers.get(".".join(host.split(".")[-2:]))
        if known or not publisher:
            return known
        return next((e for h in self.knowledge.scan(publisher) for e in [h.of("organisation")] if e), None)

    def own_title(self, words: str) -> bool:
        """Whether a government's own release speaks of its own people by a bare title ("the Secretary")."""
        return bool(self.voice and self.voice.sector == "GOV" and _HOUSE_TITLE.match(words))

    def titled(self, codes: Codes) -> Codes:
        """Codes of such a person."""
        voice = self.voice
        if voice is None:
            return codes
        return codes.step(f"title of the publisher, {voice.name} -> {voice.country}", country=voice.country)

    @cached_property
    def _mentions(self) -> list[tuple[int, str, float]]:
        """Sentence, country and weight of each mention; a place where something is counts more than a name."""
        return [(number, e.country, self._weight(e)) for number, e in self.evidence_by_sentence]

    def _weight(self, evidence: Evidence) -> float:
        return _WEIGHTS[evidence.kind] * (_LOCATED if self.located(evidence.at) else 1.0)

    def located(self, at: int) -> bool:
        """Whether something is said to be in the place at an offset."""
        return bool(_LOCATION.search(self.text[max(at - 14, 0) : at]))

    def scores(self, at: int) -> dict[str, float]:
        """How strongly the story plays in each country, seen from an offset."""
        here = self.sentence_of(at)
        if here not in self._scores:
            totals: dict[str, float] = {}
            everywhere = _WHOLE / max(len(self.starts), 1) ** 0.5
            for sentence, country, weight in self._mentions:
                distance = here - sentence
                near = _EARLIER**distance if distance >= 0 else _LATER * _EARLIER**-distance
                totals[country] = totals.get(country, 0.0) + weight * (near + everywhere)
            for code in self.title_countries:
                totals[code] = totals.get(code, 0.0) + _TITLE_WEIGHT
            if self.home and self.home not in self._lead:
                near = _EARLIER**here + everywhere if self._lead else 1.0
                totals[self.home] = totals.get(self.home, 0.0) + _DATELINE * near
            self._scores[here] = totals
        return self._scores[here]

    def seen_from(self, at: int, *, at_war: bool = False) -> dict[str, float]:
        """The scores for whoever stands at an offset: what he talks of is not his, the story's home the likelier.

        Args:
            at: The offset.
            at_war: Leave out a state whose forces are abroad, for what they hit.
        """
        totals = dict(self.scores(at))
        here = self.sentence_of(at)
        end = self.starts[here + 1] if here + 1 < len(self.starts) else len(self.text)
        for item in self.evidence:
            if at < item.at < end and self._talked_of(item):
                totals[item.country] -= self._weight(item)
        if self.home in totals and self._of_a_state(at):
            totals[self.home] += _HOME
        away = self.votes.beyond | (self.votes.fight_abroad(self.starts[here], at, end) if at_war else set())
        return {c: t for c, t in totals.items() if c not in away} or totals

    @cached_property
    def votes(self) -> Votes:
        """What the mentions of countries say about where the story plays."""
        roles = {h.start: e for h in self.hits for e in [h.of("role")] if e}
        return Votes(self.text, self.evidence, roles=roles, starts=self.starts)

    def _office(self, at: int) -> str | None:
        """The sector of the first role noun at an offset."""
        hits = (h for h in self.hits_by_sentence.get(self.sentence_of(at), ()) if at <= h.start <= at + _BESIDE)
        role = next((e for h in hits for e in [h.of("role")] if e), None)
        return role.sector if role else None

    def _of_a_state(self, at: int) -> bool:
        """Whether an office or body of a state stands at an offset: rebels and crowds are not the home's."""
        return self._office(at) in _STATE

    def _serves(self, at: int) -> bool:
        """Whether somebody stands at an offset who acts or speaks at home, and nothing that forces may hit."""
        return self._office(at) in _SERVES and not _POST.search(self.text, at, at + _BESIDE)

    def _talked_of(self, evidence: Evidence) -> bool:
        before = self.text[max(evidence.at - _TELLING, 0) : evidence.at]
        return evidence.kind == "country" and _TALKED_OF.search(before) is not None

    @cached_property
    def told_from(self) -> str | None:
        """The state in which the place of the dateline lies."""
        return told_from(self.article.dateline_place or "", self.knowledge, self.gazetteer)

    @cached_property
    def home(self) -> str | None:
        """The state in which the story is told, where its lead names it or is not set elsewhere."""
        lead = {e.country for e in self.evidence if e.at < self._lead_end and e.kind in {"country", "demonym"}}
        return self.told_from if self.told_from in lead or self._set_at_home else None

    @cached_property
    def _lead(self) -> frozenset[str]:
        """The states of which the lead tells."""
        return frozenset(e.country for e in self.evidence if e.at < self._lead_end)

    @cached_property
    def _set_at_home(self) -> bool:
        """Whether the dateline says where the story plays: no world body sits there, and the lead is not set abroad."""
        home, hub = self.told_from, is_hub(self.article.dateline_place or "")
        return home is not None and not hub and not self.votes.set_abroad(home, self._lead_end)

    @cached_property
    def _lead_end(self) -> int:
        """Where the first sentence below the headline ends."""
        return next((s.end for s in self.article.sentences if s.kind == "body"), 0)

    def where_it_plays(self, at: int, *, foreign: bool = False, place: bool = False) -> tuple[str | None, str]:
        """The rule "a domestic actor belongs to the country where the story plays", with its evidence.

        Args:
            at: Offset from which the story is seen.
            foreign: Leave out the country of the government that publishes the page, if there is another.
            place: A place stands there, no party: it is not that of forces abroad, whatever office stands in it.
        """
        totals = self.seen_from(at, at_war=place or (foreign and not self._serves(at)))
        voice = self.voice
        if foreign and voice and voice.sector == "GOV":
            totals = {c: t for c, t in totals.items() if c != voice.country} or totals
        if not totals:
            if voice and voice.country and voice.sector == "GOV":
                return voice.country, f"story names no country, published by {voice.name} -> {voice.country}"
            return None, "the story names no country"
        best = max(totals, key=lambda c: (totals[c], c == self.home, c))
        count = sum(1 for e in self.evidence if e.country == best)
        told = f"told from {self.article.dateline_place}; " if best == self.home else ""
        share = f"{count} of {len(self.evidence)} mentions of countries"
        return best, f"{WHERE_IT_PLAYS} in {best} ({told}{share}) -> {best}"


def _in_title_case(text: str) -> bool:
    words = [w for w in re.findall(r"[^\W\d_][\w'’-]*", text) if len(w) > _SHORT]
    return len(words) >= _SHORT and all(w[0].isupper() for w in words)
