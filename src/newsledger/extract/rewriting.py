"""PLOVER's rewriting rules: what the codebook makes of a type, its auxiliary modes and its parties.

Each rule is a function from a mention to a mention or None, listed in the order in which it is tried; the name of a
rule that fired stands in ``provenance.rules``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from newsledger.extract.certainty import age_of, article_factuality, factuality, hedged, probable
from newsledger.extract.ending import cuts_a_duty, ended_by_its_side
from newsledger.extract.modality import planned, promised
from newsledger.extract.threats import barred, threat_content, threatened
from newsledger.extract.wording import wordings
from newsledger.ontology import Ontology
from newsledger.records import PLANNED, EventMention, Party

Rule = Callable[[EventMention, Ontology], EventMention | None]


def lifted_measure(mention: EventMention, _: Ontology) -> EventMention | None:
    """Sanctions, tariffs and bans that are lifted, eased or suspended are CONCEDE: it is the measure that ends."""
    if mention.event_type != "SANCTION":
        return None
    start = mention.trigger.start - mention.sentence_start
    end = mention.trigger.end - mention.sentence_start
    before, words, after = mention.text[:start], mention.text[start:end], mention.text[end:]
    lifted = _LIFTS.match(words) and (_MEASURE_BEHIND.match(mention.text, start) or _MEASURE_BEFORE.search(before))
    ended = _ENDS_WITH_MEASURE.search(words) and _ended(before, after)
    if not (lifted or ended or cuts_a_duty(mention.text, start, end)):
        return None
    return _conceded(mention, "future")


def _conceded(mention: EventMention, without: str) -> EventMention:
    """Return what ends an act in its place; to announce that is to concede it, so no future is left."""
    auxiliary = tuple(mode for mode in mention.auxiliary if mode != without)
    return replace(mention, event_type="CONCEDE", event_mode=None, auxiliary=auxiliary)


def ended_protest(mention: EventMention, _: Ontology) -> EventMention | None:
    """A strike or boycott that its own side ends or calls off is CONCEDE."""
    if mention.event_type != "PROTEST":
        return None
    base = mention.sentence_start
    start = mention.trigger.start - base
    sides = [p.end - base for p in mention.actors if p.end is not None and p.end - base <= start]
    if not sides or not ended_by_its_side(mention.text, start, max(sides)):
        return None
    return _conceded(mention, "negation")


_LIFTS = re.compile(
    r"(?:lift|drop|scrap|eas(?:e|ed|es|ing)\b|remov|suspend|waiv|abolish|repeal|rescind|loosen|relax)", re.I
)
_MEASURE = (
    r"(?:sanctions?|tariffs?|dut(?:y|ies)|embargo(?:es)?|bans?|restrictions?|curbs?|lev(?:y|ies)|fees?|blockades?"
    r"|quotas?)"
)
_MEASURE_BEHIND = re.compile(rf"\w+ (?:[\w’'-]+ ){{0,4}}?{_MEASURE}\b", re.I)
_MEASURE_BEFORE = re.compile(rf"\b{_MEASURE} (?:[\w’'-]+ ){{0,5}}?(?:be|been|being|is|are|was|were) $", re.I)


_VERDICT = r"(?:convictions?|sentences?|verdicts?|death penalt(?:y|ies)|indictments?)"
_ENDS_WITH_MEASURE = re.compile(rf"^(?:[\w’'-]+ )*(?:{_MEASURE}|{_VERDICT})$", re.I)
_ENDED = (
    r"(?:lifted|dropped|scrapped|eased|suspended|waived|abolished|repealed|rescinded|revoked|overturned|quashed|vacated"
    r"|annulled|struck down|threw out|thrown out)"
)
_ELSEWHERE = r"(?:by|after|over|under|despite|amid|with|from|to|against|for)"
_ENDED_BEFORE = re.compile(
    rf"(?<!\bnot )(?<!n't )(?<!n’t )(?<!\bnever )(?<!\bbe )\b{_ENDED} (?:(?!{_ELSEWHERE} )[\w’'-]+ ){{0,4}}$",
    re.I,
)
_ENDED_BEHIND = re.compile(rf"(?: [\w’'-]+){{0,4}}? (?:was|were|been) (?:[a-z]+ly )?{_ENDED}\b", re.I)


def _ended(before: str, after: str) -> bool:
    """Tell whether a verb beside a measure or verdict says that it has ended: "overturned the conviction"."""
    return _ENDED_BEFORE.search(before) is not None or _ENDED_BEHIND.match(after) is not None


def future_cooperation(mention: EventMention, ontology: Ontology) -> EventMention | None:
    """A future act of a cooperative type is a promise: AGREE, or CONCEDE for a retreat."""
    target = ontology.future_type(mention.event_type)
    if "future" not in mention.auxiliary or target == mention.event_type:
        return None
    auxiliary = tuple(a for a in mention.auxiliary if a != "future")
    return replace(mention, event_type=target, event_mode=None, auxiliary=auxiliary)


def threatened_force(mention: EventMention, _: Ontology) -> EventMention | None:
    """Force or coercion that somebody warns of is a threat, whatever its tense."""
    if mention.event_type not in _THREAT_MODES or "negation" in mention.auxiliary:
        return None
    base = mention.sentence_start
    if not threatened(mention.text, mention.trigger.start - base, mention.trigger.end - base):
        return None
    modes = _THREAT_MODES[mention.event_type]
    auxiliary = tuple(a for a in mention.auxiliary if a not in ("future", "hypothetical"))
    mode = modes.get(mention.event_mode or "", modes[""])
    return replace(mention, event_type="THREATEN", event_mode=mode, auxiliary=auxiliary)


_THREAT_MODES: dict[str, dict[str, str | None]] = {
    "ASSAULT": {"": "violence"},
    "MOBILIZE": {"": "violence"},
    "COERCE": {"": "restrict", "arrest": "arrest", "deport": "expel", "seize": None},
    "SANCTION": {"": "relations", "expel": "expel", "convict": "arrest"},
}
"""The mode of the threat by type and mode of what is threatened; the empty mode stands for all others."""


def content_of_the_threat(mention: EventMention, _: Ontology) -> EventMention | None:
    """The words behind "threatened to" say what is threatened: the mode of the threat."""
    if mention.event_type != "THREATEN":
        return None
    start = mention.trigger.start - mention.sentence_start
    mode = threat_content(mention.text[start:])
    return replace(mention, event_mode=mode) if mode and mode != mention.event_mode else None


def rescued(mention: EventMention, _: Ontology) -> EventMention | None:
    """Soldiers or police who free somebody else's captives rescue them: only the captor himself releases."""
    if (mention.event_type, mention.event_mode) != ("RETREAT", "release"):
        return None
    behind = mention.text[mention.trigger.end - mention.sentence_start :]
    if not _CAPTIVE.search(behind) or _OWN_CAPTIVE.search(behind):
        return None
    if not mention.actors or any(p.sector not in {"MIL", "COP"} for p in mention.actors):
        return None
    return replace(mention, event_type="AID", event_mode=None)


