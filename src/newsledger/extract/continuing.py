"""Claims that outlive their sentence: a quotation that goes on, "he added", a speaker's label in a transcript.

The sentences in which a source still speaks name none, or only a pronoun. Their mentions keep the attributions that
their own words give; the claim of the source that speaks on says which later mentions it covers, and by which rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsledger.extract.citing import LABEL, cite, quotations
from newsledger.extract.resting import SPEECH_ACTS
from newsledger.records import Attribution, Claim, EventMention, Sentence

QUOTATION, PRONOUN, TRANSCRIPT = "the-quotation-goes-on", "the-speaker-goes-on", "under-the-speaker-label"
_PERSONS = frozenset({"named_person", "unnamed_person"})
_OTHERS = frozenset({"office", "media", "document", "other"})
_MEANT = {"he": _PERSONS, "she": _PERSONS, "it": _OTHERS, "they": _PERSONS | _OTHERS}
"""Kinds of source that a pronoun may stand for."""
_FIRST_PERSON = frozenset({"we", "i"})
_LABEL = re.compile(r"[A-Z][A-Z.’' -]{2,40}:\s")
_LONGEST_QUOTATION = 6
"""Sentences over which a quotation may run before its closing mark is given up for lost."""
_LONGEST_SILENCE = 3
"""Sentences after which a pronoun may mean somebody else."""


def continue_claims(
    text: str, sentences: Sequence[Sentence], claims: Sequence[Claim], mentions: Sequence[EventMention]
) -> list[Claim]:
    """Return the claims of an article, each with the mentions of later sentences in which its source still speaks.

    Args:
        text: The document's text.
        sentences: The article's sentences.
        claims: The article's claims, in the order of the text.
        mentions: The article's mentions.
    """
    words = [text[s.start : s.end] for s in sentences]
    by_sentence: dict[int, list[Claim]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence_index, []).append(claim)
    covered: dict[str, list[tuple[str, str]]] = {}
    for mention in mentions:
        found = _speaker(mention, words, by_sentence, sentences)
        if found is not None:
            claim, rule = found
            covered.setdefault(claim.claim_id, []).append((mention.event_mention_id, rule))
    return [_continued(c, covered.get(c.claim_id, [])) for c in claims]


def as_who_is_meant(
    mentions: Sequence[EventMention], claims: Sequence[Claim]
) -> tuple[list[EventMention], list[Claim]]:
    """Give the pronouns that cite who spoke before his name and codes, in mentions and in the claims of their own.

    Args:
        mentions: The article's mentions, identified.
        claims: Its claims, identified.
    """
    known = {a.start: a for m in mentions for a in m.attributions}
    speakers = {
        mention: known.get(claim.attribution.start, claim.attribution)
        for claim in claims
        for mention, rule in zip(claim.continued_event_mention_ids, claim.continued_rules, strict=True)
        if rule == PRONOUN
    }
    meant = {m.attributions[-1].start: speakers[m.event_mention_id] for m in mentions if m.event_mention_id in speakers}
    coded = [replace(m, attributions=tuple(_as_meant(a, meant) for a in m.attributions)) for m in mentions]
    return coded, [replace(c, attribution=_as_meant(c.attribution, meant)) for c in claims]


def _as_meant(pronoun: Attribution, meant: Mapping[int, Attribution]) -> Attribution:
    who = meant.get(pronoun.start)
    return pronoun if who is None else replace(pronoun, name=who.name, country=who.country, sector=who.sector)


def _continued(claim: Claim, covered: Sequence[tuple[str, str]]) -> Claim:
    if not covered:
        return claim
    return replace(
        claim,
        continued_event_mention_ids=tuple(m for m, _ in covered),
        continued_rules=tuple(r for _, r in covered),
    )


def _speaker(
    mention: EventMention, words: Sequence[str], claims: dict[int, list[Claim]], sentences: Sequence[Sentence]
) -> tuple[Claim, str] | None:
    number = mention.sentence_index
    if claims.get(number):
        named = _named_before(mention, words, claims, sentences)
        if named is not None:
            return named, PRONOUN
        label = _label_before(number, words, claims, sentences) if _rests_on_a_pronoun(mention) else None
        return (label, TRANSCRIPT) if label is not None else None
    if _is_own_act(mention):
        return None
    quoted = _quoted_before(number, mention.trigger.start - sentences[number].start, words, claims)
    if quoted is not None:
        return quoted, QUOTATION
    label = _label_before(number, words, claims, sentences)
    return (label, TRANSCRIPT) if label is not None else None


def _rests_on_a_pronoun(mention: EventMention) -> bool:
    return bool(mention.attributions) and all(a.text.lower() in _MEANT for a in mention.attributions)


def _is_own_act(mention: EventMention) -> bool:
    """Tell whether the event is what the speaker does by saying it: "we urge"."""
    speaking = any((p.text or "").lower() in _FIRST_PERSON for p in mention.actors)
    return mention.event_type in SPEECH_ACTS and speaking


def _quoted_before(number: int, at: int, words: Sequence[str], claims: dict[int, list[Claim]]) -> Claim | None:
    """Return the claim whose quotation covers offset ``at`` of a sentence that cites nobody."""
    if not _inside(number, at, words):
        return None
    for earlier in range(number - 1, max(-1, number - 1 - _LONGEST_QUOTATION), -1):
        if claims.get(earlier):
            last = claims[earlier][-1]
            announced = words[earlier].rstrip().endswith(":")
            return last if announced or quotations(words[earlier]) else None
        if not _quotes_all(earlier, words):
            return None
    return None


def _inside(number: int, at: int, words: Sequence[str]) -> bool:
    ranges = quotations(words[number])
    if ranges:
        return ranges[0][0] <= 1 and any(a <= at < b for a, b in ranges)
    return _quotes_all(number, words)


def _quotes_all(number: int, words: Sequence[str]) -> bool:
    """Tell whether a sentence stands in a quotation: one of its own from its start, or one open around it."""
    ranges = quotations(words[number])
    if ranges:
        return ranges[0][0] <= 1
    opened = number > 0 and _left_open(words[number - 1])
    return opened and _closed_later(number, words)


def _left_open(sentence: str) -> bool:
    ranges = quotations(sentence)
    return bool(ranges) and ranges[-1][1] == len(sentence)


def _closed_later(number: int, words: Sequence[str]) -> bool:
    """Tell whether the next quotation mark closes: news that lost its marks should not speak for pages."""
    for later in range(number + 1, min(len(words), number + _LONGEST_QUOTATION)):
        ranges = quotations(words[later])
        if ranges:
            return ranges[0][0] == 0
    return False


def _label_before(
    number: int, words: Sequence[str], claims: dict[int, list[Claim]], sentences: Sequence[Sentence]
) -> Claim | None:
    for earlier in range(number - 1, -1, -1):
        for claim in claims.get(earlier, ()):
            if _is_label(claim, words, sentences) and claim.attribution.start == sentences[earlier].start:
                return claim if _is_transcript(claim, words, claims, sentences) else None
        if _LABEL.match(words[earlier]):
            return None
    return None


def _is_label(claim: Claim, words: Sequence[str], sentences: Sequence[Sentence]) -> bool:
    a, base = claim.attribution, sentences[claim.sentence_index].start
    cue = (a.cue.start - base, a.cue.end - base) if a.cue else None
    return cite(words[claim.sentence_index], (a.start - base, a.end - base), cue).shape == LABEL


def _is_transcript(
    label: Claim, words: Sequence[str], claims: dict[int, list[Claim]], sentences: Sequence[Sentence]
) -> bool:
    """Tell a speaker's label from a headline ("Police: two shot in Lae"): it is in capitals or not the only one."""
    if label.attribution.text.isupper():
        return True
    return any(c is not label and _is_label(c, words, sentences) for found in claims.values() for c in found)


def _named_before(
    mention: EventMention, words: Sequence[str], claims: dict[int, list[Claim]], sentences: Sequence[Sentence]
) -> Claim | None:
    """Return the last claim of the source that the pronoun stands for on which a mention rests, if it is one only.

    Who stands in a speaker's label says "I", and nobody is "he" for whom a label stands between.
    """
    number = mention.sentence_index
    pronoun = mention.attributions[-1] if mention.attributions else None
    kinds = _MEANT.get(pronoun.text.lower()) if pronoun else None
    if pronoun is None or kinds is None or claims[number][0].attribution.start != pronoun.start:
        return None
    for earlier in range(number - 1, max(-1, number - 1 - _LONGEST_SILENCE), -1):
        named = [c for c in claims.get(earlier, ()) if c.attribution.text.lower() not in _MEANT]
        if named:
            fitting = [c for c in named if c.attribution.kind in kinds and not _is_label(c, words, sentences)]
            return fitting[0] if len(fitting) == 1 else None
    return None
