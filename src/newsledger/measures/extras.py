"""Exceptions, legal basis, instrument and scope of a measure: the words of the sentence, nothing added."""

from __future__ import annotations

import re

from newsledger.measures.cues import Cue, treaty_name
from newsledger.measures.goods import load_goods
from newsledger.measures.scene import Scene
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
    r"(?:on|of) (?:all )?(?:imported )?(?:¤+ )?(?P<what>[a-z][\w-]*(?: [a-z][\w-]*){0,2}?)"
    r"(?= from| made in| imports| starting| beginning| to | on | by | and |[,.;]|$)"
)
_NO_GOODS = re.compile(
    r"^(?:the|its|a|an|their)\b|\b(?:partners?|goods|imports?|countries|nations|products|exports)\b", re.I
)


def exceptions_of(scene: Scene) -> tuple[TextSpan, ...]:
    """Return the words of every exception that the sentence names."""
    found: dict[int, TextSpan] = {}
    for expressions in _EXCEPTIONS:
        for m in expressions.finditer(scene.text):
            a, b = m.span("what")
            found.setdefault(a, scene.span(a, b))
    return tuple(found[a] for a in sorted(found))


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


def scope_of(cue: Cue, scene: Scene) -> tuple[Scope, ...]:
    """Return goods, persons and sectors that the clause of the measure names."""
    start, end = scene.clause_of(cue.start)
    found: dict[int, Scope] = {}

    def add(a: int, b: int, kind: str) -> None:
        if not any(s.start - scene.start < b and a < s.end - scene.start for s in found.values()):
            found[a] = Scope(scene.text[a:b], a + scene.start, b + scene.start, kind)

    for expressions, kind in ((_SECTORS, "sectors"), (_PERSONS, "persons")):
        if kind == "persons" and cue.kind in {"tariff", "embargo", "export_control"}:
            continue
        for m in expressions.finditer(scene.text, start, end):
            add(m.start(), m.end(), kind)
    if cue.kind in {"tariff", "embargo", "export_control"}:
        for g in load_goods().find(scene.text[start:end], offset=start):
            add(g.words.start, g.words.end, "goods")
        if not found:
            only = _GOODS.search(scene.masked, start, end)
            if only and not _NO_GOODS.search(only["what"]):
                add(*only.span("what"), "goods")
    return tuple(found[a] for a in sorted(found))
