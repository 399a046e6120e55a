"""How rates of one importer on one origin add up: what the reports say, else a range."""

from __future__ import annotations

from collections.abc import Sequence

from newsledger.measures.fold import ENDED, State, begins


def sum_of(base: Sequence[State], own: Sequence[State]) -> tuple[float | None, float | None, list[str]]:
    """Return the lowest and highest sum that reports admit, and what is open.

    An additional rate comes on top of what was told before it. A rate told after it, without that word, is taken for
    the one before, the additional one or the total, where the number says which; else the answer is a range.

    Args:
        base: Rates on all goods of all origins, none of which another replaces.
        own: Rates on the origin.
    """
    if not base and not own:
        return None, None, []
    extra = [s for s in own if kind_of(s) == "additional"]
    rest = [s for s in own if s not in extra]
    since, added = min(map(_told, extra), default=""), sum(map(_value, extra))
    before: list[tuple[str | None, float]] = []
    totals: list[float] = []
    unclear: list[State] = []
    for state in rest:
        value, earlier = _value(state), _values_before(state, since)
        if not extra or _told(state) < since or value in earlier:
            before.append((kind_of(state), value))
        elif value - added in earlier:
            totals.append(value)
        elif any(value == _value(s) for s in extra):
            before += [(None, earlier[-1])] if earlier else []
        else:
            unclear.append(state)
    low, high = _beside(max(map(_value, base), default=0.0), before)
    low, high = (max(totals), max(totals)) if totals else (low + added, high + added)
    if unclear:
        alone = max(map(_value, unclear))
        replaces = any(kind_of(s) == "replacing" for s in unclear)
        low, high = (alone, alone + added) if replaces else (max(alone, low), high + alone)
    return low, high, ["no report says whether these rates add up or replace each other"] if low != high else []


def kind_of(state: State) -> str | None:
    """Return how the rate of a measure stands to other rates, or None where no report says so."""
    return state.rate.rate.kind if state.rate is not None and state.rate.rate is not None else None


def _beside(floor: float, own: Sequence[tuple[str | None, float]]) -> tuple[float, float]:
    """The range of rates, with their kinds, of which one may replace the others, or come on top of them."""
    firm = [value for kind, value in own if kind == "replacing"]
    vague = [value for kind, value in own if kind is None and value not in firm]
    low = high = max(firm, default=floor)
    return (max(*vague, low), high + sum(vague)) if vague else (low, high)


def _values_before(state: State, day: str) -> list[float]:
    """The rates that a measure had before a day, oldest first."""
    return [r.rate.value for r in state.history if r.rate is not None and r.status not in ENDED and begins(r) < day]


def _told(state: State) -> str:
    return begins(state.rate) if state.rate is not None else ""


def _value(state: State) -> float:
    assert state.rate is not None
    assert state.rate.rate is not None
    return state.rate.rate.value
