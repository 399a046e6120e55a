"""Answers that show themselves in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

from newsledger.measures.ask import RateAnswer
from newsledger.measures.fold import State
from newsledger.records import Event
from newsledger.view.pages.events import event_table
from newsledger.view.pages.measures import measure_table, rate_answer
from newsledger.view.scoped import scoped

_SHOWN = 50


class Events(tuple[Event, ...]):
    """Events, shown as a table in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return scoped(event_table(self[:_SHOWN], total=len(self)))


class Measures(tuple[State, ...]):
    """Measures with their state on a day, shown as a table in a notebook.

    Attributes:
        on: The ISO day.
    """

    on: str

    def __new__(cls, states: Iterable[State], on: str) -> Self:
        """Return measures on a day."""
        made = super().__new__(cls, states)
        made.on = on
        return made

    def _repr_html_(self) -> str:
        return scoped(measure_table(self, on=self.on))


@dataclass(frozen=True, slots=True)
class TariffRate(RateAnswer):
    """The answer to a question for a tariff, shown with the measures behind it in a notebook."""

    @classmethod
    def of(cls, answer: RateAnswer) -> TariffRate:
        """Return an answer as one that shows itself."""
        return cls(**{f.name: getattr(answer, f.name) for f in fields(answer)})

    def _repr_html_(self) -> str:
        return scoped(rate_answer(self))
