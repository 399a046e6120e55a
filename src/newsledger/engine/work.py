"""What a worker does, on every engine: read, leave out what the ledger holds, code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from newsledger.engine.shards import Item, PlainCodings, Result, item_size
from newsledger.ingest import Raw, read_raw
from newsledger.ontology.own import OwnCodebook
from newsledger.records import Document, DocumentCoding, Skip, content_id
from newsledger.resolve import Actor

if TYPE_CHECKING:
    from newsledger.ledger.known import KnownCodings


class Codes(Protocol):
    """What can code documents; :class:`newsledger.engine.Coder` is one."""

    @property
    def name(self) -> str:
        """Name and version of everything that decides a coding."""

    def coding_id(self, document: Document) -> str:
        """Return the id that the coding of a document will have."""

    def code(self, document: Document) -> DocumentCoding:
        """Code one document."""


@dataclass(frozen=True, slots=True)
class LoadCoder:
    """Loads the coder, in whatever process; it can be sent to one.

    Attributes:
        actors: Actors of the user's own.
        codebook: A codebook of the user's own.
    """

    actors: tuple[Actor, ...] = ()
    codebook: OwnCodebook | None = None

    def __call__(self) -> Codes:
        """Load model, knowledge base and ontology."""
        from newsledger.engine.coder import Coder

        return Coder.load(self.actors, self.codebook)


class Worker:
    """Codes pieces of the input.

    Args:
        coder: What codes.
        known: Codings that the ledger holds, which are not made again.
    """

    def __init__(self, coder: Codes, known: KnownCodings | None = None) -> None:
        self.coder = coder
        self._known = known

    def work(self, items: Iterable[Item], begin: Callable[[int], None] = lambda _: None) -> Result:
        """Read and code items; one that fails becomes a skip and the others go on.

        Args:
            items: The items.
            begin: Told the position of each item before work on it begins.
        """
        made: dict[str, DocumentCoding] = {}
        order: list[tuple[str, str]] = []
        skips: list[Skip] = []
        size = 0
        for position, item in enumerate(items):
            begin(position)
            size += item_size(item)
            done = self._item(item, made)
            if isinstance(done, Skip):
                skips.append(done)
            else:
                order.append(done)
        return Result(PlainCodings(tuple(made.values())), tuple(order), tuple(skips), self.coder.name, size)

    def _item(self, item: Item, made: dict[str, DocumentCoding]) -> Skip | tuple[str, str]:
        try:
            document = read_raw(item) if isinstance(item, Raw) else item
            if isinstance(document, Skip):
                return document
            coding_id = self.coder.coding_id(document)
            held = self._known is not None and self._known.holds(document.document_id, coding_id)
            if not held and coding_id not in made:
                coding = self.coder.code(document)
                made[coding.coding_id] = coding
        except Exception as error:
            return failure(item, f"{type(error).__name__}: {error}")
        return document.document_id, coding_id


_SIZE_A_SECOND = 2_000
_UNTOLD_SECONDS = 3.0


def time_allowed(items: Sequence[Item], seconds: float, *, told: bool = True) -> float:
    """Return the longest time for items of which one may hang: the only one, where it is told which one was begun."""
    return seconds + sum(map(item_size, items)) / _SIZE_A_SECOND + (0 if told else _UNTOLD_SECONDS * len(items))


def too_long(seconds: float) -> str:
    """Say that an item took too long."""
    return f"took longer than {round(seconds)} seconds"


def failure(item: Item, why: str) -> Skip:
    """Build the skip of an item that broke the coder."""
    if isinstance(item, Raw):
        origin = item.origin
    elif isinstance(item, Document):
        origin = item.external_id or item.url or item.document_id
    else:
        return item
    reason = f"coding failed: {why}"
    hint = "please report this with the text; the other documents were coded"
    return Skip(content_id("s", origin, reason), origin, reason, hint)
