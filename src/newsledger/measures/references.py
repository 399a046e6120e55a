"""Parties that a sentence does not name but means: "he", "we", "the ministry", "this administration", "the two sides".

Their codes are those of the resolver, which knows the whole article and whose voice it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsledger.measures.scene import MASK, NO_STATE, Named, Scene, once
from newsledger.measures.words import table
from newsledger.records import EventMention
from newsledger.resolve import Codes, code_party
from newsledger.resolve.story import WHERE_IT_PLAYS

_SUBJECT = re.compile(
    r"\b(?:[Ww]e|[Hh]e|[Ss]he|[Tt]hey|I(?!\.)|[Ii]t(?= (?:will|would|has|had|also|is \w+ing|plans|\w+ed)\b))\b"
)
_YOU = re.compile(r"\b[Yy]ou\b(?= (?:[\w]+ ){0,2}?(?:sanction|impos|lift|designat|announc|waiv))|\b[Yy]ou(?=[’']ve\b)")
_OBJECT = re.compile(r"\b(?:on|against) (him|her|them|it)\b")
_OWNER = re.compile(r"\b(?:[Oo]ur|[Mm]y|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\b")
_SIDES = re.compile(
    r"\b(?:[Tt]he|[Bb]oth|[Tt]hese|[Tt]he two|[Tt]he warring) (?:two )?(?:sides|countries|parties|neighbou?rs)\b"
)
_DETERMINED = re.compile(
    r"(?:\b(?:[Tt]he|[Tt]his|[Tt]hat|[Oo]ur|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s+(?:[\w-]+\s+){0,2}|^\W*)$"
)
_OF_A_NAME = re.compile(rf"\s*(?:of|in|for|at|from)\s+(?:the |both )?{MASK}|[-\s]*{MASK}|['’]s\s")
_OWN_COUNTRY = re.compile(rf"{MASK}(?:['’]s?)?\s+(?:[\w-]+\s+){{0,2}}$")
_ONE_OF_MANY = re.compile(r"\b(?:first|second|third|last|latest|only|other|next|most)\b", re.I)
_REACH = 2
_OFFICES = frozenset({"GOV", "MIL", "JUD", "LEG"})


@once
def subjects_meant(scene: Scene) -> tuple[Named, ...]:
    """Pronouns and offices that can be the subject of a verb, in order; one entry a state."""
    found = [
        *_addressee(scene),
        *_pronouns(scene, _SUBJECT, "pronoun"),
        *_pronouns(scene, _SIDES, "pronoun"),
        *_offices(scene),
    ]
    return tuple(sorted(found, key=lambda n: n.start))


def _addressee(scene: Scene) -> Iterator[Named]:
    """In a government's own transcript, "you" are that government."""
    voice = scene.context.story.voice
    if voice and voice.sector == "GOV" and voice.country:
        for m in _YOU.finditer(scene.masked):
            yield Named(m.start(), m.end(), m[0], voice.country, voice.name, "pronoun", "GOV")


def objects_meant(scene: Scene, start: int, end: int) -> list[Named]:
    """Pronouns behind "on" and "against": "sanctions against him"."""
    found: list[Named] = []
    for m in _OBJECT.finditer(scene.masked, start, end):
        codes = scene.context.chains.antecedent(m[1], m.start(1) + scene.start)
        found += _named(*m.span(1), m[1], codes, "pronoun")
    return found


@once
def owners_meant(scene: Scene) -> tuple[Named, ...]:
    """Possessive pronouns, in order."""
    return tuple(_pronouns(scene, _OWNER, "possessive"))


def _pronouns(scene: Scene, expressions: re.Pattern[str], kind: str) -> Iterator[Named]:
    for m in expressions.finditer(scene.masked):
        marked = _marked(scene, m.start(), m.end())
        codes = _signatories(m[0], scene) or marked or scene.context.chains.antecedent(m[0], m.start() + scene.start)
        yield from _named(m.start(), m.end(), m[0], codes, kind)


