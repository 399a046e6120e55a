"""Acts that rules are about, as a sentence tells them: a transfer of goods, workers, a launch, a test, enrichment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from newsledger.measures.goods import Goods, load_goods
from newsledger.measures.scene import Named, Scene
from newsledger.measures.words import pattern, table

_REACH, _BACK = 90, 60
_GOVERNED = re.compile(
    r"\b(?:to|from|of|in|on|against|with|by|for|at|near|over|into|between|after|than|about|under|than|around|as)"
    r" (?:the |its |their |all |some |an? )?(?:[\w-]+ ){0,2}$",
    re.I,
)
_OPENS = re.compile(r"\W*(?:after|before|as|since|until|when) (?:the |its |their )?", re.I)
_TO = re.compile(r"\b(?:to|for|into) (?:the |its |an? )?(?:[\w-]+[ ’']s? ?){0,3}$", re.I)
_FROM = re.compile(r"\b(?:from|by|in|made in) (?:the |an? )?(?:[\w-]+ ){0,3}$", re.I)
_STOP = re.compile(
    r"[.;:]\s|\b(?:because|although|while|after|before|but|which|who|would|said|saying|that ban|as)\b|, (?!and\b)"
)
_MODIFIER = re.compile(
    r" (?:of mass destruction|program(?:me)?s?|proliferation|development|industry|sector|capabilit\w+|sanctions|embargo"
    r"|bans?|controls?|tests?|launch\w*|deals?|talks|plants?|workers|inspectors|site)\b"
)
_PRONOUN = re.compile(r"^\W*(?:It|Its|They|Their)\b|\b(?:its|their) (?:possible |planned )?$")
_SPEAKING = re.compile(r"^[^,]{0,60}?\b(?:said|says|told reporters|announced|accused|alleged)\b")


@dataclass(frozen=True, slots=True)
class Act:
    """One act with its parties; offsets into the sentence.

    Attributes:
        kind: ``transfer``, ``workers``, ``launch``, ``nuclear_test``, ``enrichment`` or ``training``.
        start: First character of its words.
        end: End of its words.
        givers: Who hands over, sends or does it.
        takers: Who receives.
        goods: Goods, of a transfer.
        factuality: As the words tell it: CT+, PR+ or PS+.
        inferred: What was taken from another sentence, or None.
    """

    kind: str
    start: int
    end: int
    givers: tuple[Named, ...]
    takers: tuple[Named, ...]
    goods: tuple[Goods, ...]
    factuality: str
    inferred: str | None = None


def find_acts(scene: Scene, before: Scene | None) -> list[Act]:
    """Return the acts of a sentence that is not negated; ``before`` is the sentence before, for pronouns."""
    found = [*_transfers(scene, before), *_workers(scene, before)]
    for kind in ("launch", "nuclear_test", "enrichment", "training"):
        found += _done(kind, scene, before)
    return [act for act in found if not act.factuality.endswith("-")]


@cache
def _joined(section: str, *keys: str) -> re.Pattern[str]:
    expressions = [e for key in keys for e in table("acts.toml")[section][key]]
    return re.compile(r"(?<![\w-])(?:" + "|".join(f"(?:{e})" for e in expressions) + r")(?![\w-])", re.I)


def _transfers(scene: Scene, before: Scene | None) -> Iterator[Act]:
    goods = tuple(g for g in load_goods().find(scene.text) if not _MODIFIER.match(scene.text, g.words.end))
    if not goods:
        return
    taken: set[int] = set()
    for keys, gives, noun in (
        (("gives",), True, False), (("takes",), False, False),
        (("given_nouns",), True, True), (("taken_nouns",), False, True),
    ):  # fmt: skip
        for m in _joined("transfer", *keys).finditer(scene.masked):
            own = _goods_of(m, goods, scene, noun=noun)
            if not own or m.start() in taken or negated(scene, m.start()):
                continue
            taken.add(m.start())
            start, end = min(m.start(), *(g.words.start for g in own)), max(m.end(), *(g.words.end for g in own))
            subject, inferred = _subject(scene, m.start(), before)
            to, origin = _after(scene, m.end(), own)
            if gives:
                givers, takers = (origin if noun and origin else subject) or origin, to
            else:
                givers, takers = origin, subject
            givers = tuple(n for n in givers if n.code not in {t.code for t in takers})
            if givers or takers:
                yield Act("transfer", start, end, givers, takers, own, factuality(scene, m.start()), inferred)


def _goods_of(verb: re.Match[str], goods: tuple[Goods, ...], scene: Scene, *, noun: bool) -> tuple[Goods, ...]:
    """Goods behind a verb; of a noun also those right before it ("arms export")."""
    end = _end_of(scene, verb.end())
    own = [g for g in goods if verb.end() <= g.words.start < end]
    if noun:
        own = [g for g in own if re.match(r" of (?:\S+ ){0,4}$", scene.text[verb.end() : g.words.start])]
        own += [g for g in goods if g.words.end <= verb.start() and not scene.text[g.words.end : verb.start()].strip()]
    return tuple(own)


def _end_of(scene: Scene, at: int) -> int:
    stop = _STOP.search(scene.masked, at)
    return min(stop.start() if stop else len(scene.text), at + _REACH)


def _subject(scene: Scene, verb: int, before: Scene | None) -> tuple[tuple[Named, ...], str | None]:
    """Names before a verb that no preposition governs; a pronoun stands for the first name of the sentence before."""
    low = max((a for a, _ in scene.clauses if a <= verb), default=0)
    for start in dict.fromkeys((low, 0)):
        names = [n for n in scene.names_in(start, verb) if not _governed(n, start, scene)]
        if names:
            last = names[-1]
            group = [
                n
                for n in names
                if n is last or re.fullmatch(r"(?:,? and |, )(?:the )?", scene.masked[n.end : last.start])
            ]
            return tuple(group), None
    for event in scene.events_at(verb, verb + 12):
        named = [
            n
            for n in scene.names
            if any(p.start is not None and p.start <= n.start + scene.start < (p.end or 0) for p in event.actors)
        ]
        if named:
            return tuple(named[:1]), None
    if before is not None and _PRONOUN.search(scene.masked[:verb]) and before.names:
        return (before.names[0],), "the pronoun stands for the first name of the sentence before"
    return (), None


def _governed(name: Named, clause: int, scene: Scene) -> bool:
    """Whether a preposition stands before a name; what opens its clause is none ("after South Korea launched")."""
    return bool(_GOVERNED.search(scene.before(name.start))) and not _OPENS.fullmatch(scene.masked[clause : name.start])


def _after(scene: Scene, at: int, goods: tuple[Goods, ...]) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Takers and origins behind a verb: "to X", "from Y", "North Korean squid"."""
    end = _end_of(scene, at)
    to: list[Named] = []
    origin: list[Named] = []
    for name in scene.names_in(at, end):
        lead = scene.masked[at : name.start]
        beside = any(0 <= g.words.start - name.end < 25 for g in goods)
        indirect = not lead.strip() or lead.strip() in {"the"}
        if _FROM.search(lead) and not _TO.search(lead):
            origin.append(name)
        elif _TO.search(lead) or (indirect and any(g.words.start > name.end for g in goods) and name.kind != "demonym"):
            to.append(name)
        elif beside and name.kind == "demonym":
            origin.append(name)
    return tuple(to[:3]), tuple(origin[:2])


