"""Groups of parties in a sentence: the subject of a verb, those joined by "and", those that a preposition governs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsledger.measures.references import subjects_meant
from newsledger.measures.scene import Named, Scene, once

_PREPOSITION = re.compile(
    r"\b(?:on|against|from|to|of|for|with|at|in|into|after|over|between|than|by|near|toward|towards|outside|across"
    r"|under|through|like|including|about|pursuant to|among|amid|despite)\s+"
    r"(?:the |all |some |its |their |other |most )?(?:[\w-]+ )?$",
    re.I,
)
_HEAD = re.compile(
    r"\b(?P<head>(?:the |a |an |its |our )?(?:[\w-]+ ){0,2}?(?P<noun>[\w’'-]+)) (?:of|in|for|at) (?:the |both )?$", re.I
)
_GROUP_NOUN = re.compile(
    r"(?:government|parliament|assembly|ministry|cabinet|president|minister|king|court|council|senate|congress|leaders?"
    r"|leadership|army|authorities|regime|junta|republic|kingdom|state|governor|chancellor|premier|bank|rebels)",
    re.I,
)
# "targeting Russian elites", "condemned Russia": what a verb acts on is not the subject of the next one.
_OBJECT = re.compile(
    r"\b(?:(?!(?:say|announc|add|not|confirm|mean|neighbou?r|warn|report|accord|includ|dur|tell|insist|argu)ing\b)\w+ing"
    r"|condemned|accused|label(?:l?ed)|called|named|described|designated|urged|asked|told|ordered|instructed|directed|targeted|sanctioned|warned|blamed|met|hit|helped?"
    r"|prevent|deny"
    r"|(?:must|will|would|can|could|should|shall|may|might|to) (?!the\b|an?\b|be\b|not\b|have\b|say\b)[a-z]+)\s+"
    r"(?:the |a |an |some |several |certain |selected |other |more |new |two |three |four |[\d,]+ )*(?:[a-z-]+ )?$",
    re.I,
)
# "the first EU country to ban": the bloc bans nothing.
_ONE_OF = re.compile(r"\b(?:first|second|third|fourth|fifth|only|last|latest) (?:[\w-]+ )?$", re.I)
_MEMBER = re.compile(r"(?:['’]s)? (?:member|country|state|nation|government|power)(?: state)? (?:to|that|in)\b")
_JOINED_THEM = re.compile(r"\bjoin(?:s|ed|ing)? (?:with )?(?:the )?(?=¤)")
COORDINATE = re.compile(r"\s*(?:,|and|,\s*and|both|and both)\s+(?:the |both )?", re.I)
_JOINED = re.compile(r"\s*(?:,|and|,\s*and)\s+(?:the )?")
# A clause that begins "after the US …" is no phrase that "after" governs.
_CONJUNCTION = re.compile(
    r"\W*(?:after|before|since|until|when|as|because|while)\s+(?:the |its |their )?(?:[\w-]+ )?$", re.I
)
# "The US struck Iran and announced …": who struck announces, not who was struck.
_GOES_ON = re.compile(r"\b(?:and|then)(?: (?:also|later|then|\w+ly))* $")
_SAYS = re.compile(r"\b(?:said|says|that)\b")
# "thanked Norway for lifting …", "condemned Ireland for recognising …": the one who is thanked did it.
_ANSWERABLE = re.compile(
    r"\b(?:condemned|accused|thanked|praised|criticis?ed|criticized|blamed|denounced|commended|punished) (?:the )?"
    r"(?P<who>¤+)[^,;]{0,20} for $"
)
_BY_DOING = re.compile(r"\b(?:in|by) $")
ABOUT = re.compile(r"-(?:related|linked|style|focused|specific|bound|made)\b")
_FAR = 30
MEANT = frozenset({"pronoun", "office"})
_EITHER_CASE = frozenset({"it", "you"})
_AFTER_VERB_OR_PREPOSITION = re.compile(r"\b(?:on|against|of|for|with|to|by|from|than|making|make|makes|made) $", re.I)
THIRD = frozenset({"it", "they", "he", "she"})


def unique(names: Sequence[Named]) -> list[Named]:
    """The first name of each code, in order."""
    seen: dict[str, Named] = {}
    for name in names:
        seen.setdefault(name.code, name)
    return list(seen.values())


@once
def parties_of(scene: Scene) -> list[Named]:
    """Names of a sentence, and the pronouns and offices that mean one, in order."""
    meant = [n for n in subjects_meant(scene) if not any(o.start < n.end and n.start < o.end for o in scene.names)]
    return sorted([*scene.names, *meant], key=lambda n: n.start)


def subject(scene: Scene, start: int, verb: int, *, whole: bool = True) -> list[Named]:
    """The last group before a verb that no preposition and no verb governs; across clauses if need be."""
    parties = _without_echoes(parties_of(scene), scene)
    for low in dict.fromkeys((start, 0) if whole else (start,)):
        names = [n for n in parties if low <= n.start and n.end <= verb and _is_free(n, scene, low, start)]
        if names:
            goes_on = _GOES_ON.search(scene.before(verb))
            return _first_group(_after_saying(names, scene, low, verb), scene) if goes_on else ending_in(names, scene)
    return []


def _is_free(name: Named, scene: Scene, low: int, start: int) -> bool:
    """Whether nothing governs a name but the conjunction that opens its clause."""
    if _ONE_OF.search(scene.before(name.start)) and _MEMBER.match(scene.masked, name.end):
        return False
    return not governed(name, scene) or (
        low == start and _CONJUNCTION.fullmatch(scene.masked, low, noun_phrase(name, scene)) is not None
    )


def _after_saying(names: list[Named], scene: Scene, low: int, verb: int) -> list[Named]:
    """The names behind the last "said" or "that", where there are some."""
    said = [m.end() for m in _SAYS.finditer(scene.masked, low, verb)]
    return [n for n in names if not said or n.start >= said[-1]] or names


def _first_group(names: list[Named], scene: Scene) -> list[Named]:
    last = 0
    while last + 1 < len(names) and COORDINATE.fullmatch(scene.masked[names[last].end : names[last + 1].start]):
        last += 1
    return ending_in(names[: last + 1], scene)


def _without_echoes(parties: list[Named], scene: Scene) -> list[Named]:
    """Leave out "it" and "they" behind a name of their own sentence, whose subject they take up."""
    first = next((n.start for n in parties if n.kind not in MEANT and not governed(n, scene)), len(scene.text))
    return [n for n in parties if not (n.kind == "pronoun" and n.start > first and n.text.lower() in THIRD)]


def main_subject(scene: Scene, verb: int) -> list[Named]:
    """The first group of a sentence that nothing governs: the subject of "as well as imposing"."""
    answerable = _ANSWERABLE.search(scene.before(verb))
    if answerable:
        at = verb - len(scene.before(verb)) + answerable.start("who")
        return [n for n in scene.names if n.start == at]
    names = [n for n in parties_of(scene) if n.end <= verb and not governed(n, scene)]
    if not names:
        return []
    if _BY_DOING.search(scene.before(verb)):
        first = _first_group(names, scene)
        with_them = _JOINED_THEM.search(scene.masked, first[-1].end, verb)
        return [*first, *(group(scene, with_them.end(), verb) if with_them else [])]
    if not re.search(r"\w \w", scene.masked[names[-1].end : verb]) and "," not in scene.masked[names[-1].end : verb]:
        return ending_in(names, scene)
    return _first_group(names, scene)


def ending_in(names: list[Named], scene: Scene) -> list[Named]:
    """The last name with those joined to it: "Mali, Niger and Burkina Faso"."""
    chosen = [names[-1]]
    for name in reversed(names[:-1]):
        if (name.start, name.end) == (chosen[-1].start, chosen[-1].end):
            chosen.append(name)
            continue
        between = scene.masked[name.end : chosen[-1].start]
        if not COORDINATE.fullmatch(_without_offices(between)):
            if between.strip() in {"", "’s", "'s"}:
                continue
            break
        chosen.append(name)
    return list(reversed(chosen))


def _without_offices(between: str) -> str:
    return re.sub(r"^['’]s?(?: [a-z ]+?)?(?= and|,)", "", between)


def noun_phrase(name: Named, scene: Scene) -> int:
    """Where the phrase begins that a name closes: "the president of Brazil", "a court in New York"."""
    before = scene.before(name.start)
    head, low = _HEAD.search(before), name.start - len(before)
    if head and (
        _GROUP_NOUN.fullmatch(head["noun"]) or _is_role(low + head.start("noun"), low + head.end("noun"), scene)
    ):
        article = head["head"].lower().startswith(("the ", "a ", "an "))
        return low + head.start("head" if article else "noun")
    return name.start


def _is_role(start: int, end: int, scene: Scene) -> bool:
    return any(h.of("role") and h.start < end and start < h.end for h in scene.hits)


def governed(name: Named, scene: Scene) -> bool:
    """Whether a preposition or a verb stands before a name, or before the one that it is joined to."""
    if name.kind == "pronoun":
        either = name.text.lower() in _EITHER_CASE
        return either and bool(_AFTER_VERB_OR_PREPOSITION.search(scene.before(name.start)))
    at = noun_phrase(name, scene)
    before = scene.before(at)
    if _PREPOSITION.search(before) or _OBJECT.search(before) or ABOUT.match(scene.masked, name.end):
        return True
    others = [n for n in scene.names if n.end <= at]
    joined = others and _JOINED.fullmatch(scene.masked[others[-1].end : at])
    return bool(joined) and governed(others[-1], scene)


def group(scene: Scene, start: int, end: int) -> list[Named]:
    """Coordinated names from an offset on."""
    found: list[Named] = []
    for name in scene.names_in(start, end):
        if found and not COORDINATE.fullmatch(scene.masked[found[-1].end : name.start]):
            break
        if not found and name.start - start > _FAR:
            break
        found.append(name)
    return found
