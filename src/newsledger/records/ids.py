"""Content-hash ids: the same content has the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
import json

_DIGEST_BYTES = 10


def content_id(kind: str, *parts: object) -> str:
    """Return a stable id such as ``d-1f0c…`` for the given parts.

    Args:
        kind: One letter that names the kind of record.
        parts: JSON-serialisable values that make up the identity of the record.

    Returns:
        ``kind``, a hyphen and 20 hexadecimal digits of BLAKE2b.
    """
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    digest = hashlib.blake2b(canonical.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES)
    return f"{kind}-{digest.hexdigest()}"
