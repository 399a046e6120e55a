"""Which coding a ledger holds of each document, in 16 bytes a document, so that a question costs nothing.

Ids are content hashes, so their first 64 bits will do: that two documents share them *and* that their codings do is as
likely as a clash of 128-bit hashes.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_NEW = 200_000
_DIGITS = 16
_FORM = rf"^[a-z]-[0-9a-f]{{{_DIGITS},}}$"


class KnownCodings:
    """The newest coding of each document.

    Args:
        keys: Two rows of unsigned 64-bit numbers: documents in ascending order, and their codings.
    """

    def __init__(self, keys: np.ndarray | None = None) -> None:
        self._keys = np.empty((2, 0), np.uint64) if keys is None else keys
        self._new: dict[int, int] = {}

    def __len__(self) -> int:
        return int(self._keys.shape[1]) + len(self._new)

    def holds(self, document_id: str, coding_id: str) -> bool:
        """Tell whether this coding is the one that the ledger holds of the document."""
        return self._coding(_key(document_id)) == _key(coding_id)

    def has_document(self, document_id: str) -> bool:
        """Tell whether the ledger holds any coding of the document."""
        return self._coding(_key(document_id)) is not None

    def put(self, document_ids: pa.ChunkedArray, coding_ids: pa.ChunkedArray) -> None:
        """Note codings; a newer one takes the place of an older one of the same document."""
        documents, codings = _keys(document_ids), _keys(coding_ids)
        if len(documents) > _NEW:
            self._fold(documents, codings)
            return
        self._new.update(zip(documents.tolist(), codings.tolist(), strict=True))
        self._fold_when_large()

    def note(self, document_id: str, coding_id: str) -> None:
        """Note one coding."""
        self._new[_key(document_id)] = _key(coding_id)
        self._fold_when_large()

    def _fold_when_large(self) -> None:
        if len(self._new) > max(_NEW, self._keys.shape[1] // 16):
            self._fold(np.empty(0, np.uint64), np.empty(0, np.uint64))

    def save(self, path: Path) -> None:
        """Write a file for :meth:`open`."""
        self._fold(np.empty(0, np.uint64), np.empty(0, np.uint64))
        with path.open("wb") as file:
            np.save(file, self._keys)

    @property
    def keys(self) -> np.ndarray:
        """All keys, as the constructor takes them."""
        self._fold(np.empty(0, np.uint64), np.empty(0, np.uint64))
        return self._keys

    @staticmethod
    def open(path: Path) -> KnownCodings:
        """Open a file of :meth:`save` without reading it: processes of one machine share its pages."""
        return KnownCodings(np.load(path, mmap_mode="r"))

    def _coding(self, document: int) -> int | None:
        if (new := self._new.get(document)) is not None:
            return new
        at = int(np.searchsorted(self._keys[0], np.uint64(document)))
        if at < self._keys.shape[1] and int(self._keys[0, at]) == document:
            return int(self._keys[1, at])
        return None

    def _fold(self, documents: np.ndarray, codings: np.ndarray) -> None:
        """Sort what is new into the arrays; of several codings of a document the last one stays."""
        if not self._new and not len(documents):
            return
        new = np.fromiter(self._new.keys(), np.uint64, len(self._new))
        new_codings = np.fromiter(self._new.values(), np.uint64, len(self._new))
        every = np.concatenate([self._keys[0], new, documents])
        order = np.argsort(every, kind="stable")
        every, values = every[order], np.concatenate([self._keys[1], new_codings, codings])[order]
        last = np.append(every[1:] != every[:-1], [True])
        self._keys, self._new = np.stack([every[last], values[last]]), {}


def _key(item_id: str) -> int:
    if re.match(_FORM, item_id):
        return int(item_id[2 : 2 + _DIGITS], 16)
    return int.from_bytes(hashlib.blake2b(item_id.encode(), digest_size=8).digest(), "big")


def _keys(ids: pa.ChunkedArray) -> np.ndarray:
    """Return the keys of ids as numbers."""
    if not pc.all(pc.match_substring_regex(ids, _FORM), min_count=0).as_py():
        return np.array([_key(i) for i in ids.to_pylist()], np.uint64)
    digits = "".join(pc.utf8_slice_codeunits(ids, 2, 2 + _DIGITS).to_pylist())
    return np.frombuffer(bytes.fromhex(digits), ">u8").astype(np.uint64)
