"""Who is who: fill the countries, sectors, names and places of event mentions from their words and their article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial

from newsledger.records import Article, Attribution, Claim, Document, EventMention, Party, Place
from newsledger.resolve import sources as citing
from newsledger.resolve.actors import Actor, actors_id
from newsledger.resolve.chains import Chains
from newsledger.resolve.codes import Codes
from newsledger.resolve.deeds import deeds
from newsledger.resolve.entries import ORGANISATION_CODES
from newsledger.resolve.gazetteer import Gazetteer
from newsledger.resolve.knowledge import Knowledge
from newsledger.resolve.memory import MUTUAL, SPEAKERS, oppose, remember
from newsledger.resolve.money import with_own_currencies
from newsledger.resolve.once import once
from newsledger.resolve.pairs import is_pair
from newsledger.resolve.party import Context, code_party
from newsledger.resolve.people import People
from newsledger.resolve.places import resolve_place
from newsledger.resolve.pronouns import Span
from newsledger.resolve.story import WHERE_IT_PLAYS, Story
from newsledger.resolve.strangers import strangers
from newsledger.resolve.turns import Turn
from newsledger.resolve.unnamed import Speaks, fill_unnamed

_PARTIES = frozenset({"actor", "recipient"})
_NOT_NAMED = "not named in this sentence"
Coded = dict[tuple[int, int], tuple[Codes, ...]]
Places = dict[str, Place]
Crowds = dict[tuple[int | None, int | None], Place]


@dataclass(frozen=True, slots=True, eq=False)
class Resolver:
    """Resolves the mentions of one article at a time; holds no state between articles."""

    knowledge: Knowledge
    gazetteer: Gazetteer
    actors: tuple[Actor, ...] = ()

    @staticmethod
    @cache
    def load(actors: tuple[Actor, ...] = ()) -> Resolver:
        """Load the knowledge base; every later call with the same actors returns the same resolver.

        Args:
            actors: Actors of the user's own, from :func:`newsledger.resolve.read_actors`.
        """
        base = Resolver(Knowledge.load(), Gazetteer.load())
        entries = [e for actor in actors for e in actor.entries()]
        return replace(base, knowledge=base.knowledge.extended(entries), actors=actors) if actors else base

    @property
    def name(self) -> str:
        """What a user's actors add to the name of the coder, or an empty string."""
        return f"/actors-{actors_id(self.actors)}" if self.actors else ""

    def summary(self) -> str:
        """Return what the knowledge base holds, in a few words."""
        return self.knowledge.summary()

    def context(
        self,
        article: Article,
        document: Document,
        mentions: Sequence[EventMention] = (),
        claims: Sequence[Claim] = (),
    ) -> Context:
        """Read the article for :func:`newsledger.resolve.code_party`.

        Args:
            article: The article.
            document: Its page.
            mentions: Its event mentions, where they are resolved: what they name is an antecedent of later words.
            claims: Its cited sources, where they are resolved: they tell whose "we" it is.
        """
        story = _story(self, article, document)
        people = People.of(story)
        context = Context(story, people, Chains(story, people))
        remember(context, mentions, claims)
        return context

    def resolve(
        self, mentions: Sequence[EventMention], article: Article, document: Document, *, sources: Sequence[Claim] = ()
    ) -> tuple[EventMention, ...]:
        """Return the mentions in text order with parties, attributions, places and currencies resolved, else unchanged.

        A party whose words mean several states ("the two countries") becomes one party per state, each with the same
        words and offsets. What stays open is None and has its reason.

        Args:
            mentions: Mentions of this article.
            article: The article.
            document: Its page.
            sources: Sources cited in the article, which tell whose "we" it is.
        """
        context = self.context(article, document)
        coded = _code_all(context, _spans(mentions, sources), mentions)
        ordered = sorted(mentions, key=lambda m: (m.trigger.start, m.event_mention_id))
        places = {m.event_mention_id: resolve_place(m.place, context.story) for m in ordered if m.place}
        crowds = _crowds(ordered, places)
        filled = [_filled(m, coded, places, crowds) for m in ordered]
        plays = context.story.where_it_plays
        return tuple(with_own_currencies(m, plays) for m in fill_unnamed(filled, plays, _speakers(context)))

    def resolve_claims(self, claims: Sequence[Claim], article: Article, document: Document) -> tuple[Claim, ...]:
        """Return the cited sources with name, country and sector."""
        context = self.context(article, document)
        coded = _code_all(context, _spans((), claims))
        return tuple(replace(c, attribution=_attribution(c.attribution, coded)) for c in claims)


