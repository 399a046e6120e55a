"""A piece of input: a stream of bytes with its name, and how much it may unpack to."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

from newsledger.errors import InputError
from newsledger.ingest.files import printable
from newsledger.ingest.raw import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

BUFFER = 2**18
"""Bytes that are read at once, and that may be looked at before it is known what they are."""
DEPTH = 5
"""How many layers (compressions, archives) may lie in each other."""
FLOOR = 64 * 2**20
RATIO = 250
"""Once more than FLOOR bytes were unpacked, no more than RATIO times what they were packed in. HTML packs to a tenth;
a gzip bomb reaches 1,032."""
MOST = 2**40
"""Bytes that one input may unpack to in all."""
LARGEST_INNER = 64 * 2**20
"""Largest ZIP or Parquet file within another file: it must be held in memory, as it is read from its end."""


class Budget:
    """How much one input may unpack to, all its layers together.

    Args:
        outer: The budget of the file that this one lies in; what is spent here is spent there too.
        packed: Size of the packed bytes, if it is known beforehand.
    """

    def __init__(self, outer: Budget | None = None, *, packed: int = 0) -> None:
        self._outer, self._packed, self._spent = outer, packed, 0

    def earn(self, packed: int) -> None:
        """Note that packed bytes were read."""
        self._packed += packed

    def spend(self, unpacked: int) -> None:
        """Note that bytes were unpacked.

        Raises:
            InputError: They are more than any news archive has; this one is made to fill memory or disk.
        """
        self._spent += unpacked
        if self._spent > MOST or self._spent > max(FLOOR, RATIO * self._packed):
            raise InputError(
                f"unpacks to more than {RATIO} times its size",
                hint="is this a decompression bomb? If you trust it, unpack it first",
            )
        if self._outer:
            self._outer.spend(unpacked)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stream that is still to be cut.

    Attributes:
        stream: The bytes, from the beginning; only a file of the disk can be searched back and forth.
        name: File name, whose ending is a hint at what it is.
        origin: What it is called in records.
        budget: What it may unpack to.
        depth: How many layers it lies in.
    """

    stream: io.BufferedReader[Any]
    name: str
    origin: str
    budget: Budget
    depth: int = 0

    def head(self) -> bytes:
        """Return the first bytes without moving on."""
        return self.stream.peek(BUFFER)[:BUFFER]

    def inner(self, raw: IO[bytes] | Callable[[int], bytes], *, name: str, budget: Budget, at: str = "") -> Piece:
        """Return a piece that lies in this one.

        Args:
            raw: Its stream, or a function that returns the next bytes, at most as many as asked.
            name: Its file name.
            budget: What it may unpack to.
            at: Its path in this one; empty where this one is no more than its packing.
        """
        stream = io.BufferedReader(_Reader(raw if callable(raw) else raw.read), BUFFER)
        origin = f"{self.origin}/{printable(at)}" if at else self.origin
        return Piece(stream, name, origin, budget, self.depth + 1)

    @classmethod
    def from_pipe(cls, pipe: IO[bytes], name: str, origin: str) -> Piece:
        """Return a piece of a stream that can only be read onwards, such as standard input."""
        budget = Budget()

        def read(size: int) -> bytes:
            data = pipe.read(size)
            budget.earn(len(data))
            return data

        return cls(io.BufferedReader(_Reader(read), BUFFER), name, origin, budget)

    def of(self, data: bytes) -> Piece:
        """Return a piece of the same name with other bytes."""
        return replace(self, stream=io.BufferedReader(_Reader(io.BytesIO(data).read), BUFFER))

    def again(self, first: bytes) -> Piece:
        """Return a piece that begins with bytes which were read already."""
        read = io.BytesIO(first)
        return replace(
            self, stream=io.BufferedReader(_Reader(lambda size: read.read(size) or self.stream.read(size)), BUFFER)
        )

    def seekable(self) -> IO[bytes]:
        """Return the stream, or a copy in memory, so that it can be read from its end.

        Raises:
            InputError: It lies in another file and is too large for a copy.
        """
        if self.stream.seekable():
            return self.stream
        data = self.stream.read(LARGEST_INNER + 1)
        if len(data) > LARGEST_INNER:
            raise InputError(
                f"larger than {LARGEST_INNER // 2**20} MB within another file, and can only be read from its end",
                hint="unpack the outer file first",
            )
        return io.BytesIO(data)

    def whole(self) -> bytes:
        """Return all bytes.

        Raises:
            InputError: More than ``MAX_BYTES``.
        """
        data = self.stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise InputError(
                f"larger than {MAX_BYTES // 2**20} MB, which no news page is",
                hint="split it into one page a file or a line",
            )
        return data


class _Reader(io.RawIOBase):
    """Makes a raw stream of a function that returns the next bytes."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read, self._at = read, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at
