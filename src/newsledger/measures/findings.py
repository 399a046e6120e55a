"""Findings: acts that, as told, meet the conditions of a rule of the register, and sentences that say a rule is broken.

Both are leads. What a speaker says (``text``) and what the register says (``register``) are never merged into one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from newsledger.measures.acts import Act, find_acts
from newsledger.measures.goods import load_goods
from newsledger.measures.register import Register, load_register
from newsledger.measures.scene import Named, Scene
from newsledger.measures.words import pattern
from newsledger.records import Attribution, TextSpan, content_id
from newsledger.records.rule import Citation, Finding, Ground, Regime, Rule

_SURE = {"CT+": 0.9, "PR+": 0.6, "PS+": 0.4, "UU": 0.3}
_ANONYMOUS, _CITED, _OPEN = 0.8, 0.9, 0.8
_BREACH_REACH = 60
_NOT = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|without|nor)\b|n[’']t\b|\bden(?:y|ies|ied)\b"
    r"|\b(?:dismiss|reject)\w* [^,]*$",
    re.I,
)
_NONE = re.compile(r"\s+(?:of )?(?:no|none)\b", re.I)
_FULL_RESOLUTION = re.compile(r"\b[Rr]esolutions? (\d{3,4})")
_UN = re.compile(r"\b(?:UN|U\.N\.|United Nations|Security Council)\b")
_DUTY = re.compile(
    r"\b(?:document\w*|investigat\w+|monitor\w*|accountab\w+|implicated in|involved in|address|evidence of"
    r"|allegations of|commit\w*|other)\b[^,]*$",
    re.I,
)
_COPULA = re.compile(r"\b(?:is|are|was|were|be|been|as|constitutes?)\b[^,]{0,25}$", re.I)
# "Chile accused Peru of violating", "Kenya warned that the deal would breach"
_SAYS = re.compile(
    r"[^\w¤]*(?P<who>[\w¤’'-]+(?: [\w¤’'-]+){0,7}?) (?P<cue>accused|sa(?:id|ys)|warned|alleged|claimed|complained"
    r"|reported|told \w+)(?: that)? "
)
_WEAK = re.compile(r"\W*(?:it|this|that|these|those|which|who|as|and|he|she|they)?\W*", re.I)
_MODAL = re.compile(
    r"[\s,]*\b(?:would|could|may|might|will|does|did|is|are|was|were|be|also|clearly|of|in|a|an|as|the|said|that|clear|flagrant(?:ly)?|great|gross|blatant|serious|further|direct|have|has|been|constitutes?)\b[\s,]*$",
    re.I,
)


def find_findings(scenes: Sequence[Scene]) -> tuple[Finding, ...]:
    """Return the findings of an article, in the order of the text."""
    register = load_register()
    out: list[Finding] = []
    for number, scene in enumerate(scenes):
        before = scenes[number - 1] if number else None
        out += _of_text(scene, register)
        groups: dict[tuple[str, str], list[tuple[Act, Rule]]] = {}
        for act in find_acts(scene, before):
            for rule in register.rules:
                if rule.act == act.kind and _falls_under(act, rule, scene, register):
                    groups.setdefault((rule.regime_id, act.kind), []).append((act, rule))
        out += [_of_register(matches, scene, register.regimes[key[0]]) for key, matches in groups.items()]
    return tuple(out)


def matches(selector: str, name: Named) -> bool:
    """Tell whether a party is one that a selector of the register names."""
    code, _, words = selector.partition(":")
    country, _, sector = code.partition(".")
    if country not in {"*", name.code}:
        return False
    if sector and name.sector != sector:
        return False
    return not words or bool(re.search(rf"\b(?:{words})", name.text))


def _any(selectors: Sequence[str], names: Sequence[Named]) -> bool:
    return any(matches(s, n) for s in selectors for n in names)


def _falls_under(act: Act, rule: Rule, scene: Scene, register: Register) -> bool:
    if rule.act in {"transfer", "workers", "training"}:
        sides = (not rule.giver or _any(rule.giver, act.givers)) and (not rule.taker or _any(rule.taker, act.takers))
        if not sides or (rule.either and not _any(rule.either, (*act.givers, *act.takers))):
            return False
    elif not any(register.is_bound(rule, n.code, _day(act, scene)) for n in act.givers) or "all_states" in rule.bound:
        return False
    return (rule.act != "transfer" or bool(_goods(act, rule))) and _in_force(act, rule, scene, register)


def _goods(act: Act, rule: Rule) -> list[TextSpan]:
    table = load_goods()
    return [
        g.words for g in act.goods
        if table.falls_under(g.goods_class, rule.goods) and not table.falls_under(g.goods_class, rule.except_goods)
    ]  # fmt: skip


def _day(act: Act, scene: Scene) -> str | None:
    """The day of the act: that of its event, else that of the page; None when neither is known."""
    for event in scene.events_at(act.start, act.end):
        if event.time and event.time.earliest and act.factuality == "CT+":
            return event.time.earliest
    return (scene.document.document_creation_time or scene.article.dateline_date or "")[:10] or None


def _in_force(act: Act, rule: Rule, scene: Scene, register: Register) -> bool:
    day = _day(act, scene)
    if rule.in_force_from is None:
        return False
    if day is None:
        return rule.in_force_to is None and not _interrupted(rule, register)
    if rule.deadline and day <= rule.deadline:
        return False
    return rule.in_force_from <= day <= (rule.in_force_to or "9999")


def _interrupted(rule: Rule, register: Register) -> bool:
    """Whether a like rule of the regime ended long before this one began: an undated act may lie in the gap."""
    ends = [r.in_force_to for r in register.regimes[rule.regime_id].rules if r.act == rule.act and r.in_force_to]
    if not ends or rule.in_force_from is None:
        return False
    return (date.fromisoformat(rule.in_force_from) - date.fromisoformat(max(ends))).days > 1


def _of_register(found: Sequence[tuple[Act, Rule]], scene: Scene, regime: Regime) -> Finding:
    act = found[0][0]
    rules = list({rule.rule_id: rule for _, rule in found}.values())
    events = scene.events_at(act.start, act.end)
    sources = scene.attributions(events)
    day = _day(act, scene)
    deadline = next((r.deadline for r in rules if r.deadline), None)
    start, end = min(a.start for a, _ in found), max(a.end for a, _ in found)
    grounds = tuple(_grounds(found, scene, day))
    sure = (
        _SURE.get(act.factuality, 0.3)
        * _cited(sources)
        * (1 if day else _OPEN)
        * (1 if act.takers and act.givers else _OPEN)
    )
    renewed = [r.renewed_to for r in rules if r.renewed_to and day and day > r.renewed_to]
    sure *= _OPEN if renewed or any(r.note for r in rules) else 1
    citations = tuple(dict.fromkeys(c for r in rules for c in r.citations))
    passed = None if deadline is None or day is None else day > deadline
    words = scene.span(start, end)
    return Finding(
        finding_id=content_id("f", scene.document.document_id, "register", regime.regime_id, act.kind, words.start),
        basis="register",
        **_place(scene),
        regime_id=regime.regime_id,
        rule_ids=tuple(r.rule_id for r in rules),
        citations=citations,
        instrument=None,
        act=words,
        grounds=grounds,
        deadline=deadline,
        deadline_passed=passed,
        exemptions=tuple(dict.fromkeys(x for r in rules for x in r.exemptions)),
        checked="text" if all(r.checked == "text" for r in rules) else "unchecked",
        attributions=sources,
        factuality=act.factuality,
        confidence=round(sure, 2),
        event_mention_ids=tuple(e.event_mention_id for e in events),
        lead=_lead(words, rules[-1], citations, deadline, passed),
    )  # fmt: skip


def _place(scene: Scene) -> dict[str, Any]:
    return {
        "document_id": scene.document.document_id,
        "article_index": scene.article.article_index,
        "sentence_index": scene.number,
        "document_creation_time": scene.document.document_creation_time,
        "text": scene.text,
        "sentence_start": scene.start,
        "sentence_end": scene.end,
    }


def _cited(sources: Sequence[Attribution]) -> float:
    if not sources:
        return 1.0
    return _ANONYMOUS if any(a.anonymous for a in sources) else _CITED


def _grounds(found: Sequence[tuple[Act, Rule]], scene: Scene, day: str | None) -> Iterator[Ground]:
    act, rule = found[0]
    bound = "all states are bound" if "all_states" in rule.bound else f"{', '.join(rule.bound)} is bound"
    for field, names in (("giver", act.givers), ("taker", act.takers)):
        for name in names:
            inferred = act.inferred if act.inferred and name not in scene.names else None
            words = None if inferred else scene.span(name.start, name.end)
            yield Ground(field, name.code, words, inferred or bound)
        if not names and act.kind in {"transfer", "workers"}:
            yield Ground(field, None, None, "the sentence does not name it")
    yield Ground("act", act.kind, scene.span(act.start, act.end), f"{rule.effect.replace('_', ' ')}: {rule.title}")
    for words in dict.fromkeys(w for a, r in found for w in _goods(a, r)):
        where = scene.span(words.start, words.end)
        yield Ground("goods", load_goods().classes[words.text.lower()], where, "class of goods that the rule names")
    since = f"in force from {rule.in_force_from}" + (
        f" to {rule.in_force_to}" if rule.in_force_to else ", no end known"
    )
    yield Ground("date", day, None, since if day else f"the page has no date; {since}")
    for _, r in found:
        if r.renewed_to and day and day > r.renewed_to:
            yield Ground("renewal", r.renewed_to, None, "the last renewal that the register knows ends before the act")
            break
    for note in dict.fromkeys(r.note for _, r in found if r.note):
        yield Ground("note", None, None, note)
    deadline = next((r.deadline for _, r in found if r.deadline), None)
    if deadline:
        open_ = "whether it has passed cannot be told: the page has no date"
        yield Ground("deadline", deadline, None, "it has passed" if day and day > deadline else open_)


def _lead(words: TextSpan, rule: Rule, citations: Sequence[Citation], deadline: str | None, passed: bool | None) -> str:  # noqa: FBT001
    where = "; ".join(f"{c.instrument}, paragraph {c.paragraph}" if c.paragraph else c.instrument for c in citations)
    late = f" The deadline of {deadline} {'has passed' if passed else 'is in the rule'}." if deadline else ""
    return f"Lead, to be checked: “{words.text}”, as told, may fall under a rule: {rule.title} ({where}).{late}"


def _of_text(scene: Scene, register: Register) -> Iterator[Finding]:
    breach = pattern("acts.toml", "breach", "words")
    assert breach is not None
    for match in breach.finditer(scene.masked):
        low, _ = scene.clause_of(match.start())
        rules = None if _no_breach(scene, match, low) else _rules_named(scene, match)
        if rules:
            yield _breach_finding(scene, match, low, rules, _regime(rules.text, scene, register))
            return


def _no_breach(scene: Scene, match: re.Match[str], low: int) -> bool:
    """Tell whether the words of a breach are denied, asked, demanded of somebody, or mere "violations" of nothing."""
    before = scene.masked[max(low, match.start() - 60) : match.start()]
    if (
        _NONE.match(scene.masked, match.end())
        or _NOT.search(before[-40:])
        or _DUTY.search(before)
        or scene.text.rstrip(" ”\"’'").endswith("?")
    ):
        return True
    bare = match[0].lower() == "violations"
    return bare and not (scene.names_in(low, match.start()) or _COPULA.search(before))


def _rules_named(scene: Scene, match: re.Match[str]) -> TextSpan | None:
    """Return the rules that the words behind a breach name, if they stand close."""
    rules = pattern("acts.toml", "breach", "rules")
    assert rules is not None
    lead_in = re.compile(r"\s+(?:of |against |the |an? )*").match(scene.masked, match.end())
    named = rules.match(scene.text, lead_in.end()) if lead_in else None
    if not named or named.end() - match.end() > _BREACH_REACH:
        return None
    return scene.span(named.start(), named.end())


def _act_told(scene: Scene, match: re.Match[str], low: int) -> TextSpan:
    """Return the words of the act that is said to break the rules: its clause before the breach."""
    said = _SAYS.match(scene.masked[: match.start()])
    low = max(low, said.end()) if said else low
    start, end = low, low + len(_trimmed(scene.text[low : match.start()])) or match.end()
    if _WEAK.fullmatch(scene.text[start:end]) and not said:
        start, end = 0, max(len(_trimmed(scene.text[: match.start()])), 1)
    return scene.span(start, end) if end > start else scene.span(match.start(), match.end())


def _says(scene: Scene, match: re.Match[str]) -> tuple[Attribution, ...]:
    """Return the party that says or warns of a breach, or accuses another of it."""
    said = _SAYS.match(scene.masked[: match.start()])
    names = scene.names_in(*said.span("who")) if said else []
    if said is None or not names:
        return ()
    who, cue = scene.span(*said.span("who")), scene.span(*said.span("cue"))
    name = names[0]
    return (
        Attribution(
            who.text,
            who.start,
            who.end,
            cue,
            "office",
            anonymous=False,
            name=name.name,
            country=name.code,
            sector=name.sector,
        ),
    )


def _breach_finding(
    scene: Scene, match: re.Match[str], low: int, instrument: TextSpan, regime: Regime | None
) -> Finding:
    events = scene.events_at(match.start(), match.end())
    sources = scene.attributions(events) or _says(scene, match)
    told = "PS+" if re.search(r"\b(?:would|could|may|might|if)\b", scene.masked[low : match.start()]) else "CT+"
    act = _act_told(scene, match, low)
    number = _FULL_RESOLUTION.search(instrument.text)
    reason = "named by the text" if number else "the text names no number"
    return Finding(
        finding_id=content_id("f", scene.document.document_id, "text", instrument.start),
        basis="text",
        **_place(scene),
        regime_id=regime.regime_id if regime else None,
        rule_ids=(),
        citations=(),
        instrument=instrument,
        act=act,
        grounds=(
            Ground("breach", None, scene.span(match.start(), match.end()), "words of the text"),
            Ground("resolution", number[1] if number else None, instrument, reason),
        ),
        deadline=None,
        deadline_passed=None,
        exemptions=(),
        checked="unchecked",
        attributions=sources,
        factuality=told,
        confidence=round(_SURE[told] * _cited(sources), 2),
        event_mention_ids=tuple(e.event_mention_id for e in events),
        lead=f"Lead, to be checked: {_who(sources)} says that “{act.text.strip()}” breaks or would break "
        f"“{instrument.text}”.",
    )


def _trimmed(words: str) -> str:
    while _MODAL.search(words):
        words = words[: _MODAL.search(words).start()]  # type: ignore[union-attr]
    return words


def _who(sources: Sequence[Attribution]) -> str:
    return " citing ".join(f"{a.text} (unnamed)" if a.anonymous else a.text for a in sources) or "the article itself"


def _regime(words: str, scene: Scene, register: Register) -> Regime | None:
    """The regime that a text means: by number, by its names, or the only one in force on a state of the sentence."""
    number = _FULL_RESOLUTION.search(words)
    if number:
        found = register.of_resolution(int(number[1]))
        return found[0] if len(found) == 1 else None
    for regime in register.regimes.values():
        if any(re.search(rf"\b{re.escape(w)}\b", scene.text) for w in regime.words):
            return regime
    if not (_UN.search(scene.text) or "embargo" in words):
        return None
    codes = {n.code for n in scene.names}
    live = [
        g for g in register.regimes.values()
        if g.kind == "un_sanctions" and codes & set(g.about) and any(r.in_force_to is None for r in g.rules)
    ]  # fmt: skip
    return live[0] if len(live) == 1 else None
