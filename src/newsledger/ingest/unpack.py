"""Packed streams to plain ones: gzip, zstd, bzip2, xz, in memory that does not grow."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import IO, BinaryIO, cast

from newsledger.errors import InputError
from newsledger.ingest.files import inner_name
from newsledger.ingest.piece import BUFFER, DEPTH, Budget, Piece

_XZ_MEMORY = 256 * 2**20
_ERRORS = (EOFError, OSError, zlib.error, lzma.LZMAError)


def glimpse(head: bytes, how: str) -> bytes:
    """Return the first bytes that a packed stream holds, as far as its own first bytes tell."""
    try:
        return _READERS[how](_Counted(io.BytesIO(head), Budget()))(16)
    except _ERRORS:
        return b""


def unpacked(piece: Piece, how: str) -> Piece:
    """Return what a packed piece holds.

    Raises:
        InputError: Too many layers lie in each other.
    """
    must_not_be_too_deep(piece)
    budget = Budget(piece.budget)
    return piece.inner(_Unpacker(piece.stream, how, budget).read, name=inner_name(piece.name), budget=budget)


def must_not_be_too_deep(piece: Piece) -> None:
    """Refuse to open one more layer when too many lie in each other already.

    Raises:
        InputError: They do.
    """
    if piece.depth >= DEPTH:
        raise InputError(f"more than {DEPTH} archives or packings lie in each other", hint="unpack it first")


class _Unpacker:
    """Reads what a packed stream holds; an error waits until all that came before it was handed out."""

    def __init__(self, stream: IO[bytes], how: str, budget: Budget) -> None:
        self._how, self._budget = how, budget
        self._read = _READERS[how](_Counted(stream, budget))
        self._error: Exception | None = None

    def read(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size > 0 and self._error is None:
            try:
                data = self._read(size)
            except _ERRORS as error:
                self._error = InputError(
                    f"the {self._how} data is cut off or damaged: {error}",
                    hint="what came before was read; get the file again for the rest",
                )
            except InputError as error:
                self._error = error
            else:
                if not data:
                    break
                self._budget.spend(len(data))
                parts.append(data)
                size -= len(data)
        if self._error is not None and not parts:
            raise self._error
        return b"".join(parts)


class _Counted:
    """A stream that tells a budget how many bytes were read."""

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        self._stream, self._budget, self._at = stream, budget, 0

    def read(self, size: int = BUFFER) -> bytes:
        data = self._stream.read(size)
        self._budget.earn(len(data))
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


def _gzip(stream: _Counted) -> Callable[[int], bytes]:
    return gzip.GzipFile(fileobj=cast("IO[bytes]", stream), mode="rb").read1


def _zstd(stream: _Counted) -> Callable[[int], bytes]:
    from fastwarc.stream_io import ZstdReader  # the standard library has zstd from Python 3.14 on

    return cast("Callable[[int], bytes]", ZstdReader(cast("BinaryIO", stream)).read)


def _bzip2(stream: _Counted) -> Callable[[int], bytes]:
    return bz2.BZ2File(cast("IO[bytes]", stream)).read1


def _xz(stream: _Counted) -> Callable[[int], bytes]:
    return _Xz(stream).read


class _Xz:
    """Reads xz streams one after the other; unlike ``lzma.LZMAFile`` it refuses those that need gigabytes of memory."""

    def __init__(self, stream: _Counted) -> None:
        self._stream = stream
        self._part = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def read(self, size: int) -> bytes:
        while True:
            packed = b""
            if self._part.eof:
                packed = (self._part.unused_data or self._stream.read()).lstrip(b"\0")
                if not packed:
                    return b""
                self._part = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
            elif self._part.needs_input:
                packed = self._stream.read()
                if not packed:
                    raise EOFError("the end is missing")
            data = self._part.decompress(packed, size)
            if data:
                return data


_READERS: dict[str, Callable[[_Counted], Callable[[int], bytes]]] = {
    "gzip": _gzip,
    "zstd": _zstd,
    "bzip2": _bzip2,
    "xz": _xz,
}
