"""Who takes a measure, and at whom it is aimed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsledger.measures.cues import Action, Cue, imposed
from newsledger.measures.scene import Named, Scene
from newsledger.records import Party
from newsledger.records.measure import EVERYONE

_PREPOSITION = re.compile(
    r"\b(?:on|against|from|to|of|for|with|at|in|into|after|over|between|than|by|near|toward|towards|outside|across"
    r"|under|through|like|including|about)\s+(?:the |all |some |its |their |other |most )?(?:[\w-]+ )?$",
    re.I,
)
_PREMODIFIER = re.compile(
    r"(¤+)(?:['’]s?)?(?P<middle>(?:[\s-]+(?!(?:on|for|from|to|of|at|in|against|with|by|and|that|which|as|will|would|said"
    r"|says|is|are|was|were|has|have|had|may|could|not|a|the|its|their|after|under)\b)[\w%.’'\"“”-]+){0,5})[\s\"“”-]*$",
    re.I,
)
_TARGET_START = re.compile(r"\s*(?:[\w-]+ ){0,2}?(?:on|against|for|from|to|of|targeting|over|with)\b", re.I)
_ZONE_END = re.compile(
    r"\b(?:said|saying|says|because|after|before|unless|if|until|since|citing|starting|beginning|effective|that|which"
    r"|who|when|while|by|in response|will|would|took|take|takes|announced|imposed|over|was|were|is|are|has|have"
    r"|as of|ending|meant|due|but|though|if)\b|[;:—]|,(?!\s*(?:and |including |the )*¤)(?!\s*(?:\w+ ){0,2}¤+ \()|\.\s",
    re.I,
)
_NOT_TARGET = re.compile(r"\b(?:in|by|at|under|near|into|than)\s+(?:the )?$", re.I)
_FROM_ORIGIN = re.compile(
    r"\b(?:goods|imports?|products|steel|cars|vehicles|wine|those|shipments|\w+s) (?:made )?(?:from|in) (?:the )?$",
    re.I,
)
_EVERYONE = re.compile(
    r"\b(?:all (?:other )?(?:countries|nations|states|trading partners|foreign \w+)|every country|everyone"
    r"|most (?:\w+ )?(?:trading partners|countries|goods|imports|nations)|(?:its |their |¤+ )trading partners"
    r"|(?:all )?(?:african |foreign )?(?:imports|imported|travellers|visitors))\b",
    re.I,
)
_AGENT = re.compile(r"\bby (?:the |a |an )?(?:[a-z-]+ )?(?=¤)")
_EACH_OTHER = re.compile(r"\beach other|\bone another|\bmutual|\breciprocal visa waiver", re.I)
_COORDINATE = re.compile(r"\s*(?:,|and|,\s*and|both|and both)\s+(?:the |both )?", re.I)
_GOODS_ONLY = re.compile(r"\s*(?:of [\d.]+ (?:percent|per cent) )?on (?!countries|nations)(?-i:[a-z])", re.I)
_NARROWED = re.compile(r"\b(?:countries|nations|states|partners) (?:that|which|with)\b", re.I)
_MUTUAL = frozenset({"ceasefire"})
_ALONE = frozenset({"emergency", "treaty_joined", "treaty_left"})


@dataclass(frozen=True, slots=True)
class Sides:
    """Issuers and targets with the rule behind each, ready as parties."""

    issuers: tuple[Party, ...]
    targets: tuple[Party, ...]
    rules: tuple[str, ...]


def sides_of(cue: Cue, action: Action, scene: Scene) -> Sides:
    """Read issuer and targets of one measure from its sentence."""
    issuers, why = _issuers(cue, action, scene)
    taken = {(n.start, n.end) for n in issuers}
    targets = [] if cue.kind in _ALONE else [n for n in _targets(cue, action, scene) if (n.start, n.end) not in taken]
    if cue.kind in _MUTUAL:
        issuers, targets = _truce_parties(cue, issuers, targets, scene)
    everyone = None if targets or cue.kind in {*_ALONE, *_MUTUAL, "recognition"} else _everyone(cue, scene)
    if not issuers:
        issuers, why = _speaker(scene, {n.code for n in targets}), "the speaker of the sentence"
    if cue.kind not in _ALONE and not targets and not everyone and issuers and _EACH_OTHER.search(scene.text):
        targets = issuers
    targets = [n for n in targets if n.code not in {i.code for i in issuers}] or (targets if targets == issuers else [])
    rules = (f"issuer: {why}",) if issuers else ()
    made = tuple(scene.party(n, "named as target") for n in _unique(targets))
    return Sides(tuple(scene.party(n, why) for n in _unique(issuers)), made or ((everyone,) if everyone else ()), rules)


def _unique(names: list[Named]) -> list[Named]:
    seen: dict[str, Named] = {}
    for name in names:
        seen.setdefault(name.code, name)
    return list(seen.values())


def _issuers(cue: Cue, action: Action, scene: Scene) -> tuple[list[Named], str]:
    start, end = scene.clause_of(cue.start)
    agent = _AGENT.search(scene.masked, min(cue.start, action.start), end)
    if agent and (action.passive or not cue.is_verb) and agent.end() - max(cue.end, action.end) < 60:
        return _group(scene, agent.end(), end), "named after 'by'"
    if not cue.is_verb and cue.kind != "ceasefire":
        own = _PREMODIFIER.search(scene.masked[: cue.start])
        names = scene.names_in(own.start(1), own.end(1)) if own else []
        joined = scene.masked[action.start : action.end].lower().startswith("join")
        foreign = cue.kind == "visa_rule" and bool(names) and names[0].kind == "demonym"
        if names and not joined and not foreign and not _verb_between(own):
            return names, "stands before the measure as its owner"
    if action.passive and action.start > cue.start:
        subject = _subject(scene, start, cue.start, whole=False)
        parted = bool(subject) and "," in scene.masked[subject[-1].end : cue.start]
        return [] if parted else subject, "subject of the clause"
    subject = _subject(scene, start, min(action.start, cue.start) if not action.patient else cue.start)
    if action.patient:
        return [], ""
    return subject, "subject of the verb"


def _verb_between(own: re.Match[str] | None) -> bool:
    middle = own["middle"] if own else ""
    return bool(
        re.search(
            r"\b\w+(?:ed|ing)\b(?<!pledged)(?<!planned)(?<!sweeping)(?<!existing)|\b(?:slaps|cuts|hits)\b", middle
        )
    )


def _subject(scene: Scene, start: int, verb: int, *, whole: bool = True) -> list[Named]:
    """The last group of names before a verb that no preposition governs; across clauses of the sentence if need be."""
    for low in dict.fromkeys((start, 0) if whole else (start,)):
        names = [n for n in scene.names_in(low, verb) if not _governed(n, scene)]
        if names:
            last = names[-1]
            group = [last]
            for name in reversed(names[:-1]):
                if not _COORDINATE.fullmatch(_without_offices(scene.masked[name.end : group[-1].start])):
                    if scene.masked[name.end : group[-1].start].strip() in {"", "’s", "'s"}:
                        continue
                    break
                group.append(name)
            return list(reversed(group))
    return []


def _governed(name: Named, scene: Scene) -> bool:
    """Whether a preposition stands before a name, or before the one that it is joined to ("aside from X and Y")."""
    if _PREPOSITION.search(scene.masked[: name.start]):
        return True
    before = [n for n in scene.names if n.end <= name.start]
    joined = before and re.fullmatch(r"\s*(?:,|and|,\s*and)\s+(?:the )?", scene.masked[before[-1].end : name.start])
    return bool(joined) and _governed(before[-1], scene)


def _without_offices(between: str) -> str:
    return re.sub(r"^['’]s? [a-z ]+?(?= and|,)", "", between)


def _group(scene: Scene, start: int, end: int) -> list[Named]:
    """Coordinated names from an offset on."""
    group: list[Named] = []
    for name in scene.names_in(start, end):
        if group and not _COORDINATE.fullmatch(scene.masked[group[-1].end : name.start]):
            break
        if not group and name.start - start > 30:
            break
        group.append(name)
    return group


def _targets(cue: Cue, action: Action, scene: Scene) -> list[Named]:
    found: list[Named] = []
    base = cue.end
    moved = re.match(r"add|remov|put|plac|list", scene.masked[action.start : action.end], re.I)
    if (
        moved
        and action.end <= cue.start
        and re.search(r"\b(?:to|from|on) (?:\w+ )?$", scene.masked[action.end : cue.start])
    ):
        return [n for n in scene.names_in(action.end, cue.start) if not _NOT_TARGET.search(scene.masked[: n.start])]
    if cue.is_verb:
        found += _zone(scene, base if cue.kind not in {"recognition"} else cue.start)
        if cue.kind in {"asset_freeze", "travel_ban", "entry_ban", "embargo"}:
            found = scene.names_in(cue.start, cue.end) + found
    elif imposed(cue, scene):
        found += _zone(scene, action.end)
    elif _TARGET_START.match(scene.masked, base):
        found += _zone(scene, base)
    start, end = scene.clause_of(cue.start)
    if not cue.is_verb and not found and action.start < cue.start:
        # "added 110 Russian firms to its export control list", "stop issuing visas to US citizens"
        found += [n for n in scene.names_in(action.end, cue.start) if not _NOT_TARGET.search(scene.masked[: n.start])]
    if cue.kind == "embargo" and cue.is_verb and not found:
        seller = re.match(r"[\w ]{0,30}\bby (?:the )?(?=¤)", scene.masked[base:])
        found += _group(scene, base + seller.end(), len(scene.text)) if seller else []
    if action.patient:
        found += [n for n in _subject_all(scene, start, action.start) if n not in found]
    if not found:
        found += [
            n for n in scene.names_in(start, end) if _FROM_ORIGIN.search(scene.masked[max(0, n.start - 40) : n.start])
        ]
    return found


def _subject_all(scene: Scene, start: int, verb: int) -> list[Named]:
    subject = _subject(scene, start, verb)
    return subject or [
        n for n in scene.names_in(start, verb)
        if _FROM_ORIGIN.search(scene.masked[: n.start]) or re.search(r"\bof (?:the )?$", scene.masked[: n.start])
    ]  # fmt: skip


def _zone(scene: Scene, base: int) -> list[Named]:
    ended = _ZONE_END.search(scene.masked, base)
    end = ended.start() if ended else len(scene.text)
    names = scene.names_in(base, min(end, scene.speaker[0]) if scene.speaker else end)
    out = []
    for name in names:
        before = scene.masked[max(0, name.start - 40) : name.start]
        if _NOT_TARGET.search(before) and not _FROM_ORIGIN.search(before):
            break
        if scene.masked[name.end : name.end + 17].startswith(" trading partners"):
            break
        out.append(name)
    return out


def _everyone(cue: Cue, scene: Scene) -> Party | None:
    start, end = scene.clause_of(cue.start)
    match = _EVERYONE.search(scene.masked, start, end)
    if not match:
        return _unnamed(cue, scene) if not scene.names_in(cue.end, end) else None
    span = scene.span(match.start(), match.end())
    return Party(
        span.text, span.start, span.end, "all countries", EVERYONE, None, (), None, "the words mean all countries"
    )


def _unnamed(cue: Cue, scene: Scene) -> Party | None:
    """A duty or ban on goods that names no country is on those of all."""
    goods = _GOODS_ONLY.match(scene.masked, cue.end) or (cue.kind == "embargo" and cue.is_verb)
    if cue.kind not in {"tariff", "embargo", "export_control"} or not goods or _NARROWED.search(scene.masked, cue.end):
        return None
    reason = "a measure on goods that names no country: all countries"
    return Party(None, None, None, "all countries", EVERYONE, None, (), None, reason)


def _truce_parties(
    cue: Cue, issuers: list[Named], targets: list[Named], scene: Scene
) -> tuple[list[Named], list[Named]]:
    """The parties of a truce: those it is "between", those who agree to it, or one who declares it to another."""
    between = re.match(r"\s*(?:agreement |deal )?between (?:the )?(?=¤)", scene.masked[cue.end :])
    if between:
        return _group(scene, cue.end + between.end(), len(scene.text)), []
    if len(_unique(issuers)) > 1:
        return issuers, []
    place = re.match(r"\s*(?:in|with|against) (?:the )?(?=¤)", scene.masked[cue.end :])
    return issuers, targets or (_group(scene, cue.end + place.end(), len(scene.text)) if place else [])


def _speaker(scene: Scene, targets: set[str]) -> list[Named]:
    """A government that speaks at the end of the sentence, unless the measure is aimed at it."""
    if scene.speaker is None:
        return []
    names = scene.names_in(*scene.speaker)
    return [n for n in names[:1] if n.code not in targets and n.kind != "person"]
