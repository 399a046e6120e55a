"""When a measure was announced, from when it holds, and until when: only as the words say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from newsledger.extract.time import TimeSpan, resolve_time
from newsledger.extract.time.meaning import Duration
from newsledger.measures.cues import ENDED, Action, Cue
from newsledger.measures.scene import Scene
from newsledger.records import TimeExpression

_FROM = re.compile(
    r"\b(?:t(?:ake|akes|aking|ook) effect(?: at \w+)?(?: on| from| in| at)?|effective(?: on| from)?|from"
    r"|start(?:s|ed|ing)?(?: on| from)?|beg(?:in|ins|an|inning)(?: on| from| at)?|as of|as from"
    r"|(?:com(?:e|es|ing)|came|enter(?:s|ed)?|go(?:es)?|went) into (?:force|effect)(?: on| from| at| in)?"
    r"|in force(?: since| from)|since|appl(?:y|ies)(?: from)?)"
    r"\s+(?:at (?:\w+ )?(?:on )?|midnight (?:on )?|next )?(?:the )?$",
    re.I,
)
_TOOK = re.compile(r"\b(?:took|came|went|entered|since|began|started)\b", re.I)
_UNTIL = re.compile(
    r"\b(?:until|till|through|up to|(?:expires?|lapses?|runs? out) (?:on|in)|ends? on|to)\s+(?:the )?(?:end of )?$",
    re.I,
)
_FOR = re.compile(r"\bfor (?:a |another |an )?$|\bby (?:a |another |an )?$", re.I)
# "sanctions imposed in 2002 were lifted": the time is not that of the end.
_BEGUN = re.compile(
    r"\b(?P<verb>imposed|introduced|adopted|enacted|announced|put in place|first \w+ed|in (?:force|place|effect))\b"
    r"[^,;\d]{0,30}$",
    re.I,
)
_FIRST = re.compile(r"\b(?P<verb>first (?:imposed|introduced|adopted|enacted|announced))\b[^,;\d]{0,30}$", re.I)
_LONGER = re.compile(r"\b(?:extend|prolong|renew)\w*\b[^,;]*\bby (?:a |another |an )?$", re.I)
_SAYING = re.compile(r"\b(?:said|says|announced|declared|told|decried|unveiled|hours earlier|signed|described)\b", re.I)
_NOW = re.compile(
    r"\b(?:effective immediately|with immediate effect|takes? effect immediately|immediately|at once)\b", re.I
)
_LOOK_BACK = 80
_FUTURE = re.compile(r"\b(?:will|would|shall|to|’ll|'ll)\b", re.I)


@dataclass(frozen=True, slots=True)
class Dates:
    """The three times of a measure."""

    announced_on: TimeExpression | None = None
    in_force_from: TimeExpression | None = None
    in_force_to: TimeExpression | None = None


def dates_of(cue: Cue, action: Action, scene: Scene) -> Dates:
    """Read the times of one measure from its sentence."""
    announced = start = end = None
    for span in sorted(scene.times, key=lambda s: abs(s.start - scene.start - cue.end)):
        role, tense = _role(span, cue, action, scene)
        if role in {"announced", None} and isinstance(span.meaning, Duration):
            role = "to" if _is_length_of(span, cue, scene) else None
        if role == "from" and start is None:
            start = resolve(span, scene, tense)
        elif role == "to" and end is None:
            end = resolve(span, scene, "future")
        elif role == "announced" and announced is None:
            announced = resolve(span, scene, tense)
    return Dates(announced, start or _at_once(scene, announced), end)


def resolve(span: TimeSpan, scene: Scene, tense: str | None) -> TimeExpression:
    """Anchor a time of a measure on the document creation time."""
    anchor = scene.document.document_creation_time or scene.article.dateline_date
    span = replace(span, signal=None, lead="") if span.signal in {"since", "until", "before", "after"} else span
    return resolve_time(span, anchor=anchor, tense=tense)


def effect_date(scene: Scene) -> TimeExpression | None:
    """Return the first day that a sentence gives for taking effect, whatever it speaks of ("They apply from 1 May")."""
    for span in scene.times:
        lead = scene.masked[: span.start - scene.start]
        if _FROM.search(lead[-60:]):
            return resolve(span, scene, "past" if _TOOK.search(lead[-40:]) else "future")
    return None


def _role(  # noqa: PLR0911
    span: TimeSpan, cue: Cue, action: Action, scene: Scene
) -> tuple[str | None, str | None]:
    at = span.start - scene.start
    lead = scene.masked[:at]
    near = lead[-60:]
    if _is_of_another(action, lead):
        return None, None
    if span.signal == "until" or (_UNTIL.search(near[-20:]) and not _FROM.search(near)):
        return "to", None
    if _FROM.search(near) or span.signal == "since":
        took = _TOOK.search(near[-45:]) or (span.signal == "since")
        return "from", "past" if took or (_past_start(action, scene) and re.search(r"as of\s+$", near)) else "future"
    if _FOR.search(near[-12:]):
        return ("to", None) if re.search(r"for", near[-12:]) or _LONGER.search(near[-60:]) else (None, None)
    if _SAYING.search(near[-35:]) or _SAYING.search(scene.masked[at + len(span.text) : at + len(span.text) + 12]):
        return "announced", "past"
    future = action.mood == "announced" and action.status not in {None, "proposed"}
    if future and at > min(action.start, cue.start) and _FUTURE.search(lead):
        return "from", "future"
    if action.status in {None, "proposed"}:
        return None, None
    return "announced", "past"


def _is_length_of(span: TimeSpan, cue: Cue, scene: Scene) -> bool:
    """Whether a duration stands right before the measure: "a 90-day truce"."""
    end = span.end - scene.start
    return end <= cue.start and bool(re.match(r"-? ?(?:[\w-]+ )?$", scene.masked[end : cue.start]))


def _is_of_another(action: Action, lead: str) -> bool:
    """Whether a time is that of the beginning of a measure of which its sentence tells the end or a change."""
    begun = (_BEGUN if action.status in ENDED else _FIRST).search(lead[-_LOOK_BACK:])
    if begun is None:
        return False
    behind = max(0, len(lead) - _LOOK_BACK) + begun.start("verb") >= action.end
    return behind or len(lead) <= action.start


def _past_start(action: Action, scene: Scene) -> bool:
    verb = scene.masked[action.start : action.end]
    return action.mood is None and bool(re.search(r"ed\b", verb))


def _at_once(scene: Scene, announced: TimeExpression | None) -> TimeExpression | None:
    """For "with immediate effect": the day of the announcement, else that of the page."""
    match = _NOW.search(scene.text)
    if not match or not re.search(r"effect", match[0], re.I):
        return None
    a, b = match.start() + scene.start, match.end() + scene.start
    if announced and announced.earliest and announced.granularity == "day":
        return TimeExpression(
            match[0],
            a,
            b,
            announced.value,
            announced.earliest,
            announced.latest,
            "day",
            "at once: the day of the announcement",
        )
    day = (scene.document.document_creation_time or scene.article.dateline_date or "")[:10]
    if not day:
        return TimeExpression(match[0], a, b, None, None, None, None, "at once, and the page has no date")
    return TimeExpression(match[0], a, b, day, day, day, "day", "at once: the day of the page")
