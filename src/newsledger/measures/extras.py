"""Exceptions, legal basis, instrument and scope of a measure: the words of the sentence, nothing added."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from newsledger.measures.cues import Cue, find_cues, treaty_name
from newsledger.measures.goods import load_goods
from newsledger.measures.scene import MASK, Scene, once
from newsledger.measures.words import pattern
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
_CUT = re.compile(r" and |, |; ")
_ON = re.compile(r"\b(?:on|(?P<of>of)) ", re.I)
_OWNER = re.compile(rf"(?:{MASK}+(?:['’]s?)? (?:and )?)+")
_JOINS = re.compile(r"(?:,? (?:and|or|as well as) |, )(?:on )?", re.I)
_OF_TRADE = re.compile(r"\s*(?:(?:imports?|exports?|sales?|trade)\s*)?", re.I)
_BEFORE_CUE = re.compile(r"\s*(?:(?:,|and|or) [\w-]+ )?", re.I)
_NEAR = 30
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
        for a, b in _goods_of(cue, scene, start, end):
            add(a, b, "goods")
    return tuple(found[a] for a in sorted(found))


def _goods_of(cue: Cue, scene: Scene, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Where the goods of a measure stand: those listed behind "on", else all that its words name; not its reason's."""
    reason = _words("reason").search(scene.masked, max(cue.end, start), end)
    end = reason.start() if reason else end
    opened = _words("reason_first").match(scene.masked, start, max(start, min(cue.start, end)))
    start = opened.end() if opened else start
    begin = cue.end if start <= cue.start else start
    for on in _ON.finditer(scene.masked, begin, end):
        gap = scene.masked[begin : on.start()]
        if (on["of"] and not _OF_TRADE.fullmatch(gap)) or _words("far").search(gap):
            continue
        listed = _listed(scene, on.end(), end)
        if listed is not None:
            return listed or _named_before(cue, scene, start)
    return [(g.words.start, g.words.end) for g in load_goods().find(scene.text[start:end], offset=start)]


def _named_before(cue: Cue, scene: Scene, start: int) -> list[tuple[int, int]]:
    """Goods that the measure is named after: "arms embargo", "steel and aluminium tariffs"."""
    low = max(start, cue.start - _NEAR)
    found = load_goods().find(scene.text[low : cue.end], offset=low) if low < cue.end else ()
    return [
        (g.words.start, g.words.end)
        for g in found
        if _BEFORE_CUE.fullmatch(scene.masked, g.words.end, max(g.words.end, cue.start))
    ]


def _listed(scene: Scene, at: int, end: int) -> list[tuple[int, int]] | None:
    """The goods of a list from an offset on: none where it is of all goods, None where it lists no goods at all."""
    sure: list[tuple[int, int]] = []
    open_ones: list[tuple[int, int]] = []
    joined = ""
    while True:
        item = _item(scene, at, end)
        words = scene.masked[item[0] : item[1]] if item else ""
        if item is None or _NO_GOODS.search(words) or _words("not_goods").search(words):
            break
        open_ones.append(item)
        # "steel, officials said" is no list; "steel, shoes and toys" is.
        if not sure or "and" in joined or load_goods().find(scene.text[item[0] : item[1]]):
            sure, open_ones = [*sure, *open_ones], []
        more = _JOINS.match(scene.masked, item[1], end)
        if more is None:
            break
        at, joined = more.end(), more[0]
    if sure or item is None:
        return sure or None
    return None if _words("for_example").match(scene.masked, item[1]) else []


def _item(scene: Scene, at: int, end: int) -> tuple[int, int] | None:
    """The words of one kind of goods from an offset on, without what counts or points at them, or None."""
    before = _words("before_item").match(scene.masked, at, end)
    low = before.end() if before else at
    owner = _OWNER.match(scene.masked, low, end)
    if owner and _is_bare(owner, scene):
        return None
    low = owner.end() if owner else low
    if _words("no_item").match(scene.masked, low, end):
        return None
    if found := _words("item").match(scene.masked, low):
        return found.span()
    known = load_goods().find(scene.text[low : min(end, low + _NEAR)], offset=low)
    return next(((g.words.start, g.words.end) for g in known if g.words.start == low), None)


@cache
def _words(key: str) -> re.Pattern[str]:
    """A pattern of the words that stand beside goods."""
    found = pattern("actions.toml", "goods", key)
    assert found is not None
    return found


def _is_bare(goods: re.Match[str], scene: Scene) -> bool:
    """Whether a country's full name stands before what may be goods: a verb follows it ("on Togo hurts the poor")."""
    owner = scene.names_in(goods.start(), goods.end() - 1)
    return bool(owner) and owner[-1].kind == "country" and not owner[-1].text.replace(".", "").isupper()
