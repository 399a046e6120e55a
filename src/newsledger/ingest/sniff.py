"""What a stream is, told by its first bytes: endings lie, and archives are opened only where there is one."""

from __future__ import annotations

from newsledger.ingest.files import ending

_PACKINGS = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\x00", "xz"),
)
_BZIP2, _BZIP2_BLOCKS = b"BZh", (b"1AY&SY", b"\x17rE8P\x90")
_ZSTD_SKIPPED = b"\x2a\x4d\x18"
_TAR_AT, _TAR, _TAR_BLOCK = 257, b"ustar", 512
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def packing(head: bytes) -> str | None:
    """Return how a stream with these first bytes is packed: ``gzip``, ``zstd``, ``bzip2``, ``xz`` or None."""
    for magic, name in _PACKINGS:
        if head.startswith(magic):
            return name
    if head[1:4] == _ZSTD_SKIPPED and 0x50 <= head[0] <= 0x5F:
        return "zstd"
    return "bzip2" if head.startswith(_BZIP2) and head[4:10] in _BZIP2_BLOCKS else None


def is_tar(head: bytes, name: str) -> bool:
    """Tell whether a stream is a tar archive; the oldest form has no mark, and needs its ending."""
    marked = head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR
    return marked or (ending(name) == ".tar" and len(head) >= _TAR_BLOCK)


def is_zip(head: bytes) -> bool:
    """Tell whether a stream is a ZIP archive."""
    return head.startswith(_ZIP)


def is_parquet(head: bytes) -> bool:
    """Tell whether a stream is a Parquet file."""
    return head.startswith(b"PAR1")


def is_warc(head: bytes, name: str) -> bool:
    """Tell whether unpacked bytes are a WARC file; in a packed one, a dictionary may come before its records."""
    return head.startswith(b"WARC/") or ending(name) in {".warc", ".wet"}
