"""A folder of TOML files to a codebook, with every error named by file and rule."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from newsledger.errors import OntologyError
from newsledger.ontology.cues import phrases
from newsledger.ontology.own.book import KEYS, WORDS, OwnCodebook, OwnExample, OwnMode, OwnRule, OwnType
from newsledger.ontology.own.checks import check_cues, check_rule, check_rules, check_types
from newsledger.ontology.own.layer import LAYER_FILE, read_layer

_SHAPE = "docs/own-codebook.md shows the shape; examples/own-codebook is one"


def read_codebook(folder: Path | str) -> OwnCodebook:
    """Read a codebook: ``codebook.toml``, ``types/*.toml``, ``rules.toml``, and ``layer.json`` where one was trained.

    Raises:
        OntologyError: A file is missing or is no TOML, a code is unknown, a rule can never decide, a type or mode has
            no example; the message names file and rule.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise OntologyError(f"there is no codebook folder {folder}", hint=_SHAPE)
    head = _toml(folder / "codebook.toml")
    _only("codebook.toml", head, ("name", "label", "use"))
    types = tuple(_type(path, _toml(path)) for path in sorted((folder / "types").glob("*.toml")))
    check_types(types)
    codes = {t.code: t for t in types}
    file = _toml(folder / "rules.toml")
    _only("rules.toml", file, ("rules",))
    rules = tuple(_rule(row, number, codes) for number, row in enumerate(_tables("rules.toml", file, "rules"), 1))
    check_rules(rules)
    return OwnCodebook(
        name=_name(head),
        label=_line(str(head.get("label", ""))),
        instead=_use(head) == "instead",
        types=types,
        rules=rules,
        layer=read_layer(folder / LAYER_FILE, types),
    )


def _toml(path: Path) -> dict[str, Any]:
    where = f"{path.parent.name}/{path.name}"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise OntologyError(f"the codebook has no {where}", hint=_SHAPE) from None
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"cannot read {where}: {error}", hint=_SHAPE) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise OntologyError(f"{where} is no TOML: {error}", hint=_SHAPE) from error


def _name(head: Mapping[str, Any]) -> str:
    name = head.get("name")
    if not isinstance(name, str) or not name or not all(c.isalnum() or c in "-_." for c in name):
        raise OntologyError(
            f"codebook.toml: no usable name: {name!r}", hint="letters, digits and hyphens, as in riots-2"
        )
    return name


def _use(head: Mapping[str, Any]) -> str:
    use = head.get("use", "beside")
    if use not in ("beside", "instead"):
        raise OntologyError(f"codebook.toml: unknown use {use!r}", hint="'beside' PLOVER, or 'instead' of it")
    return str(use)


def _type(path: Path, data: Mapping[str, Any]) -> OwnType:
    where = f"types/{path.name}"
    _only(where, data, ("label", "definition", "modes", "examples"))
    modes = data.get("modes", {})
    if not isinstance(modes, dict):
        raise OntologyError(f"{where}: modes is no table", hint="begin each with [modes.NAME]")
    examples = [_example(where, row) for row in _tables(where, data, "examples")]
    found = []
    for code, row in modes.items():
        _only(f"{where}, mode {code!r}", row, ("description", "examples"))
        found.append(OwnMode(str(code), _line(str(row.get("description", "")))))
        below = f"{where}, mode {code!r}"
        examples += [_example(below, e, mode=str(code)) for e in _tables(below, row, "examples")]
    return OwnType(
        code=path.stem,
        label=_line(str(data.get("label", path.stem))),
        definition=_line(str(data.get("definition", ""))),
        modes=tuple(found),
        examples=tuple(examples),
    )


def _example(where: str, row: Any, *, mode: str | None = None) -> OwnExample:
    """An example: a table with text and trigger, and with a mode unless it stands under one."""
    if not isinstance(row, dict):
        raise OntologyError(f"{where}: an example is no table", hint='write { text = "…", trigger = "…" }')
    _only(f"{where}, an example", row, ("text", "trigger", "mode"))
    text, trigger = str(row.get("text", "")), str(row.get("trigger", ""))
    if not trigger or trigger not in text:
        raise OntologyError(f"{where}: the trigger {trigger!r} does not stand in {text!r}", hint="quote exact words")
    return OwnExample(text, trigger, mode or _mode(where, row))


def _rule(row: Mapping[str, Any], number: int, types: Mapping[str, OwnType]) -> OwnRule:
    where = f"rules.toml, rule {row.get('name') or number!r}"
    _only(where, row, ("name", "type", "mode", "when", "unless"))
    rule = OwnRule(
        name=str(row.get("name", "")),
        type=str(row.get("type", "")),
        mode=_mode(where, row),
        when=_conditions(f"{where}, when", row.get("when", {})),
        unless=_conditions(f"{where}, unless", row.get("unless", {})),
    )
    check_rule(rule, where, types)
    return rule


def _mode(where: str, row: Mapping[str, Any]) -> str | None:
    mode = row.get("mode")
    if mode is not None and not isinstance(mode, str):
        raise OntologyError(f"{where}: the mode {mode!r} is no word", hint='write mode = "looting"')
    return mode


def _conditions(where: str, table: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    _only(where, table, (*KEYS, *WORDS))
    return tuple((key, _values(f"{where}.{key}", key, value)) for key, value in sorted(table.items()))


def _values(where: str, key: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, bool) and key == "domestic":
        return ("yes" if value else "no",)
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not given or not all(isinstance(v, str) and v.strip() for v in given):
        raise OntologyError(f"{where}: {value!r} is no list of words", hint='write "COERCE" or ["COERCE", "ASSAULT"]')
    if key in WORDS:
        for text in given:
            check_cues(where, text)
        return tuple(cue for text in given for cue in phrases(text))
    return tuple(given)


def _tables(where: str, data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found = data.get(key, [])
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise OntologyError(f"{where}: {key} is no list of tables", hint=f"begin each with [[{key}]]")
    return found


def _only(where: str, table: Any, known: Sequence[str]) -> None:
    """Refuse a key that means nothing: it is a misspelt one."""
    if not isinstance(table, dict):
        raise OntologyError(f"{where} is no table", hint=_SHAPE)
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "known keys: " + ", ".join(known)
            raise OntologyError(f"{where}: unknown key {key!r}", hint=hint)


def _line(text: str) -> str:
    return " ".join(text.split())
