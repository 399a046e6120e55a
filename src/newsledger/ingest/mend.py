"""Text as its writer meant it: signs that hide in names are taken out, broken encodings and line ends put right.

This is done before a document has offsets. Nothing is rewritten but what a machine broke.
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib import resources

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_ENTITIES = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip);")
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_ANY_WIDE = re.compile("[\u3000\uff01-\uff5e]")
# UTF-8 that was read as Windows-1252: "â€™" for a quote, "Ã©" for an accent, "Â" before a fixed blank.
_MISREAD = re.compile("â€[\u0080-ÿŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|Ã[\u0080-¿ŒœŠšŸŽžƒˆ˜–—‘‚„†‡•…‰‹›€™]|Â[\u00a0-¿]")
_LINE_END = re.compile(r"\b(?P<first>[^\W\d_]*[a-z])-[ \t]*\n[ \t]*(?P<rest>[a-z]+)\b(?P<tail>\S*)[ \t]?")
_WORD = re.compile(r"[^\W\d_]+")


def mend(text: str, *, wrapped: bool = False) -> str:
    """Return a text without what hides its names: soft hyphens, entities, full-width letters, a wrong encoding.

    Args:
        text: The text of a page or row, without markup.
        wrapped: True for plain text, in which words may be parted at line ends.
    """
    text = _INVISIBLE.sub("", text)
    if _ENTITIES.search(text):
        text = html.unescape(text)
    text = _MISREAD.sub(_read_again, text)
    if _ANY_WIDE.search(text):
        text = text.translate(_WIDE)
    text = unicodedata.normalize("NFC", text)
    return _without_parted_words(text) if wrapped and "-\n" in text else text


def _read_again(found: re.Match[str]) -> str:
    """Return what stood there before it was misread, or the same if it was not."""
    signs = found[0]
    try:
        return b"".join(_byte(sign) for sign in signs).decode("utf-8")
    except UnicodeError:
        return signs


def _byte(sign: str) -> bytes:
    return sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else sign.encode("cp1252")


def _without_parted_words(text: str) -> str:
    """Join words that were parted at a line end, and leave those that a writer joined with a hyphen."""
    seen = Counter(word.lower() for word in _WORD.findall(text))

    def joined(found: re.Match[str]) -> str:
        first, rest = found["first"].lower(), found["rest"]
        compound = first in _words("before") or rest in _words("behind") or seen[first] > 1
        return found[0] if compound and not seen[first + rest] else f"{found['first']}{rest}{found['tail']}\n"

    return _LINE_END.sub(joined, text)


@cache
def _words(where: str) -> frozenset[str]:
    path = resources.files("newsledger.ingest").joinpath("hyphens.toml")
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))[where].split())
