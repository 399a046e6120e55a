"""Between whom a truce holds, or where an emergency, where the words beside it do not say so.

First the rest of its sentence, then the title of the article, then the last sentence before that speaks of fighting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from newsledger.measures.aimed import with_publisher
from newsledger.measures.groups import COORDINATE, unique
from newsledger.measures.scene import MASK, Named, Scene
from newsledger.records import Party
from newsledger.records.measure import MeasureMention
from newsledger.resolve.entries import ORGANISATION_CODES

KINDS = frozenset({"ceasefire", "emergency"})
_BETWEEN = re.compile(rf"\bbetween (?:the )?(?:[\w-]+ )?{MASK}")
# Who brokers, thanks, meets or backs is no party.
_HELPER = re.compile(
    r"\b(?:(?:brokered|mediated|negotiated|backed|supported|proposed|led|welcomed|hosted|helped) by|with|thank\w*"
    r"|partners?|including|efforts|support (?:of|from|by)|mediat\w+(?: by| from)?|appreciat\w+"
    r"|grateful to|welcom\w+|visit(?:ed|ing)?|travel\w* to|alongside|minister|secretary|president"
    r"|ambassador|governments? of)(?:[\s,]+(?:the|and))?\s+$",
    re.I,
)
_BROKERED = re.compile(rf"{MASK}+(?:[’']s?)?[- ](?:led|brokered|mediated|negotiated|backed|proposed|sponsored)\b")
_SPEAKS_OF_IT = re.compile(
    r"(?:[’']s?)?\s+(?:\w+ )?(?:press\w*|urg\w+|call\w*|welcom\w+|thank\w*|voic\w+"
    r"|express\w*|underlin\w+|stress\w*|help\w*|discuss\w*|reaffirm\w*|support\w*|brokered|mediated|hosted)\b"
)
_LISTED = re.compile(rf"(?:{MASK}+(?:,| and|, and) (?:the )?)+$")
_ENVOY = re.compile(r"\b(?:[Ee]nvoy|[Rr]epresentative|[Cc]oordinator) (?:for|to) (?:the )?$")
_FIGHTING = re.compile(
    r"\b(?:wars?|fighting|conflict|violence|hostilities|truce|cease-?fire|peace|rockets?|emergency)\b", re.I
)
_MOST = 2
_REACH, _NEAR = 6, 2


def in_the_sentence(scene: Scene) -> tuple[tuple[Party, ...], str]:
    """Those "between" whom there is a war or truce, or the only state that the sentence names beside helpers."""
    names = [n for n in scene.names if can_hold(n, scene)]
    for between in _BETWEEN.finditer(scene.masked):
        pair = _joined([n for n in names if n.end >= between.end()], scene)
        if len(unique(pair)) == _MOST:
            return _parties(pair, scene, "named as those between whom there is a conflict")
    found = unique(names)
    if len(found) == 1:
        return _parties(found, scene, "the only state that the rest of the sentence names")
    return (), ""


def in_the_article(m: MeasureMention, scenes: Sequence[Scene]) -> tuple[tuple[Party, ...], str]:
    """The only state of the title, or those named where fighting was last spoken of."""
    scene = scenes[m.sentence_index]
    if any(can_hold(n, scene) for n in scene.names):
        return (), ""
    told = _last_told(m, scenes)
    if 1 <= len(told) <= (_MOST if m.kind == "ceasefire" else 1):
        why = "named where the fighting was last spoken of"
        return tuple(other.party(name, why) for other, name in told), why
    title = set(scene.context.story.title_countries) - with_publisher(set(), scene) - ORGANISATION_CODES
    if len(title) != 1:
        return (), ""
    code = title.pop()
    name = scene.context.story.knowledge.countries.get(code, {}).get("name")
    why = "the only state that the title of the article names"
    return (Party(None, None, None, name, code, None, (), None, why),), why


def _last_told(m: MeasureMention, scenes: Sequence[Scene]) -> list[tuple[Scene, Named]]:
    """The states of the last sentence before that speaks of fighting; to a single one, the other side of an earlier."""
    told: dict[str, tuple[Scene, Named]] = {}
    for number in range(m.sentence_index - 1, max(m.sentence_index - 1 - _REACH, -1), -1):
        scene = scenes[number]
        speaks = number >= m.sentence_index - _NEAR or _FIGHTING.search(scene.text)
        here = [n for n in scene.names if can_hold(n, scene)] if speaks else []
        if not told or any(n.code in told for n in here):
            for name in here:
                told.setdefault(name.code, (scene, name))
        if told and (m.kind != "ceasefire" or len(told) > 1):
            break
    return list(told.values())


def can_hold(name: Named, scene: Scene) -> bool:
    """Tell whether a party can be one of a truce: no organisation, and not one who brokers, thanks or speaks."""
    if (name.kind == "organisation" and name.code in ORGANISATION_CODES) or name.code in with_publisher(set(), scene):
        return False
    before = scene.masked[: name.start]
    if _ENVOY.search(before):
        return True
    owner_of_help = re.match(
        r"[’']s?\s+(?:\w+ ){0,2}(?:efforts?|role|support|help|mediation)\b", scene.masked[name.end :]
    )
    speaks = _SPEAKS_OF_IT.match(scene.masked, name.end)
    return not (
        speaks or _HELPER.search(_LISTED.sub("", before)) or owner_of_help or _BROKERED.match(scene.masked, name.start)
    )


def _joined(names: Sequence[Named], scene: Scene) -> list[Named]:
    out = list(names[:1])
    for name in names[1:]:
        if not COORDINATE.fullmatch(scene.masked[out[-1].end : name.start]):
            break
        out.append(name)
    return out


def _parties(found: Iterable[Named], scene: Scene, why: str) -> tuple[tuple[Party, ...], str]:
    return tuple(scene.party(n, why) for n in unique(list(found))), why
