"""Bytes to text, without guessing: UTF-8, marked UTF-16, a declared charset, Windows-1252; all else is refused."""

from __future__ import annotations

import codecs
import re

from newsledger.errors import InputError

_MAGIC = {
    b"%PDF": ("a PDF", "convert it first: pdftotext -layout FILE.pdf FILE.txt"),
    b"PK\x03\x04": ("a ZIP or office file", "unpack it, or save it as text or HTML"),
    b"\xd0\xcf\x11\xe0": ("an office file", "save it as text or HTML"),
    b"\x1f\x8b": ("a gzip file", "unpack it first: gunzip FILE.gz"),
    b"\x28\xb5\x2f\xfd": ("a zstd file", "unpack it first: zstd -d FILE.zst"),
    b"7z\xbc\xaf": ("a 7z archive", "unpack it first: 7z x FILE.7z"),
    b"Rar!": ("a RAR archive", "unpack it first: unrar x FILE.rar"),
    b"\x04\x22\x4d\x18": ("an lz4 file", "unpack it first: lz4 -d FILE.lz4"),
    b"\x89PNG": ("an image", "only text can be coded"),
    b"\xff\xd8\xff": ("an image", "only text can be coded"),
    b"GIF8": ("an image", "only text can be coded"),
    b"PAR1": ("a Parquet file", "give it as a file of its own"),
    b"\x7fELF": ("a program", "only text can be coded"),
}
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of text that no page is written in; UTF-7 hides markup from whoever looks at the bytes."""
_FEW = 0.002
"""Largest share of control characters in a text."""


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Return the text of a file.

    Args:
        data: The bytes.
        declared: Charset that the server names, if it does. Bytes that are valid UTF-8 are read as that whatever it
            says, and one that does not fit is left aside: servers are often wrong.

    Raises:
        InputError: The bytes are no text, or text in an encoding that cannot be told.
    """
    for magic, (what, hint) in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"this is {what}, not text", hint=hint)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return clean(_strict(data, encoding))
    declared = declared if declared and is_charset(declared) else None
    if declared and declared.lower().startswith(("utf-16", "utf-32", "utf16", "utf32")):
        return clean(_strict(data, declared))
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        named = _fitting(data, declared)
        if named is not None:
            return clean(named)
        inside = _DECLARED.search(data[:4096])
        if inside:
            return clean(_strict(data, inside[1].decode("ascii")))
        return clean(_windows(data, error.start))


def is_charset(name: str) -> bool:
    """Tell whether a name is that of a charset, not of another of Python's codecs (IDNA, hex, escapes)."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):  # a name with a NUL in it is a ValueError
        return False
    return codec.name not in _NO_CHARSETS and bool(getattr(codec, "_is_text_encoding", True))


def _fitting(data: bytes, declared: str | None) -> str | None:
    """Return the text in the charset that the server names, or None; what it calls Latin-1 is Windows-1252 (WHATWG)."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared).name
        return data.decode("cp1252" if name in {"iso8859-1", "ascii"} else name)
    except (LookupError, ValueError):
        return None


def clean(text: str) -> str:
    """Return text with plain line ends, no lone surrogates, no NULs and no byte-order marks inside.

    Raises:
        InputError: Too many control characters: binary data that happens to decode.
    """
    controls = len(_CONTROL.findall(text))
    if text.count("\0") > 0.3 * len(text) > 0:
        raise InputError("this looks like UTF-16 without its mark", hint="convert it: iconv -f UTF-16LE -t UTF-8")
    if controls > max(3, _FEW * len(text)):
        raise InputError("this is binary data, not text", hint="only text, HTML and JSON Lines can be coded")
    return without_surrogates(_CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))


def without_surrogates(text: str) -> str:
    """Return text with U+FFFD for lone surrogates, which JSON can escape and no store takes."""
    return _SURROGATE.sub("\ufffd", text)


def _strict(data: bytes, encoding: str) -> str:
    if not is_charset(encoding):
        raise InputError(f"the text says that it is {encoding!r}, which is no charset", hint="save it as UTF-8")
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError(f"the text is not valid {encoding}: {error}", hint="save it as UTF-8") from None


def _windows(data: bytes, position: int) -> str:
    """Decode as Windows-1252 when the bytes outside ASCII are few enough to be accents and quotes."""
    high = sum(byte >= 0x80 for byte in data)
    if high <= 0.15 * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    raise InputError(
        f"the encoding cannot be told: byte {position} is not valid UTF-8",
        hint="convert it: iconv -f ENCODING -t UTF-8",
    )
