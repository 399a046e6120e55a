"""Where a sentence names a measure, and what it says is done with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from newsledger.measures.scene import MASK, Scene, once
from newsledger.measures.words import pattern, table, verb_pattern
from newsledger.ontology.sieve import Sieve

_TRADE = re.compile(r"\b(?:import|export|goods|trade|customs|car|steel|products)", re.I)
_COURT = re.compile(r"\b(?:court|judges?|tribunal|ruling)\b", re.I)
_TREATY = re.compile(
    r"(?:[A-Z][\w'’.-]*|¤+)(?:(?: |-)(?:of|on|the|and|for|to|climate|nuclear|[A-Z][\w'’.-]*|¤+)\b){0,9}"
)
_TREATY_HEAD = re.compile(
    r"\b(?:[Tt]reat(?:y|ies)|[Cc]onvention|[Aa]ccords?|[Pp]rotocol|[Ss]tatute|[Pp]act|[Cc]ovenant|[Aa]greement|NPT"
    r"|New START)\b"
)
_BLOC = re.compile(r"\b(?:NATO|Nato|Opec|OPEC|IGAD|ECOWAS|Ecowas|UNESCO|Unesco|Court|Organi[sz]ation|Union|Alliance)\b")
_BLOCS = frozenset({"IGO", "UNO", "EUR"})
_BE = re.compile(r"\b(?:been|were|was|are|is|be|being)(?: \w+ly)? $")
# "sanctioned by Canada", "blacklisted in May 2018 by the United States"
_BY = re.compile(r"(?: (?:in|on|last|this|since|back) [\w ]{2,20}?)? by (?:the |a )?(?:[\w-]+ )?(?=¤)")
_ACTIVE = re.compile(r"\w+s\b")
_UNDERGONE = re.compile(r"(?:barred|banned|blocked) from entering\b|(?:not |in)eligible\b")
_IMPOSED = re.compile(
    r"(?:[\w, ]{0,60}?\b(?:sanctions|controls|measures|restrictions))?"
    r"(?: (?:(?:that|which) )?(?:[\w¤.’'–-]+ ){0,6}?[\w¤.’'-]+)?"
    r"(?: (?:have|has|had|were|was|been|are))* "
    r"(?P<verb>imposed|(?:compelled|forced) to impose|placed|levied|slapped)(?:(?: \w+){0,2}? (?:on|against)| by)\b"
)
# "welcomed the lifting of the state of emergency": what is spoken about is a deed.
_DEED = re.compile(
    r"\b(?:the|its|their|¤+['’]s) (?:\w+ )?(?:lifting|declaration|imposition|extension|removal|suspension)"
    r" (?:[\w¤]+ ){0,5}?of (?:[\w’'-]+ ){0,3}$"
)
_HYPOTHESIS = re.compile(r"\b(?:what|any|whether|potential|further possible)(?: [\w-]+)? $", re.IGNORECASE)
_NOMINAL = re.compile(r"\b(?:of|on|about|toward|towards|supports?|favou?rs?|oppos\w+) $", re.IGNORECASE)
# "sanctions and export controls the United States and EU have imposed"
_ZERO_RELATIVE = re.compile(
    r"(?: (?:and|or) [a-z ]{3,25}?)? (?:(?:the )?¤+(?: and (?:the )?¤+)?|we|they|it|he|she)"
    r"(?: (?:have|has|had))?(?: \w+ly)? "
)
_BOUND_TO_LAST = re.compile(r"\b(?:remain|stay|keep|kept|maintain)", re.I)
_GERUND = re.compile(r"\b(?:for|by|of|after|including|as well as|in) $", re.I)
_DESIGNATE = re.compile(r"\b[Dd]esignat(?:e|es|ed|ing|ions?)\b")
# No comma but those of a list of names: "If Norway, Sweden and Denmark lift".
_UNPARTED = re.compile(r"(?:[^,]|,(?= (?:¤+,|¤+ and|and ¤)))*")
_PAST = re.compile(r"(?:ed|put|set|cut|hit|held|kept|took|came|went|began) ?(?:\w+ )?$", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|be|been|has|have|will|can)\b")
_LEAD = 8
_AFTER, _BEFORE = 70, 90
_FAR = 60
_NEAR, _TALK_BACK = 40, 110
_RIGHT_BEFORE = 16


ENDED = frozenset({"lifted", "suspended", "struck_down"})
"""Statuses of a measure that has held."""


@dataclass(frozen=True, slots=True)
class Action:
    """What is done with a measure.

    Attributes:
        status: Status that it gives, or None when the words only name the measure.
        start: Offset of the words in the sentence.
        end: End offset.
        patient: Whether the subject of the verb is the target ("will face").
        passive: Whether the measure is the subject ("was lifted").
        mood: ``negated``, ``proposed``, ``announced`` or None: what the words before the verb add.
        standing: Whether nothing is done: the measure is only spoken of as one that stands.
        seen: Whether the reader says so, where the rules find nothing done.
    """

    status: str | None
    start: int
    end: int
    patient: bool = False
    passive: bool = False
    mood: str | None = None
    standing: bool = False
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that name a measure; offsets into the sentence."""

    kind: str
    start: int
    end: int
    is_verb: bool
    weak: bool = False


