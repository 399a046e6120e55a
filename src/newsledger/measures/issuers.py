"""Who takes a measure: the agent, the owner, the subject of the verb, the actor of the event, the publisher."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from newsledger.measures.cues import Action, Cue
from newsledger.measures.groups import (
    ABOUT,
    MEANT,
    THIRD,
    ending_in,
    governed,
    group,
    main_subject,
    parties_of,
    subject,
)
from newsledger.measures.references import owners_meant, parties_at
from newsledger.measures.scene import Named, Scene
from newsledger.measures.words import table

_PREMODIFIER = re.compile(
    r"(¤+)(?:['’]s?)?(?P<middle>(?:[\s-]+(?!(?:on|for|from|to|of|at|in|against|with|by|and|that|which|as|will|would|said|through|via|amid"
    r"|says|is|are|was|were|has|have|had|may|could|not|a|the|its|their|after|under)\b)[\w%.’'\"“”-]+){0,5})[\s\"“”-]*$",
    re.I,
)
_VERB_BETWEEN = re.compile(
    r"\b\w+(?:ed|ing)\b(?<!pledged)(?<!planned)(?<!sweeping)(?<!existing)(?<!blocking)|\b(?:slaps|cuts|hits)\b"
)
_AGENT = re.compile(
    r"(?<!brokered )(?<!mediated )(?<!proposed )(?<!abide )(?<!abiding )(?<!abides )"
    r"\bby (?:the |a |an )?(?:[\w-]+ )?(?:of |in )?(?:the )?(?=¤)"
)
_AND_BY = re.compile(r"\band by (?:the )?(?=¤)")
_NOMINAL = re.compile(r"\b(?:the|an?) (?:\w+ )?$", re.I)
_OWN_WORDS = re.compile(r"(?:(?!\b(?:to|the|with|on|for|in|by|that|from)\b)[\s\w%.\"“”-]){0,60}$")
_AND_OTHERS = re.compile(r"(¤+)(?:['’]s?)? and (?:its |our |their )?[\w-]+ $")
_AND = re.compile(r"(?:['’]s?)?,? and (?:the )?")
# "talks between the US and EU sanctions experts": the first is a noun of its own.
_OF_A_NOUN = re.compile(r"\b(?:between (?:the )?|(?:with|from|to|on|in|at|against) the )$", re.I)
_PLACE = re.compile(r"\s*(?:[\w’'-]+ ){0,3}?(?:in|across|throughout|for) (?:the )?(?=¤)")
_ENTERED = re.compile(r"\s*(?:the )?(?=¤)")
_AFRESH = re.compile(
    r"\b(?:is|are) (?:also )?being\b|\b[Tt]oday\b|\b(?:these|this) (?:public )?(?:designations?|announcement|action)\b",
    re.I,
)
_DESIGNATION = re.compile(r"designations?\b")
_PARTICIPLE = re.compile(r"\w+ing$")
_BE = re.compile(r"\b(?:am|is|are|was|were|be|been|being)(?: \w+ly| also| now| today)* $|[’'](?:re|m|s) $", re.I)
_TO_BE = re.compile(r"\bto be $")
_ONTO = re.compile(r"\b(?:to|from|on|onto) (?:the |its |their |our |a )?(?:[\w¤’'()./-]+ ){0,10}$")
# Who welcomes a measure has not taken it.
_PRAISE = re.compile(
    r"\b(?:welcom(?:es?|ed|ing)|applaud(?:s|ed|ing)?|commend(?:s|ed|ing)?|prais(?:es?|ed)|grateful"
    r"|thank(?:s|ed|ing)?)\b"
)
# "hailed the decision by Mali to lift", "talked Mali into lifting"
_OF_ANOTHER = re.compile(
    r"\b(?:(?:decision|move|step|vote|pledge|plan) by|persuad\w+|convinc\w+|talk(?:ed|ing)) (?:the )?(?P<who>¤+)"
    r" (?:to|into) (?:\w+ly )?$",
    re.I,
)
_SPEAKING = frozenset({"we", "i"})
_AGENT_REACH = 60
_NEAR = 200
_AIMED_BY_NAME = frozenset({"sanction", "tariff", "embargo"})
# An "India export ban" is India's own.
_OUTWARD = re.compile(r"export\b", re.I)
_ANSWERED = frozenset({"tariff", "sanction", "embargo", "visa_rule", "export_control"})
_NOUN_PHRASE = re.compile(r" (?:the |an? )?(?:[\w.%-]+ ){0,4}")
_OWN_NAME = frozenset({"USA", "GBR", "UNO", "EUR"})
_STATE_OF = frozenset({"emergency", "entry_ban"})
_BY_ITSELF = frozenset({"emergency", "ceasefire", "treaty_joined", "treaty_left", "recognition"})


def issuers_of(cue: Cue, action: Action, scene: Scene) -> tuple[list[Named], str]:
    """Return who takes a measure, as the clause says it, and the rule that tells.

    Where the clause has no name but "it" or "the ministry", the actor of the event goes first.
    """
    found, why = _of_the_clause(cue, action, scene)
    aimed = [] if cue.is_verb else named_as_target(cue, scene)
    found = [] if sufferers(cue, action, scene) or _parted(found, why, cue, action, scene) else found
    found = [n for n in found if n not in aimed]
    if found and all(n.kind in MEANT and n.text.lower() not in _SPEAKING for n in found):
        actors = parties_at(scene, scene.events_at(action.start, action.end), acting=True)
        return (actors, "actor of the event") if actors else (found, why)
    return found, why


def sufferers(cue: Cue, action: Action, scene: Scene) -> list[Named]:
    """Those who complain of a measure that the clause only names: "Chile condemned the 10 percent tariff"."""
    if cue.kind not in _ANSWERED or cue.is_verb or action.status not in {None, "announced"} or action.standing:
        return []
    found, why = _of_the_clause(cue, action, scene)
    if not found or not why.startswith("subject") or found[-1].end >= cue.start:
        return []
    return found if _reaction("words").search(scene.masked[found[-1].end : cue.start]) else []


def _parted(found: list[Named], why: str, cue: Cue, action: Action, scene: Scene) -> bool:
    """Whether another clause has the measure as its subject: "Chile's exports fell after the tariff took effect"."""
    named = action.status is None or action.start >= cue.end
    if not (found and why.startswith("subject") and named and cue.kind in _ANSWERED and found[-1].end < cue.start):
        return False
    between = scene.masked[found[-1].end : cue.start]
    return any(_NOUN_PHRASE.fullmatch(between, m.end()) for m in _reaction("opens").finditer(between))


@cache
def _reaction(key: str) -> re.Pattern[str]:
    """A list of the words of those whom a measure hits, on word boundaries."""
    return re.compile(rf"\b(?:{'|'.join(table('reactions.toml')['suffered'][key])})\b", re.IGNORECASE)


def _of_the_clause(cue: Cue, action: Action, scene: Scene) -> tuple[list[Named], str]:  # noqa: PLR0911
    start, end = scene.clause_of(cue.start)
    welcomed = _PRAISE.search(scene.masked, start, min(action.start, cue.start))
    if welcomed and cue.kind == "ceasefire":
        return [], ""
    agent = _agent(cue, action, scene, end)
    if agent:
        return agent, "named after 'by'"
    listed = moved(cue, action, scene)
    if listed is not None and is_passive(action, scene):
        of = re.match(r"(?: [Ll]ist)? of (?:the )?(?=¤)", scene.masked[cue.end :])
        owners = group(scene, listed, cue.start) or (group(scene, cue.end + of.end(), end) if of else [])
        return owners, "the list is its own"
    owner = _owner(cue, action, scene) if not cue.is_verb and cue.kind != "ceasefire" else []
    if owner:
        return owner, "stands before the measure as its owner"
    if action.standing:
        return [], ""
    if action.passive and action.start > cue.start:
        return _before_a_participle(cue, action, scene)
    if action.patient or _is_nominal(action, scene):
        return [], ""
    verb = min(action.start, cue.start)
    other = _OF_ANOTHER.search(scene.before(verb))
    if other:
        at = verb - len(scene.before(verb)) + other.start("who")
        return [n for n in scene.names if n.start == at], "it decides, others speak of it or move it"
    if welcomed:
        first = scene.names_in(welcomed.end(), verb)[:1]
        return [n for name in first for n in group(scene, name.start, verb)], "welcomed by another"
    if _PARTICIPLE.search(scene.masked[action.start : action.end]) and not _BE.search(scene.before(verb)):
        return main_subject(scene, verb), "subject of the sentence"
    return subject(scene, start, verb), "subject of the verb"


def _before_a_participle(cue: Cue, action: Action, scene: Scene) -> tuple[list[Named], str]:
    """Who acts where a participle follows the measure: "the tariffs that Kenya imposed"."""
    inner = [
        n
        for n in parties_of(scene)
        if cue.end < n.start and n.end <= action.start and (_opens(n, cue, scene) or not governed(n, scene))
    ]
    if inner and inner[-1].text.lower() in THIRD:
        inner = main_subject(scene, cue.start) or inner
    if inner:
        return ending_in(inner, scene), "subject of the relative clause"
    if is_passive(action, scene) and not _TO_BE.search(scene.before(action.start)):
        return [], ""
    own = subject(scene, scene.clause_of(cue.start)[0], cue.start, whole=False)
    parted = bool(own) and "," in scene.masked[own[-1].end : cue.start]
    return [] if parted else own, "subject of the clause"


def _opens(name: Named, cue: Cue, scene: Scene) -> bool:
    """Whether a name opens a clause right behind the measure: "on the sanctions China announced"."""
    return scene.masked[cue.end : name.start] in {" ", " the "}


def moved(cue: Cue, action: Action, scene: Scene) -> int | None:
    """For "added nine judges to its sanctions list": where "to its list" begins, or None."""
    verb = scene.masked[action.start : action.end]
    if not re.match(r"add|remov|put|plac|list", verb, re.I) or action.end > cue.start:
        return None
    match = _ONTO.search(scene.masked, action.end, cue.start)
    return match.start() if match else None


def is_passive(action: Action, scene: Scene) -> bool:
    """Whether a form of "be" stands before the verb."""
    being = scene.masked[action.start : action.end].endswith("ing")
    return not being and bool(_BE.search(scene.before(action.start)))


def _agent(cue: Cue, action: Action, scene: Scene, end: int) -> list[Named]:
    """Whoever stands after "by"."""
    low = min(cue.start, action.start)
    match = _AGENT.search(scene.masked, low, end)
    if (
        match
        and (action.passive or action.patient or not cue.is_verb)
        and (match.end() - max(cue.end, action.end) < _AGENT_REACH)
    ):
        more = _AND_BY.finditer(scene.masked, match.end(), end)
        return group(scene, match.end(), end) + [n for m in more for n in group(scene, m.end(), end)]
    for name in parties_of(scene):
        near = low < name.start < min(end, max(cue.end, action.end) + _AGENT_REACH)
        if near and name.kind == "office" and re.search(r"\bby $", scene.masked[: name.start]):
            return [name]
    return []


def _owner(cue: Cue, action: Action, scene: Scene) -> list[Named]:
    own = _PREMODIFIER.search(scene.masked, max(0, cue.start - _NEAR), cue.start)
    names = [n for n in scene.names_in(*own.span(1)) if not ABOUT.match(scene.masked, n.end)] if own else []
    if action.standing and not names:
        own = _AND_OTHERS.search(scene.masked[: cue.start])
        return (
            scene.names_in(*own.span(1))
            if own
            else [n for n in possessors(cue, scene) if n.text.lower() in {"our", "my"}]
        )
    joined = scene.masked[action.start : action.end].lower().startswith("join")
    foreign = cue.kind == "visa_rule" and bool(names) and names[0].kind == "demonym"
    undergone = bool(names) and action.patient and names[-1].end <= action.start < cue.start
    if own and named_as_target(cue, scene):
        return []
    if own and names and not undergone and not joined and not foreign and not _VERB_BETWEEN.search(own["middle"]):
        return _with_co_owners(names, scene)
    return [n for n in possessors(cue, scene) if n.text.lower() in {"our", "my"}]


def _with_co_owners(names: list[Named], scene: Scene) -> list[Named]:
    """An owner with those joined to it: "US and EU sanctions", "British, Canadian and Australian sanctions"."""
    before = [n for n in scene.names if n.end <= names[0].start]
    if not before or not _AND.fullmatch(scene.masked[before[-1].end : names[0].start]):
        return names
    together = ending_in([*before, *names], scene)
    first = together[0]
    behind = scene.masked[first.end : first.end + 2]
    adjective = first.kind == "demonym" or first.code in _OWN_NAME or behind in {"’s", "'s"}
    apart = _OF_A_NOUN.search(scene.before(first.start)) if adjective else governed(first, scene)
    return names if apart else together


def named_as_target(cue: Cue, scene: Scene) -> list[Named]:
    """A country's bare name before sanctions is their target ("Belarus sanctions"), its adjective or short form not."""
    if cue.kind not in _AIMED_BY_NAME:
        return []
    if _OUTWARD.match(scene.masked, cue.start):
        return []
    between = re.compile(rf" (?:(?:{'|'.join(table('cues.toml')[cue.kind]['between'])}) )?")
    near = [n for n in scene.names if between.fullmatch(scene.masked[n.end : cue.start])]
    return [n for n in near if n.kind == "country" and n.code not in _OWN_NAME]


