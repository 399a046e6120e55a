"""Answers that show themselves in a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self, SupportsIndex, cast, overload

from newsledger.errors import InputError
from newsledger.export.flat import EVENT_COLUMNS, FINDING_COLUMNS, MEASURE_COLUMNS, event_row, finding_row, measure_row
from newsledger.measures.ask import RateAnswer
from newsledger.measures.fold import State
from newsledger.records import Event
from newsledger.records.rule import Finding
from newsledger.view.pages.events import event_table
from newsledger.view.pages.findings import finding_list
from newsledger.view.pages.measures import measure_table, rate_answer
from newsledger.view.scoped import scoped

_SHOWN = 50


def data_frame(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> Any:
    """Return flat rows as a data frame of pandas, which Newsledger itself does not need.

    Raises:
        InputError: pandas is not installed.
    """
    try:
        import pandas as pd  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        hint = "pip install pandas; or take .rows(), which needs nothing"
        raise InputError("pandas is not installed", hint=hint) from None
    return pd.DataFrame(rows, columns=list(columns))


class Events(tuple[Event, ...]):
    """Events, shown as a table in a notebook."""

    __slots__ = ()

    @overload
    def __getitem__(self, index: SupportsIndex) -> Event: ...

    @overload
    def __getitem__(self, index: slice) -> Events: ...

    def __getitem__(self, index: SupportsIndex | slice) -> Event | Events:
        found = super().__getitem__(index)
        return Events(cast("tuple[Event, ...]", found)) if isinstance(index, slice) else cast("Event", found)

    def rows(self) -> list[dict[str, Any]]:
        """Return the events as flat rows, as ``newsledger events --format csv`` has them."""
        return [event_row(event) for event in self]

    def to_pandas(self) -> Any:
        """Return the flat rows as a data frame."""
        return data_frame(self.rows(), EVENT_COLUMNS)

    def _repr_html_(self) -> str:
        return scoped(event_table(self[:_SHOWN], total=len(self)))


class Findings(tuple[Finding, ...]):
    """Leads, shown as cards in a notebook."""

    __slots__ = ()

    def rows(self) -> list[dict[str, Any]]:
        """Return the leads as flat rows, as ``newsledger findings --format csv`` has them."""
        return [finding_row(finding) for finding in self]

    def to_pandas(self) -> Any:
        """Return the flat rows as a data frame."""
        return data_frame(self.rows(), FINDING_COLUMNS)

    def _repr_html_(self) -> str:
        return scoped(finding_list(self[:_SHOWN]))


class Panel(Sequence[dict[str, Any]]):
    """A panel: a row a unit and a period, zeros where nothing happened.

    Attributes:
        columns: Names of the columns.
        notes: What was not counted, and how often.
    """

    def __init__(self, columns: Sequence[str], rows: Sequence[dict[str, Any]], notes: dict[str, int]) -> None:
        self.columns, self._rows, self.notes = tuple(columns), tuple(rows), notes

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[dict[str, Any]]: ...

    def __getitem__(self, index: int | slice) -> dict[str, Any] | Sequence[dict[str, Any]]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        notes = "".join(f"; {number} {note}" for note, number in self.notes.items())
        return f"<panel of {len(self)} rows and {len(self.columns)} columns{notes}>"

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows."""
        return list(self._rows)

    def to_pandas(self) -> Any:
        """Return the panel as a data frame."""
        return data_frame(self.rows(), self.columns)


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

    @overload
    def __getitem__(self, index: SupportsIndex) -> State: ...

    @overload
    def __getitem__(self, index: slice) -> Measures: ...

    def __getitem__(self, index: SupportsIndex | slice) -> State | Measures:
        found = super().__getitem__(index)
        return Measures(cast("tuple[State, ...]", found), self.on) if isinstance(index, slice) else cast("State", found)

    def rows(self) -> list[dict[str, Any]]:
        """Return the measures as flat rows, as ``newsledger measures --format csv`` has them."""
        return [measure_row(state, self.on) for state in self]

    def to_pandas(self) -> Any:
        """Return the flat rows as a data frame."""
        return data_frame(self.rows(), MEASURE_COLUMNS)

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
