"""Coreference within the article, first version: pronouns, bare roles, "the two countries", the speaker's "we"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from newsledger.resolve import bodies
from newsledger.resolve.codes import Codes
from newsledger.resolve.compose import code_words
from newsledger.resolve.entries import ORGANISATION_CODES
from newsledger.resolve.gender import of_pronoun
from newsledger.resolve.pairs import PAIR_SIZE, REACH, Pairs, is_pair, of_a_pair
from newsledger.resolve.people import People
from newsledger.resolve.pronouns import FIRST_PERSON, SINGULAR_PERSON, Candidate, Complete, Span, antecedent, gender_of
from newsledger.resolve.story import Story
from newsledger.resolve.turns import Turn
from newsledger.resolve.words import choice, word_list, word_set

SECOND_PERSON = frozenset({"you", "your", "yours", "yourselves"})
PLURAL = frozenset({"they", "them", "their", "themselves", "theirs", "these", "both", "all"})
NEUTER = frozenset({"it", "its", "itself"})
_COUNTRY = re.compile(
    r"(?:(?:the|this|that|his|her|their|its) )?(?:country|nation|kingdom|state|republic|homeland|archipelago)", re.I
)
_HIS_ISLAND = re.compile(rf"(?:his|her|their|its|our|my) {choice('countries_of_somebody')}", re.I)
_BESIDE = re.compile(rf"(its|their) (?:[\w-]+ ){{0,2}}{choice('states_beside')}", re.I)
_DELEGATES = re.compile(r"their (?:\w+ )?(?:leaders|representatives|delegates|delegation)", re.I)
_CROWD = re.compile(rf"\b{choice('crowds')} \(role\)", re.I)
_BODIES_OF_A_STATE = frozenset({"COP", "GOV", "JUD", "LEG", "MIL", "SPY"})
_LISTED = re.compile(
    r"(?:(?:these|those|our|all|the) )+(?:\w+ )?(?:nations|countries|states|governments|ministers|participants|leaders)"
    r"(?: and organizations)?|(?:the )?signatories",
    re.I,
)
_SPEAKING = re.compile(r"(?:[Ww]e|us|[Oo]ur)\b(?! (?:\w+ )*(?:allies|partners))")
_LATTER = re.compile(r"(?:the )?(?:latter|former)", re.I)
_NORTH_SOUTH = re.compile(
    r"(?:the )?(?:(?:communist|reclusive|isolated|capitalist|democratic|impoverished|nuclear-armed|rival) )*"
    r"(north|south)",
    re.I,
)
_JOINT = re.compile(r"\b(?:joint|following|text of the|statement|communiqu[eé]|declaration)\b", re.I)
_BOTH_SIGN = re.compile(r"\bjoint (?:statement|declaration|communiqu[eé]|press statement)\b", re.I)
_BARE_TITLE = re.compile(r"(?:(?:the|then|then-) ?)?([A-Za-z]+(?: [A-Za-z]+)?)")
_NUMBERS = word_list("numbers_of_parties")
_SO_MANY = re.compile(rf"({'|'.join(' '.join(_NUMBERS).split())})(?: (?:allies|partners|signatories))?")
_KINGDOMS = word_set("kingdoms")
_PERSON_NOUNS = word_set("person_nouns")
_THE = re.compile(r"\b[Tt]he $")
_THE_LISTED = re.compile(r"(?:foreign |defen[cs]e |finance )?ministers|leaders|participants|signatories", re.I)
# How many sentences after a list "the leaders" may be those whom it names.
_LIST_NEAR = range(1, 4)
# How many sentences a speaker may go on without being named again.
_TURN = 6
# How many sentences his demands may follow without him.
_STILL = 4


@dataclass
class Chains:
    """What has been named so far, in order; asked for the antecedent of what comes next."""

    story: Story
    people: People
    turns: list[Turn] = field(default_factory=list)
    speakers: dict[int, Turn] = field(default_factory=dict)
    complete: Complete = lambda codes, _words, _at: codes
    pairs: Pairs = field(init=False)

    def __post_init__(self) -> None:
        self.pairs = Pairs(self.story)

    def add(self, at: int, words: str, codes: tuple[Codes, ...], *, acting: bool = True) -> None:
        """Remember a resolved party; ``acting`` when it is an actor or a speaker."""
        if any(not c.empty for c in codes):
            self.turns.append(Turn(at, words, codes, acting, of_pronoun(words)))

    def antecedent(self, words: str, at: int, facing: frozenset[Span] = frozenset()) -> tuple[Codes, ...]:
        """Resolve an anaphoric span; empty when the span is none, or nothing fits.

        Args:
            words: The span.
            at: Its offset.
            facing: Spans of the other side of its event, which a pronoun cannot mean.
        """
        if words.strip() in {"US", "U.S."}:
            return ()
        return self._several(words, at, facing) or self._pronoun(words, at, facing) or self._noun(words, at, facing)

    def _several(self, words: str, at: int, facing: frozenset[Span]) -> tuple[Codes, ...]:
        """Nouns for states named before: "these nations", "the two countries"."""
        if _LISTED.fullmatch(words) and not self._names_something(words):
            listed = [codes for start, codes in self.story.lists if start < at]
            if listed:
                return _states(listed[-1], f"{words}: listed before")
        definite = _THE.search(self.story.text[max(at - 4, 0) : at])
        if definite and _THE_LISTED.fullmatch(words):
            here = self.story.sentence_of(at)
            near = [
                c for start, c in self.story.lists if start < at and here - self.story.sentence_of(start) in _LIST_NEAR
            ]
            if near:
                return _states(near[-1], f"the {words}: listed before")
        number = _number(words) if definite else None
        if number:
            return self._last_so_many(words, at, number)
        return self._pair(words, at, facing)

    def _pair(self, words: str, at: int, facing: frozenset[Span]) -> tuple[Codes, ...]:
        """Resolve "both sides" and, by what they are, "generals of the two armies"."""
        headed = of_a_pair(words)
        if headed:
            head = code_words(headed[0], self.story.knowledge, date=self.story.date)[0]
            states = self.pairs.meant(headed[1], at, facing, self._before(at)) if not head.country else ()
            sector = head.sector or ("MIL" if headed[1].endswith(("armies", "militaries", "navies")) else None)
            return tuple(
                replace(c, sector=sector, sectors=(sector,)) if sector and sector != c.sector else c for c in states
            )
        return self.pairs.meant(words, at, facing, self._before(at)) if is_pair(words) else ()

    def _last_so_many(self, words: str, at: int, number: int) -> tuple[Codes, ...]:
        """Who "the two" or "the four" are: the last so many who acted together or were listed, a sentence before."""
        here = self.story.sentence_of(at)
        together = [t for t in self._before(at) if len(t.codes) == number and self.story.sentence_of(t.at) >= here - 1]
        if together:
            return tuple(c.step(f"the {words}: {together[-1].words}") for c in together[-1].codes)
        near = [codes for start, codes in self.story.lists if start < at and self.story.sentence_of(start) >= here - 1]
        listed = [codes for codes in near if len(codes) == number]
        return _states(listed[-1], f"the {words}: listed before") if listed else ()

    def _pronoun(self, words: str, at: int, facing: frozenset[Span]) -> tuple[Codes, ...]:
        key = words.strip().lower()
        if key in FIRST_PERSON or _SPEAKING.match(words):
            return self._speaker(words, at)
        if key in SINGULAR_PERSON:
            return self._person(words, at, facing)
        if key in SECOND_PERSON:
            return self._addressee(words, at)
        return self._nearest(words, at, facing, plural=key in PLURAL) if key in PLURAL | NEUTER else ()

    def _noun(self, words: str, at: int, facing: frozenset[Span]) -> tuple[Codes, ...]:
        if _LATTER.fullmatch(words):
            return self._one_of_two(words, at)
        side = _NORTH_SOUTH.fullmatch(words)
        if side and any(e.country in {"PRK", "KOR"} for e in self.story.evidence):
            code = "PRK" if side[1].lower() == "north" else "KOR"
            return (Codes(country=code, sector="GOV", path=(f"{words} in a story about Korea -> {code}",)),)
        if self._names_something(words):
            return ()
        return self._named_thing(words, at, facing)

    def _named_thing(self, words: str, at: int, facing: frozenset[Span]) -> tuple[Codes, ...]:
        """A noun for a body, a state or a person that was named before: "the group", "the president"."""
        before = self._before(at)
        found = bodies.short_form(words, at, self.story, before)
        found = found or self._beside(words, at) or self._theirs(words, at, facing)
        if not found and bodies.GROUP.fullmatch(words):
            return bodies.group(words, at, self.story, before)
        found = found or bodies.body(words, at, self.story, before) or self._titled(words, at, self._states_of(facing))
        if found:
            return found
        country = _COUNTRY.fullmatch(words) or _HIS_ISLAND.fullmatch(words)
        return self._country(words, at, self._states_of(facing)) if country else ()

    def _states_of(self, spans: frozenset[Span]) -> frozenset[str]:
        """The countries that spans name: a country does not act upon itself by "that country"."""
        hits = (h for start, end in spans for h in self.story.knowledge.scan(self.story.text[start:end]))
        return frozenset(e.country for h in hits for e in [h.of("country", "demonym", "capital")] if e and e.country)

    def _names_something(self, words: str) -> bool:
        return any(
            h.of("country", "demonym", "organisation", "capital", "seat") for h in self.story.knowledge.scan(words)
        )

    def _before(self, at: int) -> list[Turn]:
        first = self.story.sentence_of(at) - REACH
        low = self.story.starts[first] if first > 0 else 0
        return [t for t in self.turns if low <= t.at < at]

    def _speaker(self, words: str, at: int) -> tuple[Codes, ...]:
        here = self.story.sentence_of(at)
        joint = self.joint_voice
        turn = next((self.speakers[n] for n in range(here, max(here - _TURN, -1), -1) if n in self.speakers), None)
        label = turn.codes if turn else ()
        if joint and (not label or here not in self.speakers or label[0].country in ORGANISATION_CODES):
            return tuple(c.step(f"{words}: the authors of the statement") for c in joint)
        voice = self.story.voice
        own = voice is not None and voice.sector == "GOV"
        if turn and not (own and not turn.words.isupper() and not self._quoted(at)):
            return tuple(c.step(f"{words}: the speaker of the sentence") for c in label)
        if voice and own:
            why = f"{words}: voice of {voice.name} -> {voice.country}"
            return (Codes(voice.country, voice.sector, name=voice.name, path=(why,)),)
        return ()

    def last_to_speak(self, at: int) -> tuple[Codes, ...]:
        """Who speaks in the sentence of an offset, else in the nearest of the few before it."""
        here = self.story.sentence_of(at)
        turn = next((self.speakers[n] for n in range(here, max(here - _STILL, -1), -1) if n in self.speakers), None)
        return tuple(c.step(f"“{turn.words}” still speaks") for c in turn.codes) if turn else ()

    def issuer(self, at: int) -> tuple[Codes, ...]:
        """Whose an unsigned document is: the speaker before it, else of where the story plays."""
        here = self.story.sentence_of(at)
        turn = next((self.speakers[n] for n in range(here, max(here - _TURN, -1), -1) if n in self.speakers), None)
        if turn:
            return tuple(c.step(f"a document of {turn.words}") for c in turn.codes)
        country, why = self.story.where_it_plays(at)
        return (Codes(country, path=(why,)),)

    def _quoted(self, at: int) -> bool:
        """Whether an offset lies inside quotation marks of its sentence."""
        sentence = self.story.article.sentences[self.story.sentence_of(at)]
        before = self.story.text[sentence.start : at]
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1

    @property
    def joint_voice(self) -> tuple[Codes, ...]:
        """The authors of a joint statement: the states that its opening enumerates, or the two that it names."""
        story = self.story
        limit = story.article.sentences[min(3, len(story.starts)) - 1].end if story.starts else 0
        opening = f"{story.document.title or ''} {story.text[story.article.start : limit]}"
        if not _JOINT.search(opening):
            return ()
        opened = [codes for at, codes in story.lists if at < limit]
        if not opened and _BOTH_SIGN.search(opening):
            named = [e for e in story.evidence if e.at < limit and e.kind in {"country", "demonym"}]
            pair = tuple(dict.fromkeys(e.country for e in named))
            opened = [pair] if len(pair) == PAIR_SIZE else []
        return _states(max(opened, key=len), "signs the statement") if opened else ()

    def _person(self, words: str, at: int, facing: frozenset[Span]) -> tuple[Codes, ...]:
        named = [
            Candidate(t.at, t.at + len(t.words), t.words, t.codes, t.gender or gender_of(t.words, self.people))
            for t in self._before(at)
            if _one_person(t)
        ]
        return antecedent(
            words, at, story=self.story, people=self.people, named=named, facing=facing, complete=self.complete,
            quoted=self._quoted(at),
        )  # fmt: skip

    def _addressee(self, words: str, at: int) -> tuple[Codes, ...]:
        here = self.story.sentence_of(at)
        speaker = next((self.speakers[n] for n in range(here, -1, -1) if n in self.speakers), None)
        own = {c.country for c in speaker.codes} if speaker else set()
        others = [
            c
            for n in sorted(self.speakers, key=lambda n: abs(n - here))
            for c in self.speakers[n].codes
            if c.country not in own
        ]
        return (others[0].step(f"{words}: the other speaker"),) if others else ()

    def _nearest(self, words: str, at: int, facing: frozenset[Span], *, plural: bool) -> tuple[Codes, ...]:
        """The fitting party nearest before: number, acting and standing together weigh like sentences of distance."""
        turns = [
            t
            for t in self._before(at)
            if not _one_person(t)
            and t.words.lower() not in FIRST_PERSON | SECOND_PERSON
            and not any(start <= t.at < end for start, end in facing)
        ]
        if not turns:
            return ()

        def rank(turn: Turn) -> tuple[int, int]:
            many = len(turn.codes) > 1 or turn.codes[0].plural
            together = plural and len(turn.codes) > 1
            distance = self.story.sentence_of(at) - self.story.sentence_of(turn.at)
            return (many == plural) + turn.acting + together - max(distance, 1), turn.at

        best = max(turns, key=rank)
        return tuple(c.step(f"{words}: {best.words}", antecedent=best.at) for c in best.codes)

    def _beside(self, words: str, at: int) -> tuple[Codes, ...]:
        """Resolve "its neighbour", "its ally" of a state: whoever the article has set against it, and never itself."""
        owned = _BESIDE.fullmatch(words)
        owner = self._pronoun(owned[1], at, frozenset()) if owned else ()
        if len(owner) != 1 or owner[0].sector not in {"GOV", "MIL"} or owner[0].country in {None, *ORGANISATION_CODES}:
            return ()
        own = owner[0].country
        for pair in reversed(self.pairs.opposed):
            others = [c for c in pair.codes if c.country != own]
            if pair.at < at and len(others) == 1 and others[0].country:
                return (Codes(others[0].country, "GOV", ("GOV",), path=(*others[0].path, f"{words}: {pair.words}")),)
        return (Codes(None, "GOV", path=(f"{words}: another state than {own} has no country here",)),)

    def _theirs(self, words: str, at: int, facing: frozenset[Span]) -> tuple[Codes, ...]:
        """Resolve "their leaders", "their delegates" of a crowd, a union or rebels: they are what those are."""
        owner = self._nearest("their", at, facing, plural=True) if _DELEGATES.fullmatch(words) else ()
        if len(owner) != 1 or owner[0].sector in {None, *_BODIES_OF_A_STATE} or not owner[0].country:
            return ()
        sector = owner[0].sector
        if sector == "CVL" and not any(map(_CROWD.search, owner[0].path)):
            return ()
        return (replace(owner[0].step(f"{words} -> {sector}"), name=None, actor_id=None, plural=True),)

    def _titled(self, words: str, at: int, facing: frozenset[str] = frozenset()) -> tuple[Codes, ...]:
        """The person introduced under a title that now stands alone: "President Lai" … "the president".

        Of two of one title, not the one who would act against his own country.
        """
        noun = _BARE_TITLE.fullmatch(words)
        if noun is None or noun[1].lower() not in _PERSON_NOUNS or self.story.own_title(words):
            return ()
        role = next((e for h in self.story.knowledge.scan(noun[1]) for e in [h.of("role")] if e), None)
        if role is None or role.sector in {None, "CVL", "CRM"}:
            return ()
        bearers = [
            (person, codes)
            for person in reversed([p for p in self.people.occurrences if p.at < at])
            if re.search(rf"\b{re.escape(noun[1].lower())}\b", person.title)
            for codes in [self.people.lookup(person.name)]
            if codes.sector
        ]
        chosen = next((b for b in bearers if b[1].country not in facing), bearers[0] if bearers else None)
        if chosen is None:
            return ()
        person, codes = chosen
        codes = self.complete(codes, person.name, person.at)
        return (codes.step(f"{words}: {person.name}", antecedent=person.at),)

    def _country(self, words: str, at: int, facing: frozenset[str] = frozenset()) -> tuple[Codes, ...]:
        """Resolve "the country" (where the story plays), "his country" (his) and "that country" (the last named)."""
        owner = re.match(r"(his|her|their|its|our|my)\b", words, re.I)
        if owner:
            codes = [c for c in self._pronoun(owner[1], at, frozenset()) if c.country]
            if codes:
                why = f"{codes[0].path[-1]} -> {codes[0].country}"
                return (Codes(codes[0].country, "GOV", path=(f"{words}: country of {why}",)),)
        near = [e for e in self.story.evidence if e.at < at and e.kind in {"country", "demonym", "capital"}]
        near = [e for e in near if e.country not in facing]
        if not near:
            return ()
        if re.match(r"th(?:at|is)\b", words, re.I):
            return (Codes(near[-1].country, "GOV", path=(f"{words}: {near[-1].text}",), antecedent=near[-1].at),)
        crowned = [e for e in near if e.country in _KINGDOMS] if "kingdom" in words.lower() else []
        if crowned:
            return (
                Codes(crowned[-1].country, "GOV", path=(f"{words}: {crowned[-1].text}",), antecedent=crowned[-1].at),
            )
        country, why = self.story.where_it_plays(at, foreign=True)
        if country in facing:
            country, why = near[-1].country, f"{near[-1].text}, not the other side"
        return (Codes(country, "GOV", path=(f"{words}: {why}",)),) if country else ()

    def _one_of_two(self, words: str, at: int) -> tuple[Codes, ...]:
        """Resolve "the latter" and "the former": of the last two parties named."""
        here = self.story.sentence_of(at)
        near = [t for t in self.turns if t.at < at and self.story.sentence_of(t.at) >= here - 1]
        turns = sorted((t for t in near if not _LATTER.fullmatch(t.words)), key=lambda t: t.at)
        pairs = [t for t in turns if len(t.codes) == PAIR_SIZE and is_pair(t.words)]
        last = "latter" in words.lower()
        if pairs:
            one = pairs[-1].codes[last]
            return (one.step(f"{words}: {pairs[-1].words}", antecedent=pairs[-1].at),)
        turns = [t for t in turns if len(t.codes) == 1]
        if len(turns) < PAIR_SIZE:
            return ()
        chosen = turns[-1] if last else turns[-PAIR_SIZE]
        return tuple(c.step(f"{words}: {chosen.words}", antecedent=chosen.at) for c in chosen.codes)


def _number(words: str) -> int | None:
    """How many "two", "four", "trio" or "three countries" are, or None."""
    named = _SO_MANY.fullmatch(words)
    return next((n for n, forms in enumerate(_NUMBERS, PAIR_SIZE) if named and named[1] in forms.split()), None)


def _states(codes: tuple[str, ...], why: str) -> tuple[Codes, ...]:
    return tuple(
        Codes(c, None if c in ORGANISATION_CODES else "GOV", path=(f"{why} -> {c}",), plural=False) for c in codes
    )


def _one_person(turn: Turn) -> bool:
    codes = turn.codes[0]
    return len(turn.codes) == 1 and codes.person
