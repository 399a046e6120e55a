"""What the targets share: a folder in memory for readers that want a path, and text out of arbitrary bytes."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """Return a folder of this process, in memory where the system has such a place."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="newsledger-fuzz-", dir=shared if shared.is_dir() else None))


def written(name: str, data: bytes) -> Path:
    """Write a file for a reader that wants a path."""
    path = folder() / name
    path.write_bytes(data)
    return path


def text_of(data: bytes) -> str:
    """Return the text that decoding would hand on: no lone surrogates."""
    return data.decode("utf-8", "replace")


def split(data: bytes, kinds: tuple[str, ...]) -> tuple[str, bytes]:
    """Take the kind of input from the first byte; the rest is the input."""
    return kinds[data[0] % len(kinds)] if data else kinds[0], data[1:]
