"""What the user names to the files that it means, in an order that does not depend on the file system."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from newsledger.records import Skip, content_id

PAGES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml"})
ROWS = frozenset({".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"})
ARCHIVES = frozenset({".warc", ".wet", ".tar", ".zip", ".tgz", ".tbz2", ".txz", ".tzst"})
PACKED = frozenset({".gz", ".zst", ".bz2", ".xz"})
SUFFIXES = PAGES | ROWS | ARCHIVES | PACKED
STDIN = Path("-")
KNOWN_ENDINGS = "known endings: " + " ".join(sorted(SUFFIXES))
_PACKED_TARS = frozenset({".tgz", ".tbz2", ".txz", ".tzst"})
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def skip(origin: str, reason: str, hint: str | None = None) -> Skip:
    """Build the record of something that was left out."""
    origin, reason = printable(origin), printable(reason)
    return Skip(content_id("s", origin, reason), origin, reason, hint)


def printable(name: str) -> str:
    """Return a name as text that every store takes: no lone surrogates, no control characters."""
    return _UNPRINTABLE.sub("\ufffd", name)


def ending(name: str) -> str:
    """Return the ending of a file name in lower case, with its dot, or an empty string."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def inner_name(name: str) -> str:
    """Return the name that a packed file unpacks to: ``a.jsonl`` for ``a.jsonl.gz``, ``a.tar`` for ``a.tgz``."""
    last = ending(name)
    if last in _PACKED_TARS:
        return f"{name[: -len(last)]}.tar"
    return name[: -len(last)] if last in PACKED else name


def is_read(name: str) -> bool:
    """Tell by its ending whether a file of a folder or an archive is read: ``a.html``, ``b-1.gz``, no ``a.css.gz``."""
    last = ending(name)
    return last in SUFFIXES - PACKED or (last in PACKED and ending(inner_name(name)) in SUFFIXES | {""})


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
        files = [f for f in files_below(path) if is_read(f.name)]
        yield from files
        if not files:
            yield skip(
                name,
                "the folder holds no files that can be read",
                KNOWN_ENDINGS,
            )
    elif path.exists():
        yield path
    else:
        matches = sorted(Path(m) for m in glob.glob(name, recursive=True)) if any(c in name for c in "*?[") else []  # noqa: PTH207
        files = list(_matched(matches))
        yield from files
        if not matches:
            yield skip(name, "no such file or folder", "check the spelling; quote globs that the shell must not expand")
        elif not files:
            yield skip(name, "nothing here is a file that can be read", KNOWN_ENDINGS)


def _matched(matches: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that a glob names, and those that can be read below the folders that it names."""
    for match in (m for m in matches if not any(map(_is_table, m.parents))):
        if match.is_dir():
            yield from (f for f in files_below(match) if is_read(f.name))
        elif match.is_file():
            yield match


def files_below(folder: Path) -> list[Path]:
    """Return the files of a folder and of those in it, in order.

    Hidden ones and the tables of a ledger are left out: a ledger may lie among the pages that went into it.
    """
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        if "_delta_log" in folders:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(place, name) for name in names if not name.startswith("."))
    return sorted(file for file in found if file.is_file())


def _is_table(folder: Path) -> bool:
    return (folder / "_delta_log").is_dir()
