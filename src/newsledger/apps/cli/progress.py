"""A progress line on standard error for work that lasts."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from newsledger.engine.shards import Result

_PACKED = (".gz", ".bz2", ".xz", ".zst", ".zip", ".tar", ".tgz", ".warc", ".wet", ".parquet")
_SOON = 3.0
"""Seconds after which a rate can be told."""


def total_size(inputs: Iterable[str]) -> int | None:
    """Return the bytes of the inputs, or None where they cannot be known before they are read.

    That is so for standard input, for URLs, and for packed files.
    """
    from newsledger.ingest.files import STDIN, expand
    from newsledger.records import Skip

    total = 0
    for found in expand(inputs):
        if isinstance(found, Skip):
            continue
        if not isinstance(found, Path) or found == STDIN or found.name.lower().endswith(_PACKED):
            return None
        try:
            total += found.stat().st_size
        except OSError:
            continue
    return total


class Bar:
    """Documents, sentences, events, rate, what was left out, and time left; silent when it is not a terminal.

    Args:
        total: Bytes of the inputs, or None.
        quiet: Show nothing.
    """

    def __init__(self, total: int | None, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)
        self._total, self._begun = total, time.monotonic()
        self._documents = self._sentences = self._mentions = self._skips = self._size = 0

    def __enter__(self) -> Self:
        self._bar.start()
        self._task = self._bar.add_task("reading …", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def add(self, result: Result) -> None:
        """Count a result and show the sums."""
        self._documents += len(result.order)
        self._sentences += result.rows.sentences
        self._mentions += result.rows.mentions
        self._skips += len(result.skips)
        self._size += result.size
        self._bar.update(self._task, description=self.text(time.monotonic() - self._begun))

    def say(self, text: str) -> None:
        """Show what is done beside reading."""
        self._bar.update(self._task, description=text)

    def text(self, seconds: float) -> str:
        """Return the line for so many seconds of work."""
        parts = [
            f"{self._documents:,} documents",
            f"{self._sentences:,} sentences",
            f"{self._mentions:,} events",
            f"{self._skips:,} skipped",
        ]
        if seconds >= _SOON:
            parts[0] += f" ({self._documents / seconds:.1f}/s)"
            if self._total and 0 < self._size <= self._total:
                parts.append(f"{_duration(seconds / self._size * (self._total - self._size))} left")
        return ", ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