@once
def find_cues(scene: Scene) -> list[Cue]:
    """Return the cues of a sentence in order; where two of one kind overlap, the longer one stays."""
    found: list[Cue] = []
    listed, sieve = _expressions()
    for kind, key, expressions in map(listed.__getitem__, sorted(sieve.candidates(scene.masked))):
        matches = list(expressions.finditer(scene.masked))
        if not matches or (key == "weak" and not (_TRADE.search(scene.text) or scene.rated)):
            continue
        beside = pattern("cues.toml", kind, "beside")
        if key == "referring" and not _designates(scene):
            continue
        if key == "near" and not (beside and beside.search(scene.text)):
            continue
        for m in matches:
            if kind.startswith("treaty_") and treaty_name(scene, m.end()) is None:
                continue
            found.append(Cue(kind, m.start(), m.end(), key in {"verbs", "rated", "near"}, key == "weak"))
    strong = {(c.kind, scene.clause_of(c.start)) for c in found if not c.weak}
    return _apart([c for c in found if not (c.weak and (c.kind, scene.clause_of(c.start)) in strong)])


def _designates(scene: Scene) -> bool:
    """Whether the title or the sentences right before, or this one, tell of persons or firms put under sanctions."""
    first = scene.article.sentences[max(0, scene.number - _LEAD)].start
    lead = f"{scene.document.title or ''}\n{scene.document.text[first : scene.end]}"
    beside = pattern("cues.toml", "sanction", "beside")
    return bool(_DESIGNATE.search(lead) and beside and beside.search(lead))


@cache
def _expressions() -> tuple[tuple[tuple[str, str, re.Pattern[str]], ...], Sieve]:
    """Kind of measure, key of the list and its expressions, in the order of the table; and what sifts them."""
    lists = (
        (kind, key) for kind in table("cues.toml") for key in ("nouns", "weak", "verbs", "rated", "near", "referring")
    )
    listed = tuple((kind, key, found) for kind, key in lists if (found := pattern("cues.toml", kind, key)))
    return listed, Sieve([expressions for _, _, expressions in listed])