def possessors(cue: Cue, scene: Scene) -> list[Named]:
    """Whose a measure is by a possessive pronoun: "our sanctions", "its new tariffs"."""
    return [
        n for n in owners_meant(scene) if n.end < cue.start and _OWN_WORDS.fullmatch(scene.masked[n.end : cue.start])
    ]


def _is_nominal(action: Action, scene: Scene) -> bool:
    """For "the lifting of": the subject of the sentence does something else."""
    verb = scene.masked[action.start : action.end]
    of = scene.masked[action.end : action.end + 4] == " of "
    return verb.endswith("ing") and of and bool(_NOMINAL.search(scene.before(action.start)))


def fallback_issuers(cue: Cue, action: Action, scene: Scene, targets: set[str]) -> tuple[list[Named], str]:
    """Who takes a measure where the clause does not say it: the event's actor, a basis named, the publisher."""
    if action.standing and cue.kind in _BY_ITSELF:
        found = _of_the_state(cue, scene)
        return found, "the state in which it holds"
    for found, why in (
        (_undergone_in(cue, action, scene), "the state in which it is undergone"),
        (
            [] if action.standing else parties_at(scene, scene.events_at(action.start, action.end), acting=True),
            "actor of the event",
        ),
        (possessors(cue, scene), "stands before the measure as its owner"),
        (_of_the_state(cue, scene), "the state in which it holds"),
        (_of_the_basis(cue, scene), "the legal basis is one of its own"),
        (_publisher(cue, scene), "the publisher reports its own measure"),
    ):
        fit = [n for n in found if n.code not in targets]
        if fit:
            return fit, why
    return [], ""


