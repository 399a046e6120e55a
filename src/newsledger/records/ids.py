"""Content-hash ids: the same content has the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
import json

_DIGEST_BYTES = 10
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def content_id(kind: str, *parts: object) -> str:
    """Return a stable id such as ``d-1f0c…`` for the given parts.

    Args:
        kind: One letter that names the kind of record.
        parts: JSON-serialisable values that make up the identity of the record.

    Returns:
        ``kind``, a hyphen and 20 hexadecimal digits of BLAKE2b.
    """
    digest = hashlib.blake2b(_JSON.encode(parts).encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES)
    return f"{kind}-{digest.hexdigest()}"
