"""Who "he" and "she" are: people named or described before, of the right gender, who do not stand on the other side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from newsledger.resolve import gender
from newsledger.resolve.codes import Codes
from newsledger.resolve.compose import code_words
from newsledger.resolve.knowledge import Hit
from newsledger.resolve.people import People
from newsledger.resolve.story import Story
from newsledger.resolve.words import word_set

Span = tuple[int, int]
Complete = Callable[[Codes, str, int], Codes]
"""Fills the country of a domestic actor from the story: codes, words, offset."""

FIRST_PERSON = frozenset({"i", "we", "us", "our", "my", "me", "ours", "ourselves", "myself", "mine"})
SINGULAR_PERSON = frozenset({"he", "she", "him", "her", "his", "himself", "herself", "hers"})
_NOUNS = word_set("person_nouns")
# "Japan's foreign minister" is as definite as "the foreign minister", and says whose he is.
_POSSESSOR = r"(?<!\w)(?-i:(?:[A-Z][\w.-]*\s)?[A-Z][\w.-]*['’]s)(?!.*\s(?:as|at|by|for|from|in|of|on|to|with)\s)"
_DETERMINED = re.compile(
    rf"(?:\b(?:the|an?|that|this|their|its|our)|(?P<whose>{_POSSESSOR}))\s+(?:[\w'’.-]+\s+){{0,3}}$", re.I
)
# Nouns that are verbs more often than not: "the accused", but "the minister accused".
_VERBS_TOO = word_set("person_nouns_that_are_verbs")
_ARTICLE = re.compile(r"\b(?:the|an)\s+$", re.I)
_NAME_FOLLOWS = re.compile(r"\s+(?:[A-Z][\w.]+\s+)?[A-Z]")
# "the spokeswoman of the Peruvian army": whose she is; two words are enough to tell.
_WHOSE = re.compile(r" (?:of|for|from) (?:the |an? )?[A-Z][\w'’.-]*(?: [\w'’-]+)?")
_REACH = 8
# How many sentences back a woman is meant by "she" before others.
_NEAR = 2
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
    quoted: bool = False,
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
        quoted: Whether the pronoun stands in a quotation, where it tells nothing of those outside.
    """
    wanted = gender.of_pronoun(pronoun)
    here = story.sentence_of(at)
    parties: dict[int, list[Candidate]] = {}
    for party in named:
        parties.setdefault(story.sentence_of(party.at), []).append(party)
    others = {_surname(story.text[start:end]) for start, end in facing}
    fitting: list[tuple[Candidate, tuple[Codes, ...], int]] = []
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
                fitting.append((person, fresh, here - number))
    if not fitting:
        return ()
    # A woman whom the article names is meant by "she" before somebody who may be a man.
    women = [f for f in fitting if wanted == f[0].gender == "f" and f[2] <= _NEAR and _named(f[0].words)]
    person, fresh, _ = women[0] if women and not fitting[0][0].gender else fitting[0]
    if not quoted and _named(person.words):
        people.learn_gender(person.words, wanted)
    return tuple(_taken_over(complete(c, person.words, person.at), pronoun, person) for c in fresh)


def _taken_over(codes: Codes, pronoun: str, person: Candidate) -> Codes:
    return replace(codes, antecedent=person.at).step(f"{pronoun}: {person.words}")


def gender_of(words: str, people: People) -> str:
    """Gender of a party by its words, its first name, the full name that introduces it, or a pronoun that meant it."""
    told = gender.of_words(words) or gender.of_name(people.full(words)) or gender.of_name(words)
    return told or people.gender(words)


def _named(words: str) -> bool:
    return bool(words) and words.split()[-1][0].isupper() and words.lower() not in SINGULAR_PERSON


def _surname(words: str) -> str:
    return re.sub(r"['’]s?$", "", words.split()[-1]).lower() if words.split() else ""


def _people(people: People, story: Story, number: int) -> Iterator[Candidate]:
    for person in people.by_sentence.get(number, ()):
        if person.codes.sector:
            before = story.text[max(person.at - 6, 0) : person.at]
            sex = gender.of_words(before) or gender_of(person.name, people)
            yield Candidate(person.at, person.end, person.name, (person.codes,), sex)


def _one_person(hit: Hit) -> bool:
    """Whether words are a noun for one person, or a role that ends with one ("former minister", "police chief")."""
    words = hit.text.lower()
    return words in _NOUNS or (hit.of("role") is not None and re.split(r"[ -]", words)[-1] in _NOUNS)


def _described(story: Story, number: int) -> Iterator[Candidate]:
    """People by a noun alone: "the Secretary", "a man"."""
    sentence = story.article.sentences[number]
    for hit in story.hits_by_sentence.get(number, ()):
        left = story.text[max(hit.start - _BEFORE, sentence.start) : hit.start]
        if not _one_person(hit) or (hit.text.lower() in _VERBS_TOO and not _ARTICLE.search(left)):
            continue
        before = _DETERMINED.search(left)
        if before is None or _NAME_FOLLOWS.match(story.text[hit.end : hit.end + _BEFORE]):
            continue
        whose = _WHOSE.match(story.text, hit.end)
        own = before[0] if before["whose"] else before[0].split(" ", 1)[-1]
        words = own + hit.text + (whose[0] if whose else "")
        codes = code_words(words, story.knowledge, date=story.date)
        if len(codes) == 1 and codes[0].sector:
            start = hit.end - len(words) + (len(whose[0]) if whose else 0)
            yield Candidate(start, hit.end, words, codes, gender.of_words(hit.text))
