"""Who "he" and "she" are: people named or described before, of the right gender, who do not stand on the other side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from newsledger.resolve import gender
from newsledger.resolve.codes import Codes
from newsledger.resolve.compose import code_words
from newsledger.resolve.people import People
from newsledger.resolve.story import Story
from newsledger.resolve.words import word_set

Span = tuple[int, int]
Complete = Callable[[Codes, str, int], Codes]
"""Fills the country of a domestic actor from the story: codes, words, offset."""

FIRST_PERSON = frozenset({"i", "we", "us", "our", "my", "me", "ours", "ourselves", "myself", "mine"})
SINGULAR_PERSON = frozenset({"he", "she", "him", "her", "his", "himself", "herself", "hers"})
_NOUNS = word_set("person_nouns")
_DETERMINED = re.compile(r"\b(?:the|an?|that|this|their|its|our)\s+(?:[\w'’.-]+\s+){0,3}$", re.I)
_NAME_FOLLOWS = re.compile(r"\s+(?:[A-Z][\w.]+\s+)?[A-Z]")
# "the spokeswoman of the Peruvian army": whose she is; two words are enough to tell.
_WHOSE = re.compile(r" (?:of|for|from) (?:the |an? )?[A-Z][\w'’.-]*(?: [\w'’-]+)?")
_REACH = 8
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant: where, in which words, with which codes and gender."""

    at: int
    end: int
    words: str
    codes: tuple[Codes, ...]
    gender: str = ""


def antecedent(
    pronoun: str,
    at: int,
    *,
    story: Story,
    people: People,
    named: Iterable[Candidate],
    facing: frozenset[Span],
    complete: Complete,
) -> tuple[Codes, ...]:
    """Codes of the person meant by a pronoun, or nothing.

    The first fitting person of the sentence before the pronoun, else of the nearest sentence before that has one.

    Args:
        pronoun: The word.
        at: Its offset.
        story: The article.
        people: Its people.
        named: Parties coded before.
        facing: Spans of the other side of the pronoun's event: nobody acts upon himself by "him".
        complete: Fills a country from the story.
    """
    wanted = gender.of_pronoun(pronoun)
    here = story.sentence_of(at)
    parties: dict[int, list[Candidate]] = {}
    for party in named:
        parties.setdefault(story.sentence_of(party.at), []).append(party)
    others = {_surname(story.text[start:end]) for start, end in facing}
    for number in range(here, max(here - _REACH, -1), -1):
        found = [*_people(people, story, number), *parties.get(number, ())]
        found += _described(story, number)
        for person in sorted(found, key=lambda c: (c.at, -c.end)):
            apart = any(person.at < end and start < person.end for start, end in facing)
            if person.at >= at or apart or _surname(person.words) in others:
                continue
            if wanted and person.gender and person.gender != wanted:
                continue
            fresh = (people.lookup(person.words),) if person.codes[0].empty else person.codes
            if not fresh[0].empty:
                return tuple(_taken_over(complete(c, person.words, person.at), pronoun, person) for c in fresh)
    return ()


def _taken_over(codes: Codes, pronoun: str, person: Candidate) -> Codes:
    return replace(codes, antecedent=person.at).step(f"{pronoun}: {person.words}")


def gender_of(words: str, people: People) -> str:
    """Gender of a party by its words, its first name, or the full name under which the article introduces it."""
    return gender.of_words(words) or gender.of_name(people.full(words)) or gender.of_name(words)


def _surname(words: str) -> str:
    return re.sub(r"['’]s?$", "", words.split()[-1]).lower() if words.split() else ""


def _people(people: People, story: Story, number: int) -> Iterator[Candidate]:
    for person in people.by_sentence.get(number, ()):
        if person.codes.sector:
            before = story.text[max(person.at - 6, 0) : person.at]
            sex = gender.of_words(before) or gender_of(person.name, people)
            yield Candidate(person.at, person.end, person.name, (person.codes,), sex)


def _described(story: Story, number: int) -> Iterator[Candidate]:
    """People by a noun alone: "the Secretary", "a man"."""
    sentence = story.article.sentences[number]
    for hit in story.hits_by_sentence.get(number, ()):
        if hit.text.lower() not in _NOUNS:
            continue
        before = _DETERMINED.search(story.text[max(hit.start - _BEFORE, sentence.start) : hit.start])
        if before is None or _NAME_FOLLOWS.match(story.text[hit.end : hit.end + _BEFORE]):
            continue
        whose = _WHOSE.match(story.text, hit.end)
        words = before[0].split(" ", 1)[-1] + hit.text + (whose[0] if whose else "")
        codes = code_words(words, story.knowledge, date=story.date)
        if len(codes) == 1 and codes[0].sector:
            start = hit.end - len(words) + (len(whose[0]) if whose else 0)
            yield Candidate(start, hit.end, words, codes, gender.of_words(hit.text))
