"""Who takes a measure, and at whom it is aimed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from newsledger.measures.aimed import AIMED, elsewhere, is_victim, is_wronged, with_publisher
from newsledger.measures.cues import Action, Cue, imposed
from newsledger.measures.groups import COORDINATE, governed, group, subject, unique
from newsledger.measures.holding import can_hold
from newsledger.measures.issuers import (
    fallback_issuers,
    is_passive,
    issuers_of,
    moved,
    named_as_target,
    of_a_court,
    speaker_of,
    sufferers,
)
from newsledger.measures.references import objects_meant, parties_at
from newsledger.measures.scene import Named, Scene
from newsledger.measures.told import READ, parties_seen, seen_as
from newsledger.records import Party
from newsledger.records.measure import EVERYONE
from newsledger.resolve.entries import ORGANISATION_CODES

_TARGET_START = re.compile(r"\s*(?:[\w-]+ ){0,2}?(?:on|against|for|from|to|of|targeting|over|with)\b", re.I)
_ZONE_END = re.compile(
    r"\b(?:said|saying|says|because|after|before|unless|if|until|since|citing|starting|beginning|effective|that|which"
    r"|who|when|while|demonstrat\w+|underscor\w+|shows?|reflects?|sends?|by"
    r"|in (?:a )?(?:response|retaliation|exchange|return)|within|in support of|on behalf of|will|would"
    r"|took|take|takes|announced|imposed|over|was|were|is|are|has|have|as of"
    r"|ending|meant|due|but|though|if|(?<!the )following|despite|amid|alongside|during|without|unlike"
    r"|in (?:coordination|concert|line|consultation|tandem) with|at the (?:request|urging|behest) of"
    r"|(?-i:for (?:\w+ly )?[a-z]+ing)"
    r"|except(?:ing)?|excluding|exempting|apart from|other than|with the exception)\b"
    r"|[;:—]|,(?!\s*(?:and |including |the )*¤)(?!\s*(?:\w+ ){0,2}¤+ \()|\.\s",
    re.I,
)
# "a Peruvian firm for buying oil and two Chilean traders for shipping it": the list goes on behind a reason.
_PARALLEL = re.compile(
    r"for (?:\w+ly )?[a-z]+ing\b[^.;:]*? and (?=(?:an?|one|two|three|four|five|several|another|\d+) (?:[\w-]+ )?¤"
    r"[^.;:]*? for (?:\w+ly )?[a-z]+ing\b)"
)
# What a clause or phrase opens with that stands in front of the main clause.
_FRONT = re.compile(
    r"\W*(?:\w+ (?:days?|weeks?|months?|hours?|years?) )?(?:(?:hours|days|weeks|months|years) )?"
    r"(?:after|since|when|as|despite|under|with|following|while|amid|because of|before|given|thanks to)\b",
    re.I,
)
_COMMA = re.compile(r"(?:(?!\band\b)[^,])*, (?:the )?(?:(?!and\b)[\w-]+ )?")
_NOT_TARGET = re.compile(r"\b(?:in|by|at|under|near|into|than)\s+(?:the )?$", re.I)
_FROM_ORIGIN = re.compile(
    r"\b(?:goods|imports?|products|steel|cars|vehicles|wine|those|shipments|\w+s) (?:made )?(?:from|in) (?:the )?$",
    re.I,
)
_EXCEPTED = re.compile(
    r"\b(?:except(?:ing)?|excluding|exempting|apart from|other than|with the exception|but not)\b", re.I
)
_EVERYONE = re.compile(
    r"\b(?:all (?:other )?(?:countries|nations|states|trading partners|foreign \w+)|every country|everyone"
    r"|most (?:\w+ )?(?:trading partners|countries|goods|imports|nations)|(?:its |their |¤+ )trading partners"
    r"|(?:all )?(?:african |foreign )?(?:imports|imported|travellers|visitors))\b",
    re.I,
)
_EACH_OTHER = re.compile(
    r"\beach other|\bone another"
    r"|\b(?:mutual|reciprocal)(?:ly)? (?:\w+ )?(?:sanction|tariff|dut|visa|ban|recogni|asset|lift)",
    re.I,
)
_GOODS_ONLY = re.compile(r"\s*(?:of [\d.]+ (?:percent|per cent) )?on (?!countries|nations)(?-i:[a-z])", re.I)
_GOODS_BAN = re.compile(r"(?:import|export) bans?\b|bans? on [\w ¤-]*?(?:imports?|exports?|sales?)\b", re.I)
_NARROWED = re.compile(r"\b(?:countries|nations|states|partners) (?:that|which|with)\b", re.I)
_RENDERED = re.compile(r"\b(?:render(?:s|ed|ing)?|mak(?:es?|ing)|made|declar(?:es?|ed|ing)|deem(?:s|ed)?) ")
_UNFIT = ("ineligible", "not eligible")
_SUBJECT_GOES_ON = re.compile(r"(?:['’]s?)?(?: [\w¤-]+){0,4}?(?:,| and|, and)(?: [\w¤-]+){0,4}? ")
# "a UN-led effort"
_BROKER = re.compile(r"-[a-z]")
_OF = re.compile(r"\b(?:of|from|in) (?:the )?$")
_MUTUAL = frozenset({"ceasefire"})
_ALONE = frozenset({"emergency", "treaty_joined", "treaty_left"})


@dataclass(frozen=True, slots=True)
class Sides:
    """Issuers and targets with the rule behind each, ready as parties."""

    issuers: tuple[Party, ...]
    targets: tuple[Party, ...]
    rules: tuple[str, ...]


def sides_of(cue: Cue, action: Action, scene: Scene) -> Sides:
    """Read issuer and targets of one measure from its sentence.

    The reader says who takes it where the rules leave that open, and of a report that only it sees also the target.
    """
    raw = seen_as(cue, scene)
    issuers, why = issuers_of(cue, action, scene)
    hit = sufferers(cue, action, scene)
    if raw and not issuers:
        issuers, why = parties_seen(raw, "issuer", scene), READ
        if cue.kind in _MUTUAL:
            issuers = [n for n in issuers if can_hold(n, scene)]
    issuers = [n for n in issuers if n.code not in {h.code for h in hit}]
    if cue.kind not in {*_MUTUAL, *_ALONE} and issuers and not any(_is_told(n, scene) for n in issuers):
        issuers = _not_aimed_at(issuers, cue, action, scene)
    taken = {(n.start, n.end) for n in issuers}
    targets = [] if cue.kind in _ALONE else [n for n in _targets(cue, action, scene) if (n.start, n.end) not in taken]
    targets = targets or hit
    if raw and action.seen and not targets and cue.kind not in _ALONE:
        targets = parties_seen(raw, "target", scene)
    if cue.kind in _MUTUAL and not (issuers and why == READ):
        held = re.match(r"ha|there", scene.masked[action.start : action.end], re.I)
        issuers, targets = _truce_parties(cue, [] if held else issuers, targets, scene)
    everyone = None if targets or cue.kind in {*_ALONE, *_MUTUAL, "recognition"} else _everyone(cue, scene)
    if not issuers and cue.kind not in _MUTUAL and not action.standing:
        issuers, why = speaker_of(scene, {n.code for n in targets}), "the speaker of the sentence"
    if not issuers:
        issuers, why = fallback_issuers(cue, action, scene, {n.code for n in targets})
    issuers = [of_a_court(n, scene) for n in issuers]
    if cue.kind not in _ALONE and not targets and not everyone and issuers and _EACH_OTHER.search(scene.text):
        targets = issuers
    own = {i.code for i in issuers}
    targets = [n for n in targets if n.code not in own] or (targets if targets == issuers else [])
    reason = "named as target"
    if not targets and not everyone and cue.kind in AIMED:
        told = parties_at(scene, scene.events_at(min(cue.start, action.start), max(cue.end, action.end)), acting=False)
        targets = [n for n in _with_joined(told, scene) if n.code not in with_publisher(own, scene)]
        targets = [n for n in targets if n.code not in ORGANISATION_CODES and not is_victim(n, scene)]
        targets = [n for n in targets if _is_named(n, scene) or not is_wronged(n.code, scene)]
        reason = "recipient of the event"
        if not targets:
            targets, reason = elsewhere(cue, action, scene, own)
    rules = (f"issuer: {why}",) if issuers else ()
    made = tuple(scene.party(n, reason) for n in unique(targets))
    return Sides(tuple(scene.party(n, why) for n in unique(issuers)), made or ((everyone,) if everyone else ()), rules)


def _is_named(name: Named, scene: Scene) -> bool:
    """Whether a party has the name of its state in its words, or the words are no guess of the resolver."""
    return name.kind != "party" or any(n.code == name.code for n in scene.names_in(name.start, name.end))


def _with_joined(found: list[Named], scene: Scene) -> list[Named]:
    """Names with those joined to them: "Ethiopian or Eritrean officials"."""
    joined = [
        n for n in scene.names for f in found
        if re.fullmatch(r" (?:or|and) ", scene.masked[f.end : n.start] or scene.masked[n.end : f.start])
        or (f.start <= n.start and n.end <= f.end)
    ]  # fmt: skip
    inner = [
        n
        for n in scene.names
        if any(j.end < n.start and re.fullmatch(r" (?:or|and) ", scene.masked[j.end : n.start]) for j in joined)
    ]
    return [*found, *joined, *inner]


def _not_aimed_at(issuers: list[Named], cue: Cue, action: Action, scene: Scene) -> list[Named]:
    """Nobody takes a measure against himself: an office whose country was guessed is not that of the target."""
    others = [n for n in _targets(cue, action, scene) if not any(n.start < i.end and i.start < n.end for i in issuers)]
    aimed = {n.code for n in others}
    return [n for n in issuers if n.code not in aimed]


def _is_told(name: Named, scene: Scene) -> bool:
    """Whether a side has its state in its words, and not by a guess: not "the judges", "the minister"."""
    guessed = name.kind in {"office", "party"}
    return not guessed or any(n.code == name.code for n in scene.names_in(name.start, name.end))


def _targets(cue: Cue, action: Action, scene: Scene) -> list[Named]:
    found: list[Named] = []
    base, told = cue.end, imposed(cue, scene)
    onto = moved(cue, action, scene)
    if onto is not None:
        listed = [n for n in scene.names_in(action.end, onto) if not _NOT_TARGET.search(scene.masked[: n.start])]
        passive = is_passive(action, scene)
        return listed or (_subject_all(scene, scene.clause_of(cue.start)[0], action.start) if passive else [])
    if cue.is_verb and not (action.patient and cue.kind in AIMED):
        found += _zone(scene, base if cue.kind not in {"recognition"} else cue.start)
        if cue.kind in {"asset_freeze", "travel_ban", "entry_ban", "embargo"}:
            found = scene.names_in(cue.start, cue.end) + found
    elif told:
        found += _zone(scene, told[1])
    elif _TARGET_START.match(scene.masked, base):
        found += _zone(scene, base)
    if cue.kind == "embargo" and not cue.is_verb:
        # The names in "ban on Serbian poultry imports".
        found = scene.names_in(cue.start, cue.end) + found
    start, end = scene.clause_of(cue.start)
    found = found or ([] if cue.is_verb else named_as_target(cue, scene))
    found = found or objects_meant(scene, min(cue.start, action.start), end)
    if not cue.is_verb and not found and action.start < cue.start:
        # "added 110 Russian firms to its export control list", "stop issuing visas to US citizens"
        found += [n for n in scene.names_in(action.end, cue.start) if not _NOT_TARGET.search(scene.masked[: n.start])]
    if cue.kind == "embargo" and cue.is_verb and not found:
        seller = re.match(r"[\w ]{0,30}\bby (?:the )?(?=¤)", scene.masked[base:])
        found += group(scene, base + seller.end(), len(scene.text)) if seller else []
    if action.patient:
        found += [n for n in _patients(scene, start, action.start) if n not in found]
    if not found:
        found += [
            n for n in scene.names_in(start, end)
            if _FROM_ORIGIN.search(scene.masked[max(0, n.start - 40) : n.start])
            and not _EXCEPTED.search(scene.masked, start, n.start)
        ]  # fmt: skip
    return found


def _patients(scene: Scene, start: int, verb: int) -> list[Named]:
    """Those to whom a passive is done: its subject, or whom something "renders" ineligible."""
    made = list(_RENDERED.finditer(scene.masked, start, verb)) if scene.masked[verb:].startswith(_UNFIT) else []
    return scene.names_in(made[-1].end(), verb) if made else _subject_all(scene, start, verb)


def _subject_all(scene: Scene, start: int, verb: int) -> list[Named]:
    """Everyone in the subject of a passive: "Two Emirati traders and a Sudanese bank", "tea from Kenya and Togo"."""
    names = scene.names_in(start, verb)
    free = [n for n in names if not governed(n, scene)]
    if free:
        return [n for n in free if n.start >= free[-1].start or _SUBJECT_GOES_ON.fullmatch(_gap(n, free[-1], scene))]
    of = [n for n in names if _OF.search(scene.masked[: n.start]) or _FROM_ORIGIN.search(scene.masked[: n.start])]
    return [
        n for n in names
        if n in of or any(COORDINATE.fullmatch(scene.masked[o.end : n.start]) for o in names if o.end <= n.start and of)
    ] or subject(scene, start, verb)  # fmt: skip


def _gap(one: Named, other: Named, scene: Scene) -> str:
    return scene.masked[one.end : other.start]


def _zone(scene: Scene, base: int) -> list[Named]:
    ended = _ZONE_END.search(scene.masked, base)
    end = ended.start() if ended else len(scene.text)
    names = scene.names_in(base, min(end, scene.speaker[0]) if scene.speaker and scene.speaker[0] >= base else end)
    out = []
    for name in names:
        before = scene.masked[max(0, name.start - 40) : name.start]
        if _NOT_TARGET.search(before) and not _FROM_ORIGIN.search(before):
            break
        if scene.masked[name.end : name.end + 17].startswith(" trading partners") or is_victim(name, scene):
            break
        out.append(name)
    parallel = _PARALLEL.match(scene.masked, end)
    if parallel:
        out += _zone(scene, parallel.end())
    listed = "," not in scene.masked[:base] and not (ended and ended[0].startswith(","))
    return _before_the_main_clause(out, scene) if listed and _FRONT.match(scene.masked) else out


def _before_the_main_clause(names: list[Named], scene: Scene) -> list[Named]:
    """Names up to the comma that ends the clause in front: "After Peru put sanctions on Chile, Bolivia …"."""
    gaps = [scene.masked[a.end : b.start] for a, b in pairwise(names)]
    cuts = [i for i, gap in enumerate(gaps, 1) if _COMMA.fullmatch(gap)]
    return names[: cuts[-1]] if cuts else names


def _everyone(cue: Cue, scene: Scene) -> Party | None:
    start, end = scene.clause_of(cue.start)
    match = everyone_in(scene, start, end)
    if match is None:
        named = [n for n in scene.names_in(cue.end, end) if not _EXCEPTED.search(scene.masked, cue.end, n.start)]
        return None if named else _unnamed(cue, scene)
    return match


def everyone_in(scene: Scene, start: int, end: int) -> Party | None:
    """Return all countries as a party, where words of a stretch mean them."""
    match = _EVERYONE.search(scene.masked, start, end)
    if not match:
        return None
    span = scene.span(match.start(), match.end())
    reason = "the words mean all countries"
    return Party(span.text, span.start, span.end, "all countries", EVERYONE, None, (), None, reason)


def _unnamed(cue: Cue, scene: Scene) -> Party | None:
    """A duty or ban on goods that names no country is on those of all."""
    goods = _GOODS_ONLY.match(scene.masked, cue.end) or (
        cue.kind == "embargo" and (cue.is_verb or _GOODS_BAN.match(scene.masked, cue.start))
    )
    if cue.kind not in {"tariff", "embargo", "export_control"} or not goods or _NARROWED.search(scene.masked, cue.end):
        return None
    reason = "a measure on goods that names no country: all countries"
    return Party(None, None, None, "all countries", EVERYONE, None, (), None, reason)


def _truce_parties(
    cue: Cue, issuers: list[Named], targets: list[Named], scene: Scene
) -> tuple[list[Named], list[Named]]:
    """The parties of a truce: those it is "between", those who agree to it, or one who declares it to another."""
    between = re.match(r"[^,.;]{0,40}?\bbetween (?:the )?(?=¤)", scene.masked[cue.end :])
    if between:
        return group(scene, cue.end + between.end(), len(scene.text)), []
    if len(unique(issuers)) > 1:
        return issuers, []
    place = re.match(r"\s*(?:now |still )?(?:in|with|against) (?:the )?(?=¤)", scene.masked[cue.end :])
    there = group(scene, cue.end + place.end(), len(scene.text)) if place else []
    targets = [n for n in targets if not _BROKER.match(scene.masked, n.end)]
    if there and all(n.code in ORGANISATION_CODES for n in issuers):
        issuers = []
    return (issuers, targets or there) if issuers else (there or targets, [])
