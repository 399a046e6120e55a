"""A codebook made from labelled examples, for those who have labels and no rules yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from newsledger.errors import OntologyError
from newsledger.ontology.ontology import load
from newsledger.ontology.own.checks import RESERVED
from newsledger.ontology.own.labelled import Labelled

_SHOWN = 3


@contextmanager
def new_codebook(folder: Path, examples: Sequence[Labelled]) -> Iterator[Path]:
    """Yield a codebook of the examples beside ``folder``, which it becomes only when nothing fails in the meantime.

    Raises:
        OntologyError: The folder holds something already or cannot be written, there is no event, or a label cannot be
            the name of a type or mode.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OntologyError(f"{folder} is not empty", hint="name a new folder with -o, or use --codebook DIR")
    with TemporaryDirectory(prefix=".newsledger-", dir=_beside(folder), ignore_cleanup_errors=True) as scratch:
        made = Path(scratch) / folder.name
        with _told(folder):
            make_codebook(made, examples)
        yield made
        with _told(folder):
            folder.mkdir(exist_ok=True)
            for path in made.iterdir():
                path.rename(folder / path.name)


def _beside(folder: Path) -> Path:
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        return folder.parent


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OntologyError(f"cannot write {folder}: {error}", hint="name another folder with -o") from error


def make_codebook(folder: Path, examples: Sequence[Labelled]) -> None:
    """Write a codebook folder with the types and modes of the examples.

    A type or mode that PLOVER has under the same name gets the rule that maps it; what is new is left to be learned.

    Raises:
        OntologyError: There is no event in the examples, or a label cannot be the name of a type or mode.
    """
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for example in examples:
        for start, end, label in example.events:
            kind, _, mode = label.partition("/")
            found.setdefault(kind, {}).setdefault(mode, []).append((example.text, example.text[start:end]))
    for kind in found:
        if not kind.replace("-", "").replace("_", "").isalnum():
            raise OntologyError(f"{kind!r} is no usable code of a type", hint="letters, digits, hyphens")
        for mode in found[kind]:
            if any(c in mode for c in RESERVED):
                raise OntologyError(f"{mode!r} is no usable mode of {kind}", hint="letters, digits, hyphens")
    if not found:
        raise OntologyError("the examples have no event", hint="label some: text, trigger, type, mode")
    (folder / "types").mkdir(parents=True, exist_ok=True)
    head = f'name = {_text(_name(folder))}\nlabel = "Made from labelled examples"\nuse = "beside"\n'
    (folder / "codebook.toml").write_text(head, encoding="utf-8")
    (folder / "rules.toml").write_text(
        "\n".join(_rules(kind, modes) for kind, modes in found.items()), encoding="utf-8"
    )
    for kind, modes in found.items():
        (folder / "types" / f"{kind}.toml").write_text(_type(kind, modes), encoding="utf-8")


def _name(folder: Path) -> str:
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in folder.resolve().name)
    return kept or "own"


def _type(kind: str, modes: dict[str, list[tuple[str, str]]]) -> str:
    lines = [f"label = {_text(kind.capitalize())}", 'definition = ""', ""]
    plain = modes.get("") or next(iter(modes.values()))[:1]
    for text, trigger in plain[:_SHOWN]:
        lines += ["[[examples]]", f"text = {_text(text)}", f"trigger = {_text(trigger)}", ""]
    for mode, rows in modes.items():
        if mode:
            listed = ", ".join(f"{{ text = {_text(t)}, trigger = {_text(w)} }}" for t, w in rows[:_SHOWN])
            lines += [f"[modes.{_text(mode)}]", 'description = ""', f"examples = [{listed}]", ""]
    return "\n".join(lines)


def _rules(kind: str, modes: dict[str, list[tuple[str, str]]]) -> str:
    """Rules for what PLOVER knows by the same name: first the modes, then the type."""
    plover = {t.code: {m.code for m in t.modes} for t in load().types}
    if kind not in plover:
        return ""
    rules = [_rule(kind, mode) for mode in modes if mode in plover[kind]]
    return "\n".join([*rules, _rule(kind, "")])


def _rule(kind: str, mode: str) -> str:
    lines = ["[[rules]]", f"name = {_text('-'.join(filter(None, ('plover', kind.lower(), mode))))}"]
    lines += [f"type = {_text(kind)}", f"when.event_type = {_text(kind)}"]
    if mode:
        lines += [f"mode = {_text(mode)}", f"when.event_mode = {_text(mode)}"]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """A TOML string: its escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