@lru_cache(maxsize=4)
def _story(resolver: Resolver, article: Article, document: Document) -> Story:
    """The article as read; mentions and claims of one article share it."""
    return Story(article, document, knowledge=resolver.knowledge, gazetteer=resolver.gazetteer)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    text: str
    kind: str


def _spans(mentions: Sequence[EventMention], sources: Sequence[Claim]) -> list[_Span]:
    """Every named party and source, once, in the order of the text."""
    attributions = [a for m in mentions for a in m.attributions] + [c.attribution for c in sources]
    spans = {_Span(a.start, a.end, a.text, a.kind) for a in attributions}
    for mention in mentions:
        for kind, parties in (("actor", mention.actors), ("recipient", mention.recipients)):
            for party in parties:
                if party.text is not None and party.start is not None and party.end is not None:
                    spans.add(_Span(party.start, party.end, party.text, kind))
    return sorted(spans, key=lambda s: (s.start, s.end, s.kind))


def _code_all(context: Context, spans: list[_Span], mentions: Sequence[EventMention] = ()) -> Coded:
    coded: Coded = {}
    facing, done = _facing(mentions), deeds(mentions)
    by_sentence: dict[int, list[_Span]] = {}
    for span in spans:
        by_sentence.setdefault(context.story.sentence_of(span.start), []).append(span)
    told: dict[int, list[EventMention]] = {}
    for mention in mentions:
        told.setdefault(context.story.sentence_of(mention.trigger.start), []).append(mention)
    for number, members in sorted(by_sentence.items()):
        # The speaker first: "we" in his words may stand before his name; "both sides" last: they may fight below.
        ordered = sorted(members, key=lambda s: (s.kind in _PARTIES, is_pair(s.text), s.start))
        for span in ordered:
            if is_pair(span.text):
                _oppose(context, told.get(number, ()), coded)
            read = partial(
                code_party,
                context=context,
                acting=span.kind != "recipient",
                facing=facing.get((span.start, span.end), frozenset()),
                deed=done.get((span.start, span.end)),
                strange=partial(
                    strangers, (span.start, span.end), span.text, told.get(number, ()), coded, context.story
                ),
            )
            codes = coded.get((span.start, span.end)) or _source(span, context, read) or read(span.text, at=span.start)
            codes = _completed(span, codes, context)
            coded[span.start, span.end] = codes
            if span.kind in SPEAKERS and number not in context.chains.speakers and not codes[0].empty:
                context.chains.speakers[number] = Turn(span.start, span.text, codes)
        _join(context, told.get(number, ()), coded)
        _oppose(context, told.get(number, ()), coded)
    return coded


def _source(span: _Span, context: Context, read: Callable[..., tuple[Codes, ...]]) -> tuple[Codes, ...]:
    """Codes of a document by who wrote it, of a medium by its name; empty where its own words say no more."""
    if span.kind == "media":
        named = citing.medium(span.text, context.story)
        context.chains.add(span.start, span.text, named)
        return named
    if span.kind != "document":
        return ()
    wrote = citing.author(span.text)
    found = read(wrote[1], at=span.start + wrote[0]) if wrote else ()
    if found and not found[0].empty:
        return found
    bare = citing.without_platform(span.text)
    return read(bare, at=span.start) if bare != span.text else ()


def _completed(span: _Span, codes: tuple[Codes, ...], context: Context) -> tuple[Codes, ...]:
    """What an unsigned document and an unnamed medium take from the article."""
    unsigned = codes[0].empty or codes[0].path[-1].startswith("no role is known")
    if span.kind == "document" and unsigned:
        return citing.issuer(span.text, span.start, context.chains)
    if span.kind == "media" and not codes[0].country:
        home = citing.at_home(span.text, span.start, context.story)
        return (home,) if home else codes
    return codes