_CAPTIVE = re.compile(
    r"\b(?:hostages?|captives?|captors?|kidnap\w+|abduct\w+|hijack\w+|(?:held|seized|captured|taken) by)\b", re.I
)
_OWN_CAPTIVE = re.compile(
    r"\b(?:it|they|he|she|who(?:m|se)?|that)(?: (?:had|has|have))?(?: \w+ly)? (?:held|holds?|detained|seized"
    r"|captured|arrested|kidnapped|abducted|taken|took|been holding)\b"
    r"|\b(?:its|their) (?:own )?(?:hostages|captives)",
    re.I,
)


def turned_back(mention: EventMention, _: Ontology) -> EventMention | None:
    """Foreigners who are not let in are refused; only who is inside can be thrown out."""
    if mention.event_type != "COERCE":
        return None
    start = mention.trigger.start - mention.sentence_start
    if not barred(mention.text[start:]) or not any(_comes_from_abroad(p, mention.actors) for p in mention.recipients):
        return None
    return replace(mention, event_type="REJECT", event_mode="assist")


def _comes_from_abroad(party: Party, actors: Sequence[Party]) -> bool:
    countries = {a.country for a in actors}
    return party.sector == "REF" or (party.country is not None and party.country not in countries)


def cyberattack(mention: EventMention, _: Ontology) -> EventMention | None:
    """Attacks on computers and networks are COERCE: nobody is hurt."""
    if mention.event_type != "ASSAULT" or _WITH_BLADES.search(mention.text):
        return None
    start, end = (at - mention.sentence_start for at in (mention.trigger.start, mention.trigger.end))
    hackers = any(_HACKERS.search(p.text or "") for p in mention.actors)
    if not hackers and not _CYBER.search(mention.text[max(0, start - _BESIDE) : end]):
        return None
    return replace(mention, event_type="COERCE", event_mode=None)


_HACKERS = re.compile(r"\b(?:hack(?:er|tivist|ing)|cyber)", re.I)
_CYBER = re.compile(
    r"(?:\bcyber[- ]?\w*|\bhack(?:s|ed|ing)?|\bDDoS|\bdenial[- ]of[- ]service|\b(?:mal|ransom|spy)ware|\bphishing)"
    r"(?: [\w-]+)?$",
    re.I,
)
_WITH_BLADES = re.compile(r"\b(?:to death|machetes?|axes?|knife|knives|swords?)\b", re.I)
_BESIDE = 20
"""Characters before an event in which a word says that it is done by computer."""


def own_exercises(mention: EventMention, _: Ontology) -> EventMention | None:
    """Joint exercises of one country's own services are MOBILIZE; only those of several countries are COOPERATE."""
    if mention.event_type != "COOPERATE" or not _is_exercise(mention.trigger.text):
        return None
    countries = {p.country for p in (*mention.actors, *mention.recipients)}
    if len(countries) != 1 or None in countries or _joint_with_another(mention):
        return None
    return replace(mention, event_type="MOBILIZE", event_mode="troops")


