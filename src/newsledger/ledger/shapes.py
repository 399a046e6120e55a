"""A value against the type of its column, and its words against the text."""

from __future__ import annotations

import json
import typing
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, cast

from newsledger.errors import InputError
from newsledger.extract.time.periods import parse_value
from newsledger.records import EventMention, Party, Place, TimeExpression, to_row
from newsledger.records.rows import field_types

_WITH_REASON = (Party, Place, TimeExpression)


class Checker:
    """Holds a value against the type of its column, and its words against the text."""

    def __init__(self, text: str, mention: EventMention, reason: str) -> None:
        self.text, self.mention, self.reason = text, mention, reason

    def check(self, value: Any, before: Any, kind: Any, path: str) -> None:
        """Check a value, and fill in what it leaves out: offsets, default parts, the reason."""
        if value is None:
            if inner(kind) is kind:
                raise InputError(f"{path} cannot be null", hint=f"expected {told(kind)}")
            return
        kind = inner(kind)
        if typing.get_origin(kind) is tuple:
            if not isinstance(value, list):
                raise InputError(f"{path}: {short(value)} is no list", hint=f"expected {told(kind)}")
            old = before if isinstance(before, list) else []
            for n, item in enumerate(value):
                self.check(item, old[n] if n < len(old) else None, typing.get_args(kind)[0], f"{path}.{n}")
        elif is_dataclass(kind):
            self._check_record(value, before, cast("type", kind), path)
        elif not _is_a(value, kind):
            raise InputError(f"{path}: {short(value)} is of a wrong type", hint=f"expected {told(kind)}")

    def _check_record(self, value: Any, before: Any, kind: type, path: str) -> None:
        if not isinstance(value, dict):
            raise InputError(f"{path}: {short(value)} is no object", hint=f"expected {told(kind)}")
        parts = field_types(kind)
        unknown = sorted(set(value) - set(parts))
        if unknown:
            raise InputError(f"{path}: no part {unknown[0]!r}", hint="parts: " + ", ".join(parts))
        given, old = dict(value), before if isinstance(before, dict) else {}
        value.update(_defaults(kind) | given)
        if "start" in parts:
            self._quote(value, old, path)
        if kind in _WITH_REASON and value != old and value.get("reason") in {None, old.get("reason"), "not resolved"}:
            value["reason"] = self.reason
        _settle(kind, value, old)
        for name, hint in parts.items():
            if name not in value:
                raise InputError(f"{path}: the part {name!r} is missing", hint="parts: " + ", ".join(parts))
            self.check(value[name], old.get(name), hint, f"{path}.{name}")

    def _quote(self, value: dict[str, Any], old: dict[str, Any], path: str) -> None:
        """Make the offsets of words right: those given, those of before, or the one place in the sentence."""
        words = value.get("text")
        if words is None:
            value["start"] = value["end"] = None
            return
        start = value.get("start")
        if words != old.get("text") and start == old.get("start"):
            start = None
        if not isinstance(words, str) or not words:
            raise InputError(f"{path}: the words are {short(words)}", hint="quote words of the sentence")
        if start is None:
            start = self._only_place(words, path)
        if not _is_a(start, int) or start < 0:
            raise InputError(f"{path}: the words begin at {short(start)}", hint="leave start and end out")
        value["start"], value["end"] = start, start + len(words)
        if self.text[start : start + len(words)] != words:
            raise InputError(f"{path}: the text does not say {words!r} at {start}", hint="leave start and end out")

    def _only_place(self, words: str, path: str) -> int:
        sentence = self.mention.text
        found = sentence.count(words)
        if found == 0:
            raise InputError(f"{path}: the sentence does not say {words!r}", hint=f"it says: {sentence}")
        if found > 1:
            at = [self.mention.sentence_start + n for n in range(len(sentence)) if sentence.startswith(words, n)]
            raise InputError(
                f"{path}: the sentence says {words!r} {found} times",
                hint='say which with "start": ' + " or ".join(map(str, at)),
            )
        return self.mention.sentence_start + sentence.index(words)


_HANGS_ON: dict[type, dict[str, tuple[str, ...]]] = {
    Place: dict.fromkeys(("text", "name", "country"), ("geonames_id", "latitude", "longitude", "granularity")),
    Party: dict.fromkeys(("name", "country"), ("actor_id",)),
}
"""Parts that no longer hold once another part was corrected."""


def _settle(kind: type, value: dict[str, Any], old: dict[str, Any]) -> None:
    """Bring the parts that hang on a corrected part in line with it, unless the reviewer gave them too."""

    def changed(part: str) -> bool:
        return bool(old) and value.get(part) != old.get(part)

    for part, hanging in _HANGS_ON.get(kind, {}).items():
        if changed(part):
            value.update({name: None for name in hanging if not changed(name)})
    if kind is Party and value.get("sector") not in (value.get("sectors") or [None]):
        value["sectors"] = [value["sector"]] if value["sector"] else []
    if kind is TimeExpression and value.get("value") != old.get("value"):
        period = parse_value(value["value"]) if isinstance(value["value"], str) else None
        bounds = {
            "earliest": period.first.isoformat() if period and period.first else None,
            "latest": period.last.isoformat() if period and period.last else None,
            "granularity": period.granularity if period else None,
        }
        value.update({name: bound for name, bound in bounds.items() if value.get(name) == old.get(name)})


def _defaults(kind: type) -> dict[str, Any]:
    known = {f.name: to_row(f.default) for f in fields(kind) if f.default is not MISSING}
    optional = {name: None for name, hint in field_types(kind).items() if inner(hint) is not hint}
    return optional | known | ({"reason": None} if kind is TimeExpression else {})


def inner(kind: Any) -> Any:
    """Return X of ``X | None``, else the hint itself."""
    arguments = typing.get_args(kind)
    return next(a for a in arguments if a is not type(None)) if type(None) in arguments else kind


def _is_a(value: Any, kind: Any) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def told(kind: Any) -> str:
    """Return the shape of a type in words."""
    bare = inner(kind)
    if bare is not kind:
        return told(bare) + " or null"
    if typing.get_origin(kind) is tuple:
        return f"a list of {told(typing.get_args(kind)[0])}"
    if is_dataclass(kind):
        return "an object with " + ", ".join(field_types(cast("type", kind)))
    return _NAMES[kind]


def short(value: Any) -> str:
    """Return a value as JSON that fits into a message."""
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 60 else words[:59] + "…"