def _facing(mentions: Sequence[EventMention]) -> dict[Span, frozenset[Span]]:
    """For each span, the spans on the other side of its events."""
    facing: dict[Span, frozenset[Span]] = {}
    for mention in mentions:
        sides = [
            frozenset((p.start, p.end) for p in side if p.start is not None and p.end is not None)
            for side in (mention.actors, mention.recipients)
        ]
        for one, other in (sides, sides[::-1]):
            for span in one:
                facing[span] = facing.get(span, frozenset()) | other
    return facing


def _join(context: Context, mentions: Iterable[EventMention], coded: Coded) -> None:
    """Remember those who acted together in a sentence: a later "they" means all of them."""
    for mention in mentions:
        together = (*mention.actors, *(mention.recipients if mention.event_type in MUTUAL else ()))
        spans = [(p.start, p.end) for p in together if p.start is not None and p.end is not None]
        codes = {c.country: c for s in spans for c in coded[s] if c.country}
        if len(codes) > 1:
            words = " and ".join(p.text or "" for p in together)
            context.chains.add(max(s for s, _ in spans), words, tuple(codes.values()))


def _oppose(context: Context, mentions: Iterable[EventMention], coded: Coded) -> None:
    """Tell the context who fought or quarrelled in a sentence."""
    for mention in mentions:
        actors, recipients = (
            [c for p in side if p.start is not None and p.end is not None for c in coded.get((p.start, p.end), ())]
            for side in (mention.actors, mention.recipients)
        )
        oppose(context.chains, mention, actors, recipients)


def _filled(mention: EventMention, coded: Coded, places: Places, crowds: Crowds) -> EventMention:
    def side(parties: Iterable[Party]) -> list[Party]:
        return [_of_the_place(p, crowds) for party in parties for p in _parties(party, coded)]

    return replace(
        mention,
        actors=once(side(mention.actors), mention, "actor"),
        recipients=once(side(mention.recipients), mention, "recipient"),
        attributions=tuple(_attribution(a, coded) for a in mention.attributions),
        place=places.get(mention.event_mention_id),
    )


def _speakers(context: Context) -> Speaks:
    """Who spoke last before an offset, as parties without words."""

    def speaks(at: int) -> tuple[Party, ...]:
        last = context.chains.last_to_speak(at)
        return tuple(
            Party(None, None, None, c.name, c.country, c.sector, c.sectors, c.actor_id, f"{_NOT_NAMED}; {c.reason}")
            for c in last
        )

    return speaks


def _crowds(mentions: Iterable[EventMention], places: Places) -> Crowds:
    """The places where the crowds of an article protest, by the offsets of their words."""
    found: Crowds = {}
    for mention in mentions:
        place = places.get(mention.event_mention_id)
        if mention.event_type == "PROTEST" and place and place.country and WHERE_IT_PLAYS not in place.reason:
            found |= {(p.start, p.end): place for p in mention.actors if p.start is not None}
    return found


def _of_the_place(party: Party, crowds: Crowds) -> Party:
    """A crowd of which only the story told the country is of the place where it protests."""
    place = crowds.get((party.start, party.end))
    if place is None or WHERE_IT_PLAYS not in party.reason or place.country == party.country:
        return party
    why = f"protests in “{place.text}” -> {place.country}"
    return replace(party, country=place.country, reason=f"{party.reason.partition(WHERE_IT_PLAYS)[0]}{why}")


def _parties(party: Party, coded: Coded) -> list[Party]:
    if party.text is None or party.start is None or party.end is None:
        return [replace(party, reason="the sentence does not name the party")]
    return [
        replace(party, name=c.name, country=c.country, sector=c.sector, sectors=c.sectors, actor_id=c.actor_id,
                reason=c.reason)
        for c in coded[party.start, party.end]
    ]  # fmt: skip


def _attribution(attribution: Attribution, coded: Coded) -> Attribution:
    found = coded[attribution.start, attribution.end]
    if len({c.country for c in found}) > 1:
        # Several states speak: the record has room for one country, and one of them would be a guess.
        sectors = {c.sector for c in found}
        return replace(attribution, sector=sectors.pop() if len(sectors) == 1 else None)
    codes = found[0]
    open_sector = codes.sector in {None, "CVL"} or (codes.sector == "GOV" and citing.is_press(attribution.text))
    press = attribution.kind == "media" and open_sector and codes.country not in ORGANISATION_CODES
    return replace(attribution, name=codes.name, country=codes.country, sector="JRN" if press else codes.sector)
