"""Whose a cited source is: who wrote a document, whose page it stands on, a medium by its short name."""

from __future__ import annotations

import re

from newsledger.resolve.chains import Chains
from newsledger.resolve.codes import Codes
from newsledger.resolve.compose import code_entries
from newsledger.resolve.story import Story
from newsledger.resolve.words import choice

# "a report by Oxfam"; whoever saw, leaked or translated a document did not write it.
_BY = re.compile(r" by (?:the |an? )?(?!(?:phone|telephone|e-?mail|mail)\b)(?=\S)", re.I)
_HANDLED = re.compile(rf"\b{choice('only_handled')}\b(?: \w+)? by .*", re.I | re.S)
# "a post on the ministry's Facebook page", "a video posted on Telegram".
_PLATFORM = re.compile(
    rf",? (?:(?:posted|published|shared|uploaded|circulated|circulating|released) )?(?:on|to|via) "
    r"(?:social media|(?:the )?(?:social (?:network|media platform|media site)|messaging app) )?"
    r"(?:the |(?P<owner>[^,;]+?)['’]s? )?"
    rf"(?:\w+ )?{choice('platforms')}\b.*",
    re.I | re.S,
)
_OWN_PAGE = re.compile(rf"\b(?:{choice('platforms')}|accounts?|pages?|feeds?|posts?|tweets?|blogs?|releases?)\b", re.I)
_OF_NOBODY = re.compile(
    rf"(?:[\w’'-]+ )*{choice('documents_of_nobody')}(?: (?:in|on|of|published|posted)\b.*)?", re.I | re.S
)
_AT_HOME = re.compile(rf"{choice('media_at_home')}\b.*", re.I | re.S)


def is_press(words: str) -> bool:
    """Whether the words of a medium mean the press, and not what somebody else posts ("the ministry's X account")."""
    return _OWN_PAGE.search(words) is None


def author(words: str) -> tuple[int, str] | None:
    """Whose a document is by its own words, with where in them he stands: after "by", or the owner of a page."""
    platform = _PLATFORM.search(words)
    if platform and platform["owner"]:
        return platform.start("owner"), re.sub(r"^(?:the|an?) ", "", platform["owner"])
    by = None if _HANDLED.search(words) else _BY.search(words)
    if by is None:
        return None
    return by.end(), words[by.end() : platform.start() if platform and platform.start() > by.end() else len(words)]


def without_platform(words: str) -> str:
    """The words of a document without the network on which it was posted, which did not write it."""
    found = _PLATFORM.search(words)
    return words[: found.start()] if found and found.start() and not found["owner"] else words


def issuer(words: str, at: int, chains: Chains) -> tuple[Codes, ...]:
    """Whose an unsigned document is: who signed it jointly, the last speaker, where the story plays, or nobody."""
    signed = chains.joint_voice
    if signed and "statement" in words.lower():
        return signed
    found = chains.issuer(at)
    if _OF_NOBODY.fullmatch(words) and not any("a document of" in step for step in found[0].path):
        return (Codes(path=(f"{words}: nobody is said to have made it",)),)
    return found


def medium(words: str, story: Story) -> tuple[Codes, ...]:
    """A medium by its name: also without "The", or by the last word of a name in the article."""
    for hit in (*story.knowledge.scan(words), *story.knowledge.scan(f"The {words}")):
        own = tuple(e for e in hit.entries if e.kind == "organisation" and e.detail == "media")
        whole = hit.text.removeprefix("The ") == words
        if own and (whole or words.endswith(f" {hit.text}")):
            return (code_entries(own, hit.text, story.date),)
    for hit in story.hits:
        own = tuple(e for e in hit.entries if e.kind == "organisation" and e.detail == "media")
        if own and hit.text.endswith(f" {words}"):
            return (code_entries(own, hit.text, story.date).step(f"{words}: {hit.text}"),)
    return ()


def at_home(words: str, at: int, story: Story) -> Codes | None:
    """A medium that is said to be a state's own ("local media", "state television"), where the story plays."""
    if not _AT_HOME.fullmatch(words):
        return None
    country, why = story.where_it_plays(at)
    return Codes(country, "JRN", ("JRN",), path=(f"{words}; {why}",)) if country else None
