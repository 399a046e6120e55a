"""Exceptions, legal basis, instrument and scope of a measure: the words of the sentence, nothing added."""

from __future__ import annotations

import re

from newsledger.measures.cues import Cue, find_cues, treaty_name
from newsledger.measures.goods import load_goods
from newsledger.measures.scene import Scene, once
from newsledger.records import TextSpan
from newsledger.records.measure import Scope

_EXCEPTIONS = (
    re.compile(r"\bexceptions? (?:for|to cover) (?P<what>[^,;.]+?)(?= would| will| is| are| was| were|[,;.]|$)", re.I),
    re.compile(
        r"\b(?:except(?:ing)?(?: for)?|excluding|exempting|with the exception of|apart from|but not) (?P<what>[^,;.]+)",
        re.I,
    ),
    re.compile(
        r"(?:^|[,;.] |\bthough |\bwhile |\bbut |\band |\bsaid (?:that )?)(?:though |that |while |but )?"
        r"(?P<what>[\w¤’' -]{2,60}?) (?:is|are|was|were|would be|will be|remain)"
        r" (?:exempt|excluded|spared|not (?:covered|affected))\b",
        re.I,
    ),
    re.compile(r"\bexempt(?:ed|s)? (?P<what>(?!from)[^,;.]+?)(?= from|[,;.]|$)", re.I),
)
_NAME_OF_ACT = r"(?:[A-Z][\w’'-]*(?: (?:of|and|on|the|for))* ?)+"
_BASES = re.compile(
    r"\b(?:Executive Orders?(?: No\.)? \d+|E\.O\. ?\d+"
    rf"|[Ss]ection \d+(?:\([a-z0-9]\))*(?: of the {_NAME_OF_ACT})?|Article [IVX\d]+(?: of the {_NAME_OF_ACT})?"
    r"|Chapter VII|(?:[A-Z][\w’'-]* (?:of |and |on |the |for )*){1,9}Act(?: of \d{4})?"
    r"|(?:(?:UN )?Security Council |UN |U\.N\. )?[Rr]esolutions? \d{3,4}(?: \(\d{4}\))?)"
)
_INSTRUMENT = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th) (?:sanctions )?package|sanctions package"
    r"|(?:a |the )?(?:new )?(?:decree|executive order|resolution|bill|proclamation)\b(?: \d+)?)"
)
_PERSONS = re.compile(
    r"\b(?:officials?|generals?|individuals?|judges?|citizens|nationals|travell?ers|leaders|ministers?|lawmakers|captains|persons|people"
    r"|members of [\w ]+|prosecutors?|visitors|holders of [\w¤ ]+|oligarchs?|commanders?|tourist groups)\b",
    re.I,
)
_SECTORS = re.compile(
    r"\b(?:(?:oil|energy|banking|financial|defen[cs]e|gold|mining|shipping|aviation|farm|steel|car)"
    r" (?:sector|industry)|central bank)\b",
    re.I,
)
_GOODS = re.compile(
    r"\b(?:on|of) (?:all )?(?:imported )?(?P<owner>¤+ )?(?P<what>[a-z][\w-]*(?: [a-z][\w-]*){0,2}?)"
    r"(?= from| made in| imports| starting| beginning| to | on | by | and | (?:is|are|was|were|be|has|have|had|will"
    r"|would|may|could|took|takes?|came|comes?|rose|fell|that|which|at|since|until)\b|[,.;]|$)"
)
_CUT = re.compile(r" and |, |; ")
_OF_GOODS = frozenset({"tariff", "embargo", "export_control"})
_NO_GOODS = re.compile(
    r"^(?:the|its|a|an|their|our|his|her|this|that|these|those|such|is|are|was|were|be|has|have|had|will|would|may|could|took|takes?|that|which|at)\b|\b(?:partners?|goods|imports?|measures|controls|tariffs|sanctions|countries|nations|products|exports)\b",
    re.I,
)


@once
def exceptions_of(scene: Scene) -> tuple[TextSpan, ...]:
    """Return the words of every exception that the sentence names."""
    found: dict[int, TextSpan] = {}
    for expressions in _EXCEPTIONS:
        for m in expressions.finditer(scene.text):
            a, b = m.span("what")
            found.setdefault(a, scene.span(a, b))
    return tuple(found[a] for a in sorted(found))


@once
def legal_basis_of(scene: Scene) -> TextSpan | None:
    """Return the first act, order, section or resolution that the sentence names, or None."""
    match = _BASES.search(scene.text)
    return scene.span(match.start(), match.end()) if match else None


def instrument_of(cue: Cue, scene: Scene) -> TextSpan | None:
    """Return the name of the treaty, package or decree, or None."""
    if cue.kind.startswith("treaty_"):
        name = treaty_name(scene, cue.end)
        return scene.span(*name) if name else None
    match = _INSTRUMENT.search(scene.text)
    return scene.span(match.start(), match.end()) if match else None


def scope_of(cue: Cue, scene: Scene, within: tuple[int, int] | None = None) -> tuple[Scope, ...]:
    """Return what the clause of a measure names; of goods rather what stands ``within`` the words of a rate."""
    start, end = scene.clause_of(cue.start)
    if cue.kind in _OF_GOODS:
        own = _between_cues(cue, scene, start, end)
        if within and (found := _scope(cue, scene, max(start, within[0]), min(end, within[1]))):
            return found
        return _scope(cue, scene, *own)
    return _scope(cue, scene, start, end)


def _between_cues(cue: Cue, scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Part of a clause that speaks of one of several measures on goods, parted from the next by "and" or a comma."""
    others = [c for c in find_cues(scene) if c.kind in _OF_GOODS and start <= c.start < end and c != cue]
    last = max((c.end for c in others if c.end <= cue.start), default=None)
    following = min((c.start for c in others if c.start >= cue.end), default=None)
    if last is not None:
        start = max((m.end() for m in _CUT.finditer(scene.masked, last, cue.start)), default=last)
    if following is not None:
        end = max((m.start() for m in _CUT.finditer(scene.masked, cue.end, following)), default=following)
    return start, end


def _scope(cue: Cue, scene: Scene, start: int, end: int) -> tuple[Scope, ...]:
    found: dict[int, Scope] = {}

    def add(a: int, b: int, kind: str) -> None:
        if not any(s.start - scene.start < b and a < s.end - scene.start for s in found.values()):
            found[a] = Scope(scene.text[a:b], a + scene.start, b + scene.start, kind)

    for expressions, kind in ((_SECTORS, "sectors"), (_PERSONS, "persons")):
        if kind == "persons" and cue.kind in _OF_GOODS:
            continue
        for m in expressions.finditer(scene.text, start, end):
            add(m.start(), m.end(), kind)
    if cue.kind in _OF_GOODS:
        for g in load_goods().find(scene.text[start:end], offset=start):
            add(g.words.start, g.words.end, "goods")
        if not found:
            only = _GOODS.search(scene.masked, cue.start if cue.start >= start else start, end)
            if only and not _NO_GOODS.search(only["what"]) and not (only["owner"] and _is_bare(only, scene)):
                add(*only.span("what"), "goods")
    return tuple(found[a] for a in sorted(found))


def _is_bare(goods: re.Match[str], scene: Scene) -> bool:
    """Whether a country's full name stands before what may be goods: a verb follows it ("on Togo hurts the poor")."""
    owner = scene.names_in(goods.start("owner"), goods.end("owner") - 1)
    return bool(owner) and owner[-1].kind == "country" and not owner[-1].text.replace(".", "").isupper()
