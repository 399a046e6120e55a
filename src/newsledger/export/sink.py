"""Where an export goes: a file or folder that is there whole or not at all, or standard output."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newsledger.errors import InputError


def check_output(output: Path | None, *, folder: bool = False, binary: bool = False) -> None:
    """See that an output can be written, before any work is done for it.

    Args:
        output: File or folder, or None for standard output.
        folder: The format writes a folder of files.
        binary: The format is no text.

    Raises:
        InputError: It cannot.
    """
    if output is None:
        if folder:
            raise InputError("this format is a folder of files", hint="name a new folder with --output DIR")
        if binary and sys.stdout.isatty():
            raise InputError("this format is binary", hint="name a file with --output FILE")
        return
    if not output.parent.is_dir():
        raise InputError(f"cannot write {output}: no such folder", hint="name a file in a folder that exists")
    if folder and output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise InputError(f"{output} is not an empty folder", hint="name a new folder: nothing is overwritten there")
    if not folder and output.is_dir():
        raise InputError(f"{output} is a folder", hint="name a file in it")
    if not os.access(output.parent, os.W_OK) or (output.exists() and not os.access(output, os.W_OK)):
        raise InputError(f"cannot write {output}: no permission", hint="name a file in a folder of your own")


@contextmanager
def open_sink(output: Path | None) -> Iterator[BinaryIO]:
    """Open a file to write bytes to; it takes its place only when all was written, and nothing stays after an error."""
    if output is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if output.exists() and not output.is_file():  # a device or a pipe, which must not be replaced
        with output.open("wb") as handle:
            yield handle
        return
    number, name = tempfile.mkstemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent)
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as handle:
            yield handle
        part.chmod(0o666 & ~_umask())
        part.replace(output)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_folder(output: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write a folder of text files; it takes its place only when all was written."""
    part = Path(tempfile.mkdtemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent))
    try:
        for name, text in files:
            (part / name).write_bytes(text.encode("utf-8"))  # no translation of line ends: offsets count them
        part.chmod(0o777 & ~_umask())
        if output.is_dir():
            output.rmdir()
        part.replace(output)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
