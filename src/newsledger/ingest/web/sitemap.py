"""Sitemaps and sitemap indexes, as a stream of tags: no declarations, no entities, no tree in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from newsledger.errors import InputError

_ENTRIES = 50_000
_PARTS = frozenset({"loc", "lastmod", "publication_date", "title", "name"})
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The entries of a sitemap, or the sitemaps of an index; ``whole`` is False when it is cut off."""

    is_index: bool
    entries: tuple[dict[str, str], ...]
    whole: bool


@dataclass(slots=True)
class _Reading:
    is_index: bool = False
    done: bool = False
    entries: list[dict[str, str]] = field(default_factory=list)
    entry: dict[str, str] | None = None
    part: str | None = None
    words: list[str] = field(default_factory=list)
    depth: int = 0

    def start(self, tag: str, _: object) -> None:
        name = _local(tag)
        self.depth += 1
        if self.depth == 1:
            self.is_index = name == "sitemapindex"
        elif self.depth == 2:
            self.entry = {} if name in {"url", "sitemap"} else None
        self.part, self.words = (name if name in _PARTS else None), []

    def text(self, words: str) -> None:
        if self.part and sum(map(len, self.words)) < _LONGEST:
            self.words.append(words)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if self.entry is not None and self.part == name and (name != "loc" or self.depth == 3):
            self.entry[name] = "".join(self.words).strip()
        if self.depth == 2 and self.entry and "loc" in self.entry and len(self.entries) < _ENTRIES:
            self.entries.append(self.entry)
        self.part = None
        self.depth -= 1
        self.done = self.depth == 0


def _local(tag: str) -> str:
    return tag.rpartition(":")[2].lower()


def _refuse(*_: object) -> None:
    raise InputError("the sitemap declares entities or a document type, which no honest one needs")


def read_sitemap(data: bytes) -> Sitemap:
    """Return the entries of a sitemap: ``loc``, ``lastmod`` and, of news, ``publication_date``, ``title``, ``name``.

    Raises:
        InputError: It declares entities, or is broken from the start.
    """
    reading, parser = _Reading(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that expat cannot read
        if not reading.entries:
            raise InputError(f"broken XML: {error}", hint="is it cut off?") from None
    return Sitemap(reading.is_index, tuple(reading.entries), reading.done)
