"""What the user names to the files that it means, in an order that does not depend on the file system."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsledger.records import Skip, content_id

SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson", ".csv", ".tsv"})
STDIN = Path("-")


def skip(origin: str, reason: str, hint: str | None = None) -> Skip:
    """Build the record of something that was left out."""
    return Skip(content_id("s", origin, reason), origin, reason, hint)


def is_url(name: str) -> bool:
    """Tell whether the user names a URL rather than a path."""
    return name.lower().startswith(("http://", "https://"))


def expand(inputs: Iterable[str]) -> Iterator[Path | Skip | str]:
    """Yield the files behind paths, folders, globs and ``-``, and URLs as strings, each once.

    A name that means nothing is a skip.
    """
    seen: set[Path | str] = set()
    for name in inputs:
        for found in _expand_one(name):
            if isinstance(found, Skip):
                yield found
            elif found not in seen:
                seen.add(found)
                yield found


def _expand_one(name: str) -> Iterator[Path | Skip | str]:
    path = Path(name)
    if is_url(name):
        yield name
    elif name == "-":
        yield STDIN
    elif path.is_dir():
        files = sorted(
            f for f in path.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file() and not _hidden(f, path)
        )
        yield from files
        if not files:
            yield skip(
                name,
                "the folder holds no text, HTML, JSON or CSV files",
                "known endings: " + " ".join(sorted(SUFFIXES)),
            )
    elif path.exists():
        yield path
    else:
        matches = sorted(Path(m) for m in glob.glob(name, recursive=True)) if any(c in name for c in "*?[") else []  # noqa: PTH207
        yield from (m for m in matches if m.is_file())
        if not matches:
            yield skip(name, "no such file or folder", "check the spelling; quote globs that the shell must not expand")


def _hidden(file: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(below).parts)
