"""ZIP archives, member by member. The directory is read entry by entry: ``zipfile`` would hold all of it in memory."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

from newsledger.errors import InputError
from newsledger.ingest.files import KNOWN_ENDINGS, is_read, skip
from newsledger.ingest.piece import Budget, Piece
from newsledger.ingest.tar import hidden
from newsledger.ingest.unpack import must_not_be_too_deep
from newsledger.records import Skip

_END = struct.Struct("<4s4H2LH")
_END_64_AT = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 2**16
_ENCRYPTED, _UTF8 = 0x1, 0x800
_FULL = 0xFFFFFFFF
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_MISPLACED = "a damaged ZIP archive: its list of files is not where it should be"
_HINT = "get the file again, or unpack it with a tool that mends archives"


class _Directory(NamedTuple):
    start: int
    size: int
    shift: int
    """Bytes that stand before the archive, as before one that unpacks itself."""


def zip_members(piece: Piece) -> Iterator[Piece | Skip]:
    """Yield the members of a ZIP archive that can hold pages; each must be read before the next is asked for.

    Raises:
        InputError: Too deep in other archives, too large to be held in memory, or no ZIP archive.
    """
    must_not_be_too_deep(piece)
    file = piece.seekable()
    read = 0
    for info in _entries(file, _directory(file)):
        if info.is_dir() or not is_read(info.filename) or hidden(info.filename):
            continue
        read += 1
        try:
            yield _member(piece, file, info)
        except InputError as error:
            yield skip(f"{piece.origin}/{info.filename}", error.args[0], error.hint)
    if not read:
        hint = f"{KNOWN_ENDINGS}; save an office file as text or HTML"
        yield skip(piece.origin, "the ZIP archive holds no files that can be read", hint)


def _directory(file: IO[bytes]) -> _Directory:
    length = file.seek(0, 2)
    tail_at = max(0, length - _LONGEST_COMMENT - _END.size)
    file.seek(tail_at)
    tail = file.read()
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or found + _END.size > len(tail):
        raise InputError("a ZIP archive whose end is missing, and with it the list of its files", hint=_HINT)
    *_, size, start, _ = _END.unpack_from(tail, found)
    end = tail_at + found
    at = _long_record(file, end)
    if at is not None:
        file.seek(at)
        record = file.read(_END_64.size)
        if record[:4] != b"PK\x06\x06" or len(record) < _END_64.size:
            raise InputError(_MISPLACED, hint=_HINT)
        *_, size, start = _END_64.unpack(record)
        return _Directory(start, size, 0)
    shift = end - size - start
    if _FULL in {size, start} or shift < 0:
        raise InputError(_MISPLACED, hint=_HINT)
    return _Directory(start + shift, size, shift)


def _long_record(file: IO[bytes], end: int) -> int | None:
    """Return where the longer end record stands that archives of many or large files have, or None."""
    file.seek(max(0, end - _END_64_AT.size))
    found = file.read(_END_64_AT.size)
    return int(_END_64_AT.unpack(found)[2]) if end >= _END_64_AT.size and found[:4] == b"PK\x06\x07" else None


def _entries(file: IO[bytes], directory: _Directory) -> Iterator[zipfile.ZipInfo]:
    at, end = directory.start, directory.start + directory.size
    while at < end:
        file.seek(at)
        fixed = file.read(_ENTRY.size)
        if len(fixed) < _ENTRY.size or fixed[:4] != b"PK\x01\x02":
            raise InputError("a damaged ZIP archive: its list of files breaks off", hint=_HINT)
        _, _, _, flags, packing, _, _, crc, packed, size, name, extra, comment, *_, offset = _ENTRY.unpack(fixed)
        label = file.read(name).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        info = zipfile.ZipInfo(label.replace("\\", "/"))
        info.flag_bits, info.compress_type, info.CRC = flags, packing, crc
        info.file_size, info.compress_size, info.header_offset = _large(file.read(extra), size, packed, offset)
        info.header_offset += directory.shift
        at += _ENTRY.size + name + extra + comment
        yield info


def _large(extra: bytes, *values: int) -> list[int]:
    """Return size, packed size and offset; those that are too large for their place stand in the extra field."""
    at = 0
    large: list[int] = []
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            body = extra[at + 4 : at + 4 + length]
            large = list(struct.unpack(f"<{len(body) // 8}Q", body[: len(body) // 8 * 8]))
        at += 4 + length
    rest = iter(large)
    return [next(rest, value) if value == _FULL else value for value in values]


def _member(piece: Piece, file: IO[bytes], info: zipfile.ZipInfo) -> Piece:
    if info.flag_bits & _ENCRYPTED:
        raise InputError("encrypted", hint="unpack the archive with its password first")
    if info.compress_type not in _PACKINGS:
        raise InputError(f"packed in a way that is not known (method {info.compress_type})", hint="unpack it first")
    file.seek(info.header_offset)
    local = file.read(_LOCAL.size)
    if len(local) < _LOCAL.size or local[:4] != b"PK\x03\x04":
        raise InputError("the archive is damaged: this file is not where its list says", hint=_HINT)
    *_, name, extra = _LOCAL.unpack(local)
    file.seek(info.header_offset + _LOCAL.size + name + extra)
    stream = zipfile.ZipExtFile(file, "r", info)
    budget = Budget(piece.budget, packed=info.compress_size)

    def read(size: int) -> bytes:
        try:
            data = stream.read(size)
        except (zipfile.BadZipFile, EOFError, OSError, zlib.error) as error:
            raise InputError(f"damaged in the archive: {error}", hint=_HINT) from None
        budget.spend(len(data))
        return data

    return piece.inner(read, name=info.filename, budget=budget, at=info.filename)