def _workers(scene: Scene, before: Scene | None) -> Iterator[Act]:
    for m in _joined("workers", "words").finditer(scene.masked):
        from_origin = [n for n in scene.names if n.end <= m.start() <= n.end + 25 and n.kind in {"demonym", "country"}]
        from_origin += [n for n in scene.names if re.fullmatch(r" from (?:the )?", scene.masked[m.end() : n.start])]
        for verb in _joined("workers", "hosts", "sends").finditer(scene.masked, max(0, m.start() - _BACK), m.start()):
            around = scene.masked[verb.start() : _end_of(scene, m.end())]
            if negated(scene, verb.start()) or _joined("workers", "ends").search(around):
                continue
            sends = bool(_joined("workers", "sends").fullmatch(verb[0]))
            subject, inferred = _subject(scene, verb.start(), before)
            to = tuple(n for n in scene.names_in(m.end(), _end_of(scene, m.end())))[:1]
            givers = subject if sends and subject else tuple(from_origin)
            takers = to if sends else subject
            if givers and subject:
                yield Act(
                    "workers", verb.start(), m.end(), givers, takers, (), factuality(scene, verb.start()), inferred
                )
            break


def _done(kind: str, scene: Scene, before: Scene | None) -> Iterator[Act]:
    for m in _joined(kind, "words").finditer(scene.masked):
        if negated(scene, m.start()):
            continue
        subject, inferred = _subject(scene, m.start(), before)
        owner = [n for n in scene.names if re.fullmatch(r" (?:by|of|in) (?:the )?", scene.masked[m.end() : n.start])]
        givers = subject or tuple(owner)
        if givers:
            yield Act(kind, m.start(), m.end(), givers[:1], (), (), factuality(scene, m.start()), inferred)
            return


def negated(scene: Scene, at: int) -> bool:
    """Tell whether the words right before an act deny, ban or stop it."""
    expressions = pattern("acts.toml", "talk", "negated")
    low, _ = scene.clause_of(at)
    return bool(expressions and expressions.search(scene.masked[max(low, at - 50) : at]))


def factuality(scene: Scene, at: int) -> str:
    """Read from the words before an act, and from its event where the reader marked one, how sure it is told."""
    if scene.text.rstrip(" ”\"’'").endswith("?"):
        return "PS+"
    for event in scene.events_at(at, at + 8):
        if event.factuality != "CT+":
            return event.factuality
    around = scene.masked[max(0, at - 60) : at] + scene.masked[at : at + 60].partition(" would ")[1]
    possible, planned = pattern("acts.toml", "talk", "possible"), pattern("acts.toml", "talk", "planned")
    if possible and possible.search(around):
        return "PS+"
    return "PR+" if planned and planned.search(around) else "CT+"