def _signatories(words: str, scene: Scene) -> tuple[Codes, ...]:
    """In a statement of a group with fixed members, "we" are those members."""
    if words.lower() not in {"we", "our"}:
        return ()
    for name, group in table("signatories.toml").items():
        if re.search(group["title"], scene.document.title or ""):
            return tuple(
                Codes(code, "GOV", path=(f"{words}: statement of the {name} -> {code}",)) for code in group["members"]
            )
    return ()


def codes_of(words: str, at: int, scene: Scene) -> tuple[Codes, ...]:
    """Return the codes of a party of the sentence, whatever it is called; ``at`` is an offset into the sentence."""
    marked = _signatories(words, scene) or _marked(scene, at, at + len(words))
    return marked or code_party(words, scene.context, at=at + scene.start)


def _marked(scene: Scene, start: int, end: int) -> tuple[Codes, ...]:
    """The codes that the resolver gave to a party or speaker of exactly these words."""
    at, to = start + scene.start, end + scene.start
    parties = [p for m in scene.mentions for p in (*m.actors, *m.recipients) if (p.start, p.end) == (at, to)]
    states = {
        p.country: Codes(p.country, p.sector, name=p.name) for p in parties if p.country and not _is_guess(p.reason)
    }
    return tuple(states.values())


def _offices(scene: Scene) -> Iterator[Named]:
    """Offices without a country of their own: "the ministry", "the president"."""
    for hit in scene.hits:
        role = hit.of("role")
        if role is None or role.sector not in _OFFICES or MASK in scene.masked[hit.start : hit.end]:
            continue
        before = _DETERMINED.search(scene.masked[: hit.start])
        if (
            before is None
            or _ONE_OF_MANY.search(before[0])
            or _OF_A_NAME.match(scene.masked, hit.end)
            or _OWN_COUNTRY.search(scene.masked[: hit.start])
        ):
            continue
        start = before.end() - len(before[0].lstrip())
        words = scene.text[start : hit.end]
        marked = _marked(scene, start, hit.end) or _office(words, start + scene.start, scene)
        yield from _named(start, hit.end, words, marked, "office")


def _office(words: str, at: int, scene: Scene) -> tuple[Codes, ...]:
    codes = code_party(words, scene.context, at=at)
    return (acting_before(at, scene) or codes) if any(_is_guess(c.reason) for c in codes) else codes


def acting_before(at: int, scene: Scene) -> tuple[Codes, ...]:
    """A government that acted right before: it goes before a guess from where the story plays."""
    story, here = scene.context.story, scene.context.story.sentence_of(at)
    before = [
        t for t in scene.context.chains.turns
        if t.at < at and t.acting and len(t.codes) == 1 and t.codes[0].country and t.codes[0].sector in _OFFICES
        and here - story.sentence_of(t.at) <= _REACH and not _is_guess(t.codes[0].reason)
    ]  # fmt: skip
    if before:
        return max(before, key=lambda t: t.at).codes
    named = {e.country: e for e in story.evidence if here - 1 == story.sentence_of(e.at)}
    if len(named) != 1:
        return ()
    ((code, mention),) = named.items()
    return (Codes(code, "GOV", path=(f"as in {mention.text!r} right before",)),)


def _is_guess(reason: str | None) -> bool:
    return WHERE_IT_PLAYS in (reason or "")


def parties_at(scene: Scene, events: Sequence[EventMention], *, acting: bool) -> list[Named]:
    """The actors or the recipients of events whose words stand in the sentence."""
    found = []
    for party in (p for event in events for p in (event.actors if acting else event.recipients)):
        if party.country in NO_STATE or not (
            party.country and party.text and party.start is not None and party.end is not None
        ):
            continue
        if not scene.start <= party.start < scene.end:
            continue
        guessed = acting and _is_guess(party.reason)
        code = next((c.country for c in acting_before(party.start, scene) if guessed and c.country), party.country)
        start, end = party.start - scene.start, party.end - scene.start
        found.append(Named(start, end, party.text, code, party.name or party.text, "party", party.sector))
    return found


def _named(start: int, end: int, words: str, codes: tuple[Codes, ...], kind: str) -> Iterator[Named]:
    for c in codes:
        if c.country:
            yield Named(start, end, words, c.country, c.name or words, kind, c.sector)
