"""Tar archives, member by member in one pass. Nothing is written to disk: a member's path is only its name."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import IO, Any, ClassVar, Self, cast

from newsledger.errors import InputError
from newsledger.ingest.files import KNOWN_ENDINGS, is_read, skip
from newsledger.ingest.piece import Budget, Piece
from newsledger.ingest.unpack import must_not_be_too_deep
from newsledger.records import Skip

_LONGEST_HEADER = 2**20
_ASKED_IN_VAIN = 8
_HINT = "what could be found was read; get the file again for the rest"
_EXTENDED = frozenset({tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, b"L", b"K"})


def tar_members(piece: Piece) -> Iterator[Piece | Skip]:
    """Yield the members of a tar archive that can hold pages; links, devices and other files are passed over.

    Each must be read before the next is asked for.

    Raises:
        InputError: Too deep in other archives, or no tar archive at all.
    """
    must_not_be_too_deep(piece)
    header = _header_class()
    read = damaged = 0
    with _opened(piece, header) as archive:
        while True:
            try:
                member = archive.next()
            except tarfile.TarError as error:
                yield skip(piece.origin, f"the tar archive is cut off or damaged: {error}", _HINT)
                return
            if header.damaged > damaged:
                damaged = header.damaged
                yield skip(piece.origin, f"the tar archive is damaged before member {read + 1}", _HINT)
            if member is None:
                break
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep every header
            if member.isreg() and is_read(member.name) and not hidden(member.name):
                read += 1
                yield _member(piece, archive, member)
    if not read:
        yield skip(piece.origin, "the archive holds no files that can be read", KNOWN_ENDINGS)


def _opened(piece: Piece, header: type[_Header]) -> tarfile.TarFile:
    stream = cast("IO[bytes]", _Ending(piece.stream))
    try:
        return tarfile.open(fileobj=stream, mode="r|", ignore_zeros=True, tarinfo=header)
    except tarfile.TarError as error:
        raise InputError(f"the tar archive is damaged: {error}", hint="get the file again") from None


def hidden(name: str) -> bool:
    """Tell whether a member is hidden, as files and folders that begin with a dot are."""
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith(".") and part not in {".", ".."} for part in parts) or "__MACOSX" in parts


def _member(piece: Piece, archive: tarfile.TarFile, member: tarfile.TarInfo) -> Piece | Skip:
    if member.issparse():
        return skip(f"{piece.origin}/{member.name}", "a file with holes in it, which no news page has")
    file = archive.extractfile(member)
    assert file is not None

    def read(size: int) -> bytes:
        try:
            return file.read(size)
        except tarfile.TarError as error:
            raise InputError(f"the tar archive is cut off in this member: {error}", hint=_HINT) from None

    return piece.inner(read, name=member.name, budget=Budget(piece.budget, packed=member.size), at=member.name)


class _Ending:
    """A stream that says so when more is asked of it than it has: ``tarfile`` would ask on for years."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._asked = stream, 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._asked = 0 if data else self._asked + 1
        if self._asked > _ASKED_IN_VAIN:
            raise InputError("the tar archive is cut off, or a member says that it is larger than it is", hint=_HINT)
        return data


class _Header(tarfile.TarInfo):
    """A header that notes when bytes are none, and is none when it asks for much memory."""

    damaged: ClassVar[int] = 0


def _header_class() -> type[_Header]:
    class Header(_Header):
        @classmethod
        def frombuf(cls, buf: Any, encoding: str, errors: str) -> Self:
            try:
                header = super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError:
                cls.damaged += bool(buf.strip(b"\0"))
                raise
            if header.type in _EXTENDED and header.size > _LONGEST_HEADER:
                cls.damaged += 1
                raise tarfile.InvalidHeaderError("a header of megabytes")  # type: ignore[attr-defined]
            return header

    return Header
