"""Measures that a sentence takes for granted: "the sanctions on", "US sanctions", "this designation", "the truce".

A certain measure is one that the words point at, or whose side they name; the bare word is only a topic.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from newsledger.measures.cues import Action, Cue, action_of, imposed, is_conditional, is_denied, is_talk
from newsledger.measures.issuers import named_as_target
from newsledger.measures.scene import MASK, Scene
from newsledger.measures.words import pattern, table

_FILE = "standing.toml"
_REACH = 110
_BESIDE = 40
_ENFORCED = re.compile(r" (?:enforcement|implementation)\b")
_NO_LONGER = re.compile(r"\bno longer $")
_LATER = re.compile(
    r"[\s–—-]*(?:are )?[\s–—-]*(?:or )?(?:would|will|could|might) (?:be|have|impose|apply|cost|hit|go)\b"
)


def report_of(cue: Cue, scene: Scene) -> Action | None:
    """Return what a sentence reports of a measure: what is done with it, or that it stands; None for a mere topic.

    An action without a status only names the measure; it counts where a rate stands beside it, unless it is denied.
    """
    if is_talk(cue, scene):
        return stands(cue, scene)
    action = action_of(cue, scene)
    if action.status is not None and is_conditional(action, cue, scene):
        return stands(cue, scene)
    if action.mood == "negated":
        return _not_done(action, cue, scene)
    if action.status is None:
        return _enumerated(cue, scene) or stands(cue, scene) or action
    return action


def _not_done(action: Action, cue: Cue, scene: Scene) -> Action | None:
    """What a sentence reports that says what is not done: an action without a status where it denies a measure."""
    if action.status is None:
        return stands(cue, scene, certain=True)
    refused = action.status in {"lifted", "suspended"} and action.start < cue.start
    refused = refused and not scene.masked[action.start : action.end].endswith("ing")
    if action.status == "in_force" and not refused and _NO_LONGER.search(scene.before(action.start)):
        return replace(action, status="lifted", mood=None)
    if refused or imposed(cue, scene):
        return replace(action, status="in_force", mood=None)
    return replace(action, status=None) if is_denied(action, cue, scene) else None


def stands(cue: Cue, scene: Scene, *, certain: bool = False) -> Action | None:
    """Return that a measure stands, where the words point at a certain one; ``certain``: by more than its target."""
    kinds = table(_FILE)["kinds"]
    if cue.is_verb or cue.weak or cue.kind not in (*kinds["bare"], *kinds["sided"]):
        return None
    before, after = scene.masked[max(0, cue.start - _REACH) : cue.start], scene.masked[cue.end :]
    if _found("phrase", "head_behind").match(after) or _found("block", "exposed").search(before):
        return None
    if _ENFORCED.match(after) and not named_as_target(cue, scene):
        return None
    owned, pointed = _owned(cue, before), bool(_found("phrase", "pointed").search(before))
    sided = bool(_found("complement", "side").match(after))
    if not (
        owned
        or (pointed and (sided or cue.kind in kinds["bare"]))
        or (not certain and sided and _is_bare_fact(before, scene))
        or (sided and _found("presupposed", "verbs").search(before))
        or (cue.kind == "ceasefire" and _found("achieved", "ceasefire").search(before))
        or (cue.kind == "sanction" and re.match(r" that\b", after) and _found("presupposed", "had").search(before))
        or (pointed and _found("complement", "place").match(after))
    ):
        return None
    status = "proposed" if _LATER.match(after) else "in_force"
    return Action(status, cue.start, cue.end, standing=True)


def _owned(cue: Cue, before: str) -> bool:
    """Whether a state's name stands before the measure as its owner: "UN sanctions", "the EU's new sanctions"."""
    return cue.kind not in {"ceasefire", "visa_rule"} and bool(_found("phrase", "owned").search(before))


def _is_bare_fact(before: str, scene: Scene) -> bool:
    """Whether "sanctions on ¤" without an article is told as a fact, not wished for, weighed or asked."""
    question = scene.text.rstrip(" ”\"’'").endswith("?")
    return not question and not _found("block", "wish").search(before)


def _enumerated(cue: Cue, scene: Scene) -> Action | None:
    """The steps of a list that somebody has taken: "we have used our tools, whether that is financial sanctions"."""
    told = None if cue.weak else _found("enumerated", "words").search(scene.masked[: cue.start])
    if told is None:
        return None
    verb = next(name for name in ("verb", "doing", "planned") if told[name])
    return Action("proposed" if verb == "planned" else "in_force", *told.span(verb))


def is_of_a_part(cue: Cue, action: Action, scene: Scene) -> bool:
    """Tell whether a measure is ended in part only: "eased", "some of its sanctions", "sanctions on two banks"."""
    verb = scene.masked[action.start : action.end]
    if _part("verbs").match(verb) or _part("adverbs").search(scene.masked[: action.start][-_BESIDE:]):
        return True
    clause = scene.clause_of(cue.start)[1]
    between = scene.masked[action.end : cue.start] if action.end <= cue.start else scene.masked[: cue.start][-_BESIDE:]
    if _part("shares").search(between) or _part("rest").search(scene.masked, cue.end):
        return True
    if _part("lists").search(scene.text[cue.start : cue.end] + scene.text[cue.end :][:6]):
        return action.end <= cue.start and not _part("whole").fullmatch(between)
    inner = scene.masked[cue.start : cue.end] if cue.is_verb else ""
    return bool(_part("numbers").match(scene.masked[cue.end : clause]) or _part("inner").search(inner))


@cache
def _part(key: str) -> re.Pattern[str]:
    """A pattern of the words that tell a part."""
    found = pattern("actions.toml", "part", key)
    assert found is not None
    return found


@cache
def _found(section: str, key: str) -> re.Pattern[str]:
    """A pattern of the table; those of a noun phrase are put together from their words."""
    phrase = {k: "|".join(f"(?:{e})" for e in v) for k, v in table(_FILE)["phrase"].items()}
    between = rf"(?:(?:(?:{phrase['modifier']}),? |(?:{phrase['partitive']}) (?:the )?)){{0,6}}$"
    made = {
        "pointed": rf"\b(?:{phrase['definite']}) {between}",
        "owned": rf"{MASK}(?:[’']s?)? (?:and (?:our |its |the )?)?{between}",
        "head_behind": rf"[ -]*(?:{phrase['head']})\b",
    }
    if key in made:
        return re.compile(made[key], re.IGNORECASE if key == "head_behind" else 0)
    found = pattern(_FILE, section, key)
    assert found is not None
    return found