def _apart(found: list[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (c.start - c.end, c.start)):
        if not any(c.start < cue.end and cue.start < c.end for c in kept):
            kept.append(cue)
    return sorted(kept, key=lambda c: c.start)


def treaty_name(scene: Scene, at: int) -> tuple[int, int] | None:
    """Return where the name of a treaty or organisation stands that begins at an offset, or None."""
    if not scene.masked[at : at + 1].isalpha() and scene.masked[at : at + 1] != MASK:
        return None
    for name in scene.names:
        owner = scene.masked[name.end : name.end + 2] in {"’s", "'s"}
        owner = owner or scene.masked[name.end :].startswith((" sanction", " embargo"))
        if name.start <= at < name.end and name.kind == "organisation" and name.code in _BLOCS and not owner:
            return name.start, name.end
    lower = re.compile(r"(?:(?:[\w¤-]+ ){0,3}?)(?:convention|treaty|pact|accord|agreement)\b").match(scene.masked, at)
    match = lower or _TREATY.match(scene.masked, at)
    if match and (_TREATY_HEAD.search(match[0]) or _BLOC.search(match[0])):
        return match.start(), match.end()
    return None


def action_of(cue: Cue, scene: Scene) -> Action:
    """Return what is done with a measure: the nearest verb of its clause that gives a status, and its mood."""
    start, end = scene.clause_of(cue.start)
    if cue.is_verb:
        status = _own_status(cue, scene.masked[cue.start : cue.end])
        participle = not re.match(r"\w+ing\b", scene.masked[cue.start :])
        before, words = scene.masked[: cue.start], scene.masked[cue.start : cue.end]
        undergone = (participle and (bool(_BE.search(before)) or _is_bare_passive(cue, scene))) or " be " in words
        mood = None if words.lower().startswith("not ") else _mood(scene, start, cue.start, cue.start)
        return Action(status, cue.start, cue.end, patient=undergone, mood=mood)
    told = imposed(cue, scene)
    if told and not _ends_it(cue, scene, start):
        ended = next(_ended(scene, told[1], end), None)
        return Action(*(ended or ("in_force", *told)), passive=True)
    candidates = sorted(_candidates(cue, scene, start, end), key=lambda c: (c[0], c[2] - c[3]))
    if not candidates:
        return Action(None, cue.start, cue.end, mood=_mood(scene, start, cue.start, cue.start, near=False))
    _, status, a, b = candidates[0]
    passive = a >= cue.end and status not in {"patient", "effect"}
    relative = passive and bool(_ZERO_RELATIVE.fullmatch(scene.masked[cue.end : a]))
    mood = _mood(scene, cue.end if relative else start, a, cue.start if a < cue.start else a)
    real = {"patient": "in_force", "effect": "in_force"}.get(status, status)
    return Action(real, a, b, patient=status == "patient", passive=passive, mood=mood)


def _is_bare_passive(cue: Cue, scene: Scene) -> bool:
    """Whether a participle without "be" tells what is done to its noun: "sanctioned by the US"."""
    agent = not _ACTIVE.match(scene.masked, cue.start) and _BY.match(scene.masked, cue.end)
    return bool(agent or _UNDERGONE.match(scene.masked, cue.start))


def _ends_it(cue: Cue, scene: Scene, start: int) -> bool:
    """Whether the verb before a measure ends it: "lifted the sanctions that it imposed on"."""
    near = [c for c in _candidates(cue, scene, start, cue.end) if c[0] < _FAR and c[3] <= cue.start]
    return bool(near) and min(near)[1] in {"lifted", "suspended", "struck_down"}


def _ended(scene: Scene, at: int, end: int) -> Iterator[tuple[str, int, int]]:
    """What became of a measure behind the words that tell of its beginning: "that Japan imposed … were lifted"."""
    for status in ("lifted", "suspended", "struck_down"):
        for m in verb_pattern(status).finditer(scene.masked, at, end):
            if _BE.search(scene.masked[at : m.start()]) or m[0].startswith("expire"):
                yield status, m.start(), m.end()


def imposed(cue: Cue, scene: Scene) -> tuple[int, int] | None:
    """Return where "(that we have) imposed on" stands that belongs to a measure, or None."""
    if re.match(r"\s*(?:on|against)\b", scene.masked[cue.end :]):
        return None
    match = _IMPOSED.match(scene.masked, cue.end)
    return match.span("verb") if match else None


def _own_status(cue: Cue, words: str) -> str:
    lowered = words.lower()
    if cue.kind == "treaty_left":
        return "suspended" if lowered.startswith("suspend") else "in_force"
    if lowered.startswith(("unfr", "resum", "reopen", "delist", "de-list")) or lowered.endswith("unfrozen"):
        return "lifted"
    return "in_force"


def _candidates(cue: Cue, scene: Scene, start: int, end: int) -> Iterator[tuple[float, str, int, int]]:
    """Every verb near the cue: distance, status, offsets. Verbs behind the cue count as farther."""
    text = scene.masked
    low, high = max(start, cue.start - _BEFORE), min(end, cue.end + _AFTER)
    court = bool(_COURT.search(scene.text))
    for status in table("actions.toml")["verbs"]:
        if status == "struck_down" and not court:
            continue
        for m in verb_pattern(status).finditer(text, low, high):
            if m.start() < cue.end and cue.start < m.end():
                continue
            if m.end() <= cue.start:
                yield (cue.start - m.end()) + _offside(text[m.end() : cue.start]), status, m.start(), m.end()
            else:
                gap = text[cue.end : m.start()]
                if _behind(gap, text[m.start() : m.end()], status):
                    yield (m.start() - cue.end) + 10, status, m.start(), m.end()


def _offside(between: str) -> int:
    """A cost for a verb that another verb or clause parts from the cue."""
    return _FAR if re.search(r"\b(?:that|to|which|who|and said|said|through)\b", between) else 0


def _behind(gap: str, verb: str, status: str) -> bool:
    """Whether a verb behind the cue can have the measure as its subject: passive, or one that measures have."""
    if _ZERO_RELATIVE.fullmatch(gap) or verb.endswith("on the table"):
        return True
    if re.match(r" (?:that|which) ", gap) and not re.search(r"\b(?:to|of|and|but)\b", gap):
        return True
    if status == "effect" or re.match(r"collaps|expire|laps|r[ua]ns? out|remain|end|appl|begin|start", verb, re.I):
        return True
    if (
        re.search(r"\b(?:is|are|was|were|be|been|being)(?: \w+ly)?(?: not| never| no longer)? $", gap)
        or not gap.strip()
    ):
        return True
    return bool(re.search(r"(?:ed|struck down|set|frozen|hit|put|cut)\b", verb)) and not re.search(r"¤", gap[-25:])


def _mood(scene: Scene, clause: int, verb: int, until: int, *, near: bool = True) -> str | None:  # noqa: PLR0911
    """Read what stands before the verb in its clause: a denial, a plan, an announcement; or a condition elsewhere."""
    before = scene.masked[max(clause, verb - 60) : verb] if near else scene.masked[clause:until]
    words = before[-45:]
    if near and re.match(r"\w+ing\b", scene.masked[verb:]) and _NOMINAL.search(before):
        return "negated"
    if re.search(pattern("actions.toml", "mood", "negated") or "", words.rpartition(",")[2]):
        return "negated"
    if re.search(pattern("actions.toml", "mood", "proposed") or "", before):
        return "proposed"
    for mood in ("proposed", "announced"):
        if near and re.search(pattern("actions.toml", "readiness", mood) or "", scene.masked[:verb]):
            return mood
    if near and re.match(r"\w+ing\b", scene.masked[verb:]) and _GERUND.search(before):
        return None
    announced = re.search(pattern("actions.toml", "mood", "announced") or "", words)
    if announced or re.fullmatch(rf"\W*(?:the )?{MASK}+ to ", scene.masked[:verb], re.IGNORECASE):
        return "proposed" if _conditional(scene) and not _BOUND_TO_LAST.match(scene.masked, verb) else "announced"
    return None


def is_conditional(action: Action, cue: Cue, scene: Scene) -> bool:
    """Tell whether the clause of an action only supposes it: "if the EU lifts", "once it lifts", "whether it bans"."""
    between = scene.masked[min(action.end, cue.end) : max(cue.start, action.start)]
    if "," in between or len(between) > _NEAR or imposed(cue, scene):
        return False
    start, _ = scene.clause_of(min(cue.start, action.start))
    before, verb = scene.masked[start : action.start], scene.masked[action.start : action.end]
    opens, unless_past = (pattern("actions.toml", "condition", key) for key in ("opens", "opens_unless_past"))
    if opens and any(_UNPARTED.fullmatch(before, m.end()) for m in opens.finditer(before)):
        return True
    past = _PAST.search(verb) and not _PRESENT.search(before)
    return bool(
        unless_past and not past and any(_UNPARTED.fullmatch(before, m.end()) for m in unless_past.finditer(before))
    )


def is_denied(action: Action, cue: Cue, scene: Scene) -> bool:
    """Tell whether the verb that takes a measure is itself denied: "has not rolled out", "declined to impose"."""
    negated = pattern("actions.toml", "mood", "negated")
    governs = cue.is_verb or (action.end <= cue.start and cue.start - action.end < _NEAR)
    return bool(
        governs and negated and negated.search(scene.masked[max(0, action.start - _RIGHT_BEFORE) : action.start])
    )


def _conditional(scene: Scene) -> bool:
    return bool(re.search(pattern("actions.toml", "condition", "words") or "", scene.masked))


def _is_own(scene: Scene, start: int, end: int) -> bool:
    """Whether those who are asked for a measure are of the asker's own state: he then proposes it."""
    asker = [n.code for n in scene.names if n.end <= start][-1:]
    asked = [n.code for n in scene.names_in(start, end)][:1]
    return bool(asker) and asker == asked


def is_talk(cue: Cue, scene: Scene) -> bool:
    """Tell whether the clause only speaks about a measure: a breach, a fear, a call."""
    if imposed(cue, scene):
        return False
    start, _ = scene.clause_of(cue.start)
    topic = pattern("actions.toml", "talk", "topic")
    if topic and topic.search(scene.masked[: cue.start]):
        return True
    if _DEED.search(scene.masked[: cue.start]):
        return False
    if scene.text.rstrip(" ”\"’'").endswith("?") or _HYPOTHESIS.search(scene.masked[: cue.start]):
        return True
    expressions = pattern("actions.toml", "talk", "words")
    before = scene.masked[max(start, cue.start - 40) : cue.start]
    far = pattern("actions.toml", "talk", "far")
    low = max(start, cue.start - _TALK_BACK)
    wished = far.search(scene.masked[low : cue.end]) if far else None
    if wished and not _is_own(scene, low + wished.start(), low + wished.end()):
        return True
    wish = pattern("actions.toml", "talk", "ceasefire") if cue.kind == "ceasefire" else None
    return bool(expressions and expressions.search(before)) or bool(
        wish and wish.search(scene.masked[max(start, cue.start - 70) : cue.start])
    )
