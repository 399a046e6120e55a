"""Coding apart: one worker process that stays between batches, for a command that must outlive any page.

A page that crashes the worker, or takes too long, is a skip with its reason, as in a run (``engine/schedule.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsledger.engine.local import LocalPool
from newsledger.engine.schedule import SECONDS, Scheduler
from newsledger.engine.shards import Item, Result
from newsledger.engine.work import Codes
from newsledger.ledger.known import KnownCodings
from newsledger.records import Document, coding_id

if TYPE_CHECKING:
    from newsledger.ledger.rows import CodedRows


class Apart:
    """Codes batches in a worker that is started with the first one; use it in a ``with`` statement.

    Args:
        load: Loads the coder, in the worker.
        known: Gives the codings that the ledger holds by now, which are left out of what is coded.
        seconds: Longest time for one document, beside what its size allows.
    """

    def __init__(
        self, load: Callable[[], Codes], known: Callable[[], KnownCodings], *, seconds: float = SECONDS
    ) -> None:
        self._pool = LocalPool(1, load)
        self._scheduler = Scheduler(self._pool, seconds, keeps=True)
        self._known = known
        self._coder: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def work(self, items: Sequence[Item]) -> Result:
        """Code items; what the ledger holds already is not in the result.

        Raises:
            EngineError: The worker cannot start.
            ModelError: The reading model is missing.
        """
        known = self._known()
        batch = tuple(item for item in items if not self._is_held(item, known))
        if not batch:
            return Result()
        result = Result.join(self._scheduler.run([batch]))
        self._coder = result.coder or self._coder
        rows = result.packed()
        return Result(_new(rows, known), result.order, result.skips, result.coder, result.size)

    def _is_held(self, item: Item, known: KnownCodings) -> bool:
        """Tell whether the ledger has the coding of a document, once the worker has told the name of its coder."""
        if self._coder is None or not isinstance(item, Document):
            return False
        return known.holds(item.document_id, coding_id(item, self._coder))


def _new(rows: CodedRows, known: KnownCodings) -> CodedRows:
    new = {coding for document, coding in rows.ids if not known.holds(document, coding)}
    return rows if len(new) == len(rows) else rows.only(new)
