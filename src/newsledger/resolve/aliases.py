"""Short names that an article gives itself: "National Telecommunications Commission (NTC)", "Lai Ching-te (賴清德)".

So does an article that only names the "Rapid Support Forces" and then speaks of the "RSF".
"""

from __future__ import annotations

import re

from newsledger.resolve.knowledge import Knowledge

_BRACKET = re.compile(r"\s?[(（]\s*(?:the |or )?[“\"']?([^\s()（）“”\"';,][^()（）“”\"';,]{0,23})[”\"']?\s*[)）]")
_WORD = re.compile(r"[^\W\d_][\w’'.&-]*")
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "de", "la", "del", "to", "al", "against", "a"})
_FOREIGN_SCRIPT = re.compile(
    r"[\u0370-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u1000-\u109f\u3040-\u9fff\uac00-\ud7af]"
)
_LONGEST = 14
_SMALL_WORD = 4
_INITIALS = re.compile(r"(?<![\w.&-])[A-Z]{3,6}(?![\w&-]|\.[A-Z])")
_CAPITAL = r"[A-Z][^\W\d_A-Z][\w’']*(?:-(?![A-Z])[\w’']+)*"
_CAPITALISED = re.compile(rf"\b{_CAPITAL}")
_RUN = re.compile(rf"\b{_CAPITAL}(?:[ \n-](?:(?:{'|'.join(sorted(_SMALL))}) )*{_CAPITAL}){{2,}}")
"""At least three capitalised words, with at most small ones between."""


def find_aliases(text: str) -> dict[str, str]:
    """Map each short or foreign form to the name before it, in brackets or with its initials anywhere before.

    An acronym counts when its letters are the initials of the name, in order; a form in another script when the words
    before it are capitalised.
    """
    found = _in_brackets(text)
    acronyms = [m for m in _INITIALS.finditer(text) if m[0] not in found]
    runs = [list(_CAPITALISED.finditer(text, *run.span())) for run in _RUN.finditer(text)] if acronyms else []
    for acronym in acronyms:
        name = _with_initials(acronym, runs)
        if name and acronym[0] not in found:
            found[acronym[0]] = " ".join(text[slice(*name)].split())
    return found


def _with_initials(acronym: re.Match[str], runs: list[list[re.Match[str]]]) -> tuple[int, int] | None:
    """Where the first name before an acronym stands whose capitalised words begin with its letters."""
    for words in runs:
        first = "".join(word[0][0] for word in words).find(acronym[0])
        if first >= 0:
            start, end = words[first].start(), words[first + len(acronym[0]) - 1].end()
            if end <= acronym.start():
                return start, end
    return None


def _in_brackets(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _BRACKET.finditer(text):
        alias = match[1].strip()
        words = list(_WORD.finditer(text, max(0, match.start() - 160), match.start()))[-_LONGEST:]
        if not words or text[words[-1].end() : match.start()].strip():
            continue
        start = _acronym_start(alias, words) if _is_acronym(alias) else None
        if start is None and _FOREIGN_SCRIPT.search(alias):
            start = _capitals_start(words, text)
        if start is not None:
            found.setdefault(alias, text[start : match.start()].strip())
    return found


def is_a_stranger(short: str, name: str, knowledge: Knowledge) -> bool:
    """Whether the knowledge base knows a short form not at all, or as that of another ("RSF", of reporters)."""
    known = {e.name.lower() for h in knowledge.scan(short) for e in h.entries}
    words = {w for w in name.lower().split() if len(w) > _SMALL_WORD}
    return not any(words & set(k.split()) for k in known) and name.lower() not in known


def _is_acronym(alias: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z&.-]{1,9}", alias)) and sum(c.isupper() for c in alias) >= max(
        2, len(alias) // 2
    )


def _acronym_start(alias: str, words: list[re.Match[str]]) -> int | None:
    """Where the name begins whose initials are the letters of the acronym."""
    letters = [c for c in alias if c.isupper()]
    at = len(words)
    for letter in reversed(letters):
        at -= 1
        while at >= 0 and (words[at][0] in _SMALL or (words[at][0].islower() and words[at][0][0].upper() != letter)):
            at -= 1
        if at < 0 or words[at][0][0].upper() != letter:
            return None
    return words[at].start()


def _capitals_start(words: list[re.Match[str]], text: str) -> int | None:
    start = None
    for word in reversed(words):
        if not word[0][0].isupper() or (start is not None and text[word.end() : start].strip()):
            break
        start = word.start()
    return start