# What a country's own services are called: "the Army and Navy" are of one state, "Australian and Malay ships" are not.
_SERVICE = (
    r"(?:Air|Army|Border|Civil|Coast|Ground|Home|Land|Marines?|Maritime|National|Naval|Navy|Police|Presidential"
    r"|Republican|Revolutionary|Royal|Self|Special|Strategic)\b"
)
_ANOTHER_BEHIND = re.compile(rf"(?:, [A-Z][\w.]+)*,? and (?:the )?(?!{_SERVICE})[A-Z]")
_ANOTHER_BEFORE = re.compile(rf"(?<![\w.])(?!{_SERVICE})[A-Z][\w.]+,? and (?:the )?$")


def _joint_with_another(mention: EventMention) -> bool:
    """Tell whether an exercise is called joint and another name stands beside the actor that was found."""
    base = mention.sentence_start
    if "joint" not in mention.text[max(0, mention.trigger.start - base - _BESIDE) : mention.trigger.end - base]:
        return False
    spans = [(p.start - base, p.end - base) for p in mention.actors if p.start is not None and p.end is not None]
    return any(
        _ANOTHER_BEHIND.match(mention.text, end) or _ANOTHER_BEFORE.search(mention.text[:start]) for start, end in spans
    )


def shared_exercises(mention: EventMention, _: Ontology) -> EventMention | None:
    """Exercises that several countries hold together are COOPERATE."""
    if mention.event_type != "MOBILIZE" or not _is_exercise(mention.trigger.text) or mention.recipients:
        return None
    countries = {p.country for p in mention.actors if p.country}
    return replace(mention, event_type="COOPERATE", event_mode=None) if len(countries) > 1 else None


def meeting_is_reciprocal(mention: EventMention, _: Ontology) -> EventMention | None:
    """All parties of a meeting are actors, unless one visits the other."""
    reciprocal = mention.event_type == "CONSULT" and mention.event_mode != "visit"
    if not reciprocal or not mention.actors or not mention.recipients:
        return None
    return replace(mention, actors=mention.actors + mention.recipients, recipients=())


_EXERCISE_WORDS = ("exercise", "drill", "maneuver", "manoeuvre", "war game", "wargame")


def _is_exercise(trigger: str) -> bool:
    return any(word in trigger.lower() for word in _EXERCISE_WORDS)


_PROMISE = "future-cooperation-is-a-promise"

RULES: dict[str, Rule] = {
    **wordings(threats=False),
    "lifted-measure-is-conceded": lifted_measure,
    "ended-protest-is-conceded": ended_protest,
    _PROMISE: future_cooperation,
    "threatened-force-is-a-threat": threatened_force,
    "what-is-threatened": content_of_the_threat,
    **wordings(threats=True),
    "turned-back-is-rejected": turned_back,
    "rescued-captives-are-aided": rescued,
    "cyberattack-is-coercion": cyberattack,
    "own-exercises-are-mobilize": own_exercises,
    "shared-exercises-are-cooperate": shared_exercises,
    "meeting-parties-are-actors": meeting_is_reciprocal,
}


def told_as_plan(mention: EventMention) -> bool:
    """Tell whether what is coded as a promise is only announced ("will meet on Friday"): nothing has happened yet."""
    if mention.event_type not in _PROMISES:
        return False
    at = mention.trigger.start - mention.sentence_start, mention.trigger.end - mention.sentence_start
    ahead = age_of(mention.time, mention.document_creation_time) == "ahead"
    rewritten = _PROMISE in mention.provenance.rules
    return (rewritten or ahead or planned(mention.text, *at)) and not promised(mention.text, *at)


_PROMISES = frozenset({"AGREE", "CONCEDE"})


def rewrite(mention: EventMention, ontology: Ontology) -> EventMention:
    """Apply the rules and fill what follows from type, mode and contexts: CAMEO code, quad code, intensity."""
    for name, rule in RULES.items():
        changed = rule(mention, ontology)
        if changed is not None:
            provenance = replace(changed.provenance, rules=(*changed.provenance.rules, name))
            mention = replace(changed, provenance=provenance)
    plan = told_as_plan(mention)
    if plan:
        mention = replace(mention, provenance=replace(mention.provenance, rules=(*mention.provenance.rules, PLANNED)))
    modes = (*mention.auxiliary, "future") if plan else mention.auxiliary
    sure = factuality(modes, mention.attributions, probable=probable(mention.provenance.rules))
    committed = article_factuality(sure, mention.attributions, hedged=hedged(mention.provenance.rules))
    return replace(
        mention,
        cameo_code=ontology.cameo_code(mention.event_type, mention.event_mode, mention.contexts),
        quad_code=ontology.quad_code(mention.event_type),
        intensity=ontology.intensity(mention.event_type, mention.event_mode),
        factuality=sure,
        article_factuality=committed,
    )