def _of_the_state(cue: Cue, scene: Scene) -> list[Named]:
    """The state of emergency "in Samoa" is Samoa's."""
    if cue.kind == "visa_rule" and cue.is_verb:
        return scene.names_in(cue.start, cue.end)
    if cue.kind not in _STATE_OF:
        return []
    place = (_PLACE if cue.kind == "emergency" else _ENTERED).match(scene.masked, cue.end)
    return group(scene, place.end(), len(scene.text)) if place else []


def _undergone_in(cue: Cue, action: Action, scene: Scene) -> list[Named]:
    """Whoever "faces asset freezes in Canada" faces those of Canada."""
    place = re.match(r" in (?:the )?(?=¤)", scene.masked[cue.end :]) if action.patient else None
    return group(scene, cue.end + place.end(), len(scene.text)) if place else []


def _of_the_basis(cue: Cue, scene: Scene) -> list[Named]:
    """An executive order is the president's of the United States, whoever reports it."""
    if cue.kind in _BY_ITSELF:
        return []
    for code, basis in table("bases.toml").items():
        match = re.search("|".join(f"(?:{e})" for e in basis["words"]), scene.text)
        if match:
            return [Named(match.start(), match.end(), match[0], code, basis["name"], "basis", "GOV")]
    return []


def _publisher(cue: Cue, scene: Scene) -> list[Named]:
    """In a government's own release, "are being sanctioned" and "today" are its own doing."""
    voice = scene.context.story.voice
    if voice is None or voice.sector != "GOV" or not voice.country or cue.kind in _BY_ITSELF:
        return []
    fresh = _AFRESH.search(scene.text) or _DESIGNATION.match(scene.text, cue.start)
    return [Named(*fresh.span(), fresh[0], voice.country, voice.name, "voice", "GOV")] if fresh else []


def of_a_court(name: Named, scene: Scene) -> Named:
    """A court of the European Union is not of the state in which it sits: "judges in Luxembourg"."""
    for code, basis in table("bases.toml").items():
        for court in basis.get("courts", ()):
            if any(m.start() < name.end and name.start < m.end() for m in re.finditer(court, scene.text)):
                return replace(name, code=code, name=basis["name"], kind="basis")
    return name


def speaker_of(scene: Scene, targets: set[str]) -> list[Named]:
    """A government that speaks at the end of the sentence, unless the measure is aimed at it."""
    if scene.speaker is None:
        return []
    names = scene.names_in(*scene.speaker)
    return [n for n in names[:1] if n.code not in targets and n.kind != "person"]
