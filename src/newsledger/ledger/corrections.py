"""A reviewer's correction of one column, checked against the record, the text and the codebook before it is stored.

``place.country`` or ``actors.0.sector`` change a part of a column; what is stored is the whole column, as JSON, so that
a reader of verdicts needs no rules. What follows from a corrected type, mode or context (CAMEO code, quad code,
intensity) is stored beside it.
"""

from __future__ import annotations

import json
import typing
from dataclasses import dataclass, is_dataclass, replace
from difflib import get_close_matches
from typing import Any, cast

from newsledger.errors import InputError
from newsledger.ledger.reviews import FIXED
from newsledger.ledger.shapes import Checker, inner, told
from newsledger.ontology import load
from newsledger.records import (
    ATTRIBUTION_KINDS,
    AUXILIARY_MODES,
    FACTUALITY_VALUES,
    EventMention,
    from_row,
    to_row,
)
from newsledger.records.rows import field_types
from newsledger.resolve.meant import code_meant

CORRECTABLE = tuple(name for name in field_types(EventMention) if name not in FIXED)
_DIGITS = 6
_FOLLOWS = ("event_mode", "cameo_code", "quad_code", "intensity")


@dataclass(frozen=True, slots=True)
class Correction:
    """A column and its right value, as JSON of the whole column."""

    field: str
    value: str


def correct(mention: EventMention, path: str, value: str, *, text: str, reviewer: str) -> tuple[Correction, ...]:
    """Return the corrections that a reviewer's words amount to: the column, and what follows from it.

    Args:
        mention: The mention as it stands, earlier corrections included.
        path: A column, or a part of one: ``place.country``, ``actors.0.sector``.
        value: The right value as JSON; a bare word will do for text.
        text: ``Document.text``, which spans must quote.
        reviewer: Who corrects; the reason of a corrected part says so.

    Raises:
        InputError: No such column, a value of a wrong type, or words that the text does not have.
        OntologyError: A code that the codebook does not have.
    """
    column, *rest = path.replace("[", ".").replace("]", "").split(".")
    if column not in CORRECTABLE:
        near = get_close_matches(column, CORRECTABLE, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "columns that can be corrected: " + ", ".join(CORRECTABLE)
        raise InputError(f"{column!r} is no column that can be corrected", hint=hint)
    row = to_row(mention)
    before = row[column]
    kind = field_types(EventMention)[column]
    row[column] = _put(before, kind, rest, value, path)
    Checker(text, mention, f"corrected by {reviewer}").check(row[column], before, kind, column)
    fixed = from_row(EventMention, row)
    if column == "event_type" and fixed.event_mode not in _modes(fixed.event_type):
        fixed = replace(fixed, event_mode=None)
    _check_codes(fixed)
    return _with_what_follows(mention, fixed, column)


def _put(now: Any, kind: Any, rest: list[str], value: str, path: str) -> Any:
    """Return a column with the value put in at the end of the path."""
    if not rest:
        return _parse(value, kind, path)
    step, *deeper = rest
    kind = inner(kind)
    if typing.get_origin(kind) is tuple:
        if not step.isdecimal() or len(step) > _DIGITS or int(step) >= len(now or ()):
            raise InputError(f"{path}: there is no item {step!r}", hint=f"items 0 to {len(now or ()) - 1} exist")
        changed = list(now)
        changed[int(step)] = _put(now[int(step)], typing.get_args(kind)[0], deeper, value, path)
        return changed
    if not is_dataclass(kind):
        raise InputError(f"{path}: there is nothing below {step!r}")
    parts = field_types(cast("type", kind))
    if step not in parts:
        raise InputError(f"{path}: no part {step!r}", hint="parts: " + ", ".join(parts))
    if now is None:
        raise InputError(f"{path}: the mention has none yet", hint="give the whole: --value '{\"text\": …}'")
    return now | {step: _put(now[step], parts[step], deeper, value, path)}


def _parse(value: str, kind: Any, path: str) -> Any:
    try:
        found = json.loads(value, parse_constant=_no_number)
    except (ValueError, RecursionError):
        found = value
        if inner(kind) is not str:
            raise InputError(f"{path}: {value!r} is not JSON", hint=f"expected {told(kind)}") from None
    return value if inner(kind) is str and isinstance(found, int | float) else found


def _no_number(name: str) -> None:
    raise ValueError(name)


def _modes(event_type: str) -> set[str]:
    return {mode.code for mode in load().modes(event_type)}


def parts_changed(field: str, before: Any, after: Any) -> list[tuple[str, Any]]:
    """Return the parts of a column that differ, each by its path and its new value: ``actors.0.country``."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        pairs = [(f"{field}.{name}", before[name], after[name]) for name in after]
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = [(f"{field}.{number}", old, new) for number, (old, new) in enumerate(zip(before, after, strict=True))]
    else:
        return [(field, after)] if before != after else []
    return [found for path, old, new in pairs for found in parts_changed(path, old, new)]


def _check_codes(mention: EventMention) -> None:
    """Hold all codes against the codebook.

    Raises:
        InputError: A word of a closed list that is not on it.
        OntologyError: A code that the codebook does not have.
    """
    ontology = load()
    ontology.event_type(mention.event_type)
    if mention.event_mode is not None:
        ontology.mode(mention.event_type, mention.event_mode)
    for context in mention.contexts:
        ontology.context(context)
    for party in (*mention.actors, *mention.recipients):
        for sector in {party.sector, *party.sectors} - {None}:
            ontology.sector(str(sector))
    _one_of("quad_code", (str(mention.quad_code),), ("1", "2", "3", "4"))
    if mention.cameo_code is not None:
        ontology.from_cameo(mention.cameo_code)
    _one_of("auxiliary", mention.auxiliary, AUXILIARY_MODES)
    _one_of("factuality", (mention.factuality, mention.article_factuality), FACTUALITY_VALUES)
    _one_of("attributions.kind", (a.kind for a in mention.attributions), ATTRIBUTION_KINDS)
    parties = [p.country for p in (*mention.actors, *mention.recipients)]
    placed = mention.place.country if mention.place else None
    for country in (*parties, placed, *(a.country for a in mention.attributions)):
        if country is not None and not (len(country) == 3 and country.isascii() and country.isupper()):
            meant = code_meant(str(country))
            hint = f"did you mean {meant}? " if meant else ""
            hint += "use ISO 3166 alpha-3 (KEN), or UNO, EUR, IGO, NGO …"
            raise InputError(f"{country!r} is no country code", hint=hint)


def _one_of(what: str, given: typing.Iterable[str], known: tuple[str, ...]) -> None:
    for value in given:
        if value not in known:
            raise InputError(f"{what}: {value!r} does not exist", hint="one of " + ", ".join(known))


def _with_what_follows(before: EventMention, fixed: EventMention, column: str) -> tuple[Correction, ...]:
    out = [Correction(column, _json(getattr(fixed, column)))]
    if column not in {"event_type", "event_mode", "contexts"}:
        return tuple(out)
    ontology = load()
    full = replace(
        fixed,
        cameo_code=ontology.cameo_code(fixed.event_type, fixed.event_mode, fixed.contexts),
        quad_code=ontology.quad_code(fixed.event_type),
        intensity=ontology.intensity(fixed.event_type, fixed.event_mode),
    )
    out += [
        Correction(f, _json(getattr(full, f)))
        for f in _FOLLOWS
        if f != column and getattr(full, f) != getattr(before, f)
    ]
    return tuple(out)


def _json(value: Any) -> str:
    return json.dumps(to_row(value), ensure_ascii=False, separators=(",", ":"))
