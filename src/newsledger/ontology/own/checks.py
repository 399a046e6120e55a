"""What is wrong with a codebook: unknown codes, rules that can never decide, types and modes without an example."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from newsledger.errors import OntologyError
from newsledger.ontology.crosswalks import state_codes
from newsledger.ontology.cues import expansions, has_words, is_balanced, phrases
from newsledger.ontology.ontology import load
from newsledger.ontology.own.book import OwnRule, OwnType
from newsledger.records import AUXILIARY_MODES, FACTUALITY_VALUES

RESERVED = "/;, "
"""What no code may hold, because lists of codes are written with it."""
_MOST_PHRASES = 1_000
"""Plain phrases that one cue may stand for."""


def check_types(types: Sequence[OwnType]) -> None:
    """See that there are types, and that each of them and each of its modes has an example.

    Raises:
        OntologyError: It is not so.
    """
    if not types:
        raise OntologyError("the codebook has no type", hint="write one file a type: types/MY-TYPE.toml")
    for kind in types:
        where = f"types/{kind.code}.toml"
        if any(c in kind.code for c in RESERVED):
            raise OntologyError(f"{where}: {kind.code!r} is no usable code", hint="letters, digits, hyphens")
        if not kind.examples:
            raise OntologyError(f"{where}: no example", hint="add [[examples]] with text and trigger")
        modes = {m.code for m in kind.modes}
        for mode in modes:
            if any(c in mode for c in RESERVED):
                raise OntologyError(f"{where}: {mode!r} is no usable mode", hint="letters, digits, hyphens")
            if not any(e.mode == mode for e in kind.examples):
                raise OntologyError(f"{where}: mode {mode!r} has no example", hint="add one under the mode")
        for example in kind.examples:
            if example.mode is not None and example.mode not in modes:
                raise OntologyError(f"{where}: an example has the unknown mode {example.mode!r}", hint=_listed(modes))


def check_rule(rule: OwnRule, where: str, types: Mapping[str, OwnType]) -> None:
    """See that a rule has a name, gives a code that exists, and asks for codes that exist.

    Raises:
        OntologyError: It is not so.
    """
    if not rule.name or any(c.isspace() for c in rule.name):
        raise OntologyError(f"{where}: no usable name {rule.name!r}", hint="words with hyphens: arrest-of-a-candidate")
    if rule.type not in types:
        raise OntologyError(f"{where}: unknown type of yours {rule.type!r}", hint=_listed(types))
    modes = {m.code for m in types[rule.type].modes}
    if rule.mode is not None and rule.mode not in modes:
        raise OntologyError(f"{where}: {rule.type} has no mode {rule.mode!r}", hint=_listed(modes))
    if not rule.when:
        raise OntologyError(f"{where}: nothing under when", hint='say what must hold: when.event_type = "COERCE"')
    for key, values in (*rule.when, *rule.unless):
        for value in values:
            _check_value(where, key, value, dict(rule.when))


def _check_value(where: str, key: str, value: str, when: Mapping[str, tuple[str, ...]]) -> None:
    """Hold one value against PLOVER."""
    if key == "event_mode":
        _check_mode(where, value, when.get("event_type") or tuple(t.code for t in load().types))
    elif key.endswith("_country"):
        organisations = [o.code for o in load().organisations]
        if value not in state_codes() and value not in organisations:
            hint = "ISO 3166 alpha-3, or " + ", ".join(organisations)
            raise OntologyError(f"{where}: {value!r} is no country code", hint=hint)
    elif key in _CLOSED:
        if value not in _CLOSED[key]:
            raise OntologyError(f"{where}: unknown {key} {value!r}", hint="one of " + ", ".join(_CLOSED[key]))
    elif key in _FIND:
        try:
            _FIND[key](value)
        except OntologyError as error:
            raise OntologyError(f"{where}: {error.args[0]}", hint=error.hint) from None


def check_cues(where: str, text: str) -> None:
    """See that a list of cue phrases has some, and that each of them can stand in a text.

    Raises:
        OntologyError: It is not so.
    """
    cues = phrases(text)
    for cue in cues:
        if not is_balanced(cue):
            hint = "a group is walk(ed|ing): one pair of parentheses, with | and no comma in it"
            raise OntologyError(f"{where}: {cue!r} has a broken group", hint=hint)
        if expansions(cue) > _MOST_PHRASES:
            told = f"{where}: {cue!r} stands for {expansions(cue):,} phrases"
            raise OntologyError(told, hint=f"{_MOST_PHRASES:,} are allowed: use fewer groups")
    if not all(map(has_words, cues or ("",))):
        raise OntologyError(f"{where}: {text!r} has a cue without words", hint="write words, with commas between cues")


def _check_mode(where: str, mode: str, types: Sequence[str]) -> None:
    known = {m.code for t in types for m in load().modes(t)}
    if mode not in known:
        told = "PLOVER" if len(types) > 1 else types[0]
        raise OntologyError(f"{where}: {told} has no mode {mode!r}", hint=_listed(sorted(known)))


_CLOSED = {"auxiliary": AUXILIARY_MODES, "factuality": FACTUALITY_VALUES, "domestic": ("yes", "no")}
_FIND: dict[str, Callable[[str], Any]] = {
    "event_type": lambda code: load().event_type(code),
    "context": lambda code: load().context(code),
    "actor_sector": lambda code: load().sector(code),
    "recipient_sector": lambda code: load().sector(code),
}


def check_rules(rules: Sequence[OwnRule]) -> None:
    """See that names are unlike and that no rule stands behind one that always decides before it.

    Raises:
        OntologyError: It is not so.
    """
    for n, rule in enumerate(rules):
        for earlier in rules[:n]:
            if earlier.name == rule.name:
                raise OntologyError(f"rules.toml: two rules have the name {rule.name!r}", hint="rename one")
            if _covers(earlier, rule):
                raise OntologyError(
                    f"rules.toml: rule {rule.name!r} can never decide: {earlier.name!r} before it always fits first",
                    hint="put the narrower rule first",
                )


def _covers(earlier: OwnRule, later: OwnRule) -> bool:
    """Tell whether every mention that the later rule fits is one that the earlier fits."""
    asked, unless = dict(later.when), dict(later.unless)
    narrower = all(key in asked and set(asked[key]) <= set(values) for key, values in earlier.when)
    return narrower and all(key in unless and set(values) <= set(unless[key]) for key, values in earlier.unless)


def unmapped(types: Sequence[OwnType], rules: Sequence[OwnRule]) -> list[str]:
    """Return the types that no rule gives: only a learned layer can."""
    given = {rule.type for rule in rules}
    return [t.code for t in types if t.code not in given]


def _listed(codes: Any) -> str:
    return "known: " + (", ".join(sorted(codes)) or "none")
