"""Bodies named before, by a noun alone: "the group", "the Guards", "the Council"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.resolve.codes import Codes
from newsledger.resolve.compose import code_words
from newsledger.resolve.entries import Entry
from newsledger.resolve.story import WHERE_IT_PLAYS, Story
from newsledger.resolve.turns import Turn
from newsledger.resolve.words import choice, word_set

GROUP = re.compile(rf"(?:(?:the|this|that|its) )?(?:\w+ )?{choice('groups')}", re.I)
# "The Council" of a text on the European Union; "council" in small letters is any town's.
_BODY = re.compile(rf"(?:[Tt]he )?{choice('bodies_of_organisations')}")
_SHORT_FORM = re.compile(rf"(?:[Tt]he )?({choice('short_forms_of_bodies')})", re.I)
_THE = re.compile(r"\b[Tt]he $")
_OF_MANY_STATES = word_set("offices_of_many_states")
_MEDIA_GROUPS = word_set("media_groups")
_OF_STATES = frozenset({"EUR", "IGO", "UNO"})
# How many sentences after an organisation its bodies may be named without it.
_ITS_BODY = 2


def short_form(words: str, at: int, story: Story, before: Sequence[Turn]) -> tuple[Codes, ...]:
    """Resolve "the Guards", "the office" to the body of that noun that was named last ("Revolutionary Guards")."""
    noun = _SHORT_FORM.fullmatch(words)
    if noun is None or not (" " in words or _THE.search(story.text[max(at - 4, 0) : at])):
        return ()
    named = [h for h in story.hits if h.start < at and h.of("organisation") and " " in h.text]
    bodies = [h for h in named if h.text not in _OF_MANY_STATES]
    turns = [t for t in before if len(t.codes) == 1 and not t.codes[0].empty]
    for hit in reversed(bodies):
        if noun[1].title() in hit.text.split():
            own = next((t for t in reversed(turns) if t.at <= hit.start < t.at + len(t.words)), None)
            found = (
                own.codes
                if own and own.words.endswith(hit.text)
                else code_words(hit.text, story.knowledge, date=story.date)
            )
            return tuple(c.step(f"{words}: {hit.text}", antecedent=hit.start) for c in found)
    return ()


def group(words: str, at: int, story: Story, before: Sequence[Turn]) -> tuple[Codes, ...]:
    """Resolve "the group", "the paper" to the organisation that was named last, one that acted before others."""
    media = words.lower().split()[-1] in _MEDIA_GROUPS
    named = [h for h in story.hits if h.start < at]
    acting = [h for h in named if any(t.acting and t.at <= h.start < t.at + len(t.words) for t in before)]
    for hit in [*reversed(acting), *reversed(named)]:
        entry = hit.of("organisation")
        if entry and (entry.detail == "media" if media else _is_group(entry) and not hit.of("role")):
            codes = code_words(hit.text, story.knowledge, date=story.date)[0]
            return (codes.step(f"{words}: {hit.text}", antecedent=hit.start),)
    return ()


def body(words: str, at: int, story: Story, before: Sequence[Turn]) -> tuple[Codes, ...]:
    """The organisation of which "the Council" is a part: it acted last, and no other such body has been named."""
    definite = words[:1] in {"T", "t"} or _THE.search(story.text[max(at - 4, 0) : at])
    if not (definite and _BODY.fullmatch(words)):
        return ()
    noun, here = words.split()[-1], story.sentence_of(at)
    known = re.compile(rf"\b(?!the )[\w.]+(?:['’]s)? {noun}\b|\b{noun} of\b", re.I)
    named_before = (e.at for n, e in story.evidence_by_sentence if n == here and e.at < at)
    if any(map(story.located, named_before)) or known.search(story.text, story.article.start, at):
        return ()
    named = [t for t in before if t.acting and any(_told_by_his_words(c) for c in t.codes)]
    last = max(named, key=lambda t: t.at, default=None)
    if last is None or here - story.sentence_of(last.at) > _ITS_BODY:
        return ()
    home = last.codes[0]
    if home.country not in _OF_STATES:
        return ()
    return (Codes(home.country, path=(f"{words}, a body of {last.words} -> {home.country}",), antecedent=last.at),)


def _is_group(entry: Entry) -> bool:
    return entry.detail not in {"institution", "media"}


def _told_by_his_words(codes: Codes) -> bool:
    return codes.country is not None and not any(WHERE_IT_PLAYS in step for step in codes.path)
