"""On whose word, how sure, when, where, how much: the figures of `extract/` and of places in one table.

Run: ``python -m benchmarks.extract [--shared FOLDER] [--only SECTION …]``

A section is a function from the shared folder to its figures; add one to ``SECTIONS``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import certainty, events, places, time_quantity
from benchmarks.time_quantity_specs import number_specs, time_specs


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, and what it is to reach (None where there is no target)."""

    name: str
    value: float
    reach: float | None = None


def time_figures(shared: Path) -> Iterator[Figure]:
    timex = shared / "bench/timex"
    wars = time_quantity.wikiwars(timex / "wikiwars_dev.jsonl")
    for name, reach in (("strict", 0.88), ("relaxed", 0.95), ("value", 0.82)):
        yield Figure(f"WikiWars dev, {name} F1", wars.figure(name), reach)
    gum = time_quantity.gum([timex / "gum_train.jsonl", timex / "gum_dev.jsonl"])
    yield Figure("GUM news and interviews, both ends right", gum.figure("interval"), 0.85)
    only_dev = time_quantity.gum([timex / "gum_dev.jsonl"])
    yield Figure(f"GUM news and interviews, dev alone ({only_dev.gold})", only_dev.figure("interval"), 0.85)
    specs = time_specs(timex / "recognizers_datetime_specs.jsonl.gz", "dev")
    yield Figure("Recognizers specs, right", specs.figure("right"), 0.75)
    yield Figure("Recognizers specs, to the letter", specs.figure("same"))
    yield Figure("gold times of events dev, value", time_quantity.when(shared / "bench/events").figure("value"))
    yield Figure("gold times of train, value", time_quantity.when(shared / "train").figure("value"))


def place_figures(shared: Path) -> Iterator[Figure]:
    found, _ = places.measure(shared / "bench/places/geovirus_dev.jsonl")
    reach = {"within 161 km": 0.90, "country right": 0.98}
    for name in (*reach, "median error, km", "mean error, km", "area under log error"):
        yield Figure(f"GeoVirus dev, {name}", found[name], reach.get(name))


def quantity_figures(shared: Path) -> Iterator[Figure]:
    specs = number_specs(shared / "bench/quantities/recognizers_number_specs.jsonl.gz", "dev")
    yield Figure("Recognizers number specs, right", specs[0].figure("right"), 0.90)
    gold = time_quantity.quantity(shared / "bench/events")
    yield Figure("gold quantities of events dev, value", gold.figure("value"))
    yield Figure("gold quantities of events dev, unit", gold.figure("unit"))


def certainty_figures(shared: Path) -> Iterator[Figure]:
    reach = {"certainty": 0.65, "polarity": 0.80, "future": 0.80}
    for question, value in certainty.macro_f1(shared / "bench/certainty_meantime/dev.jsonl").items():
        yield Figure(f"MEANTIME dev, {question}, macro-F1", value, reach[question])


EVENT_GOALS = {
    "attribution": 0.80,
    "auxiliary": 0.80,
    "when": 0.80,
    "where_country": 0.80,
    "quantity": 0.85,
}


def event_figures(shared: Path) -> Iterator[Figure]:
    bench = shared / "bench/events"
    table = events.code_table(bench)
    result = events.score(bench, list(table))
    for name, reach in EVENT_GOALS.items():
        yield Figure(f"events dev from raw text, {name} F1", result[name]["f1"], reach)
    right, total = events.anonymous_flags(bench, table.claims, list(table))
    yield Figure(f"events dev, anonymous flag right ({total} sources)", right / max(total, 1), 0.92)


SECTIONS: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "time": time_figures,
    "place": place_figures,
    "quantity": quantity_figures,
    "certainty": certainty_figures,
    "events": event_figures,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with bench/ and train/")
    parser.add_argument("--only", nargs="*", choices=sorted(SECTIONS), default=sorted(SECTIONS))
    arguments = parser.parse_args()
    if not (arguments.shared / "bench").is_dir():
        print(f"skipped: {arguments.shared / 'bench'} is not here; give its place with --shared")
        return 0
    for title, section in SECTIONS.items():
        for figure in section(arguments.shared) if title in arguments.only else ():
            reach = "" if figure.reach is None else f"reach {figure.reach:.2f}"
            met = "" if figure.reach is None else "met" if figure.value >= figure.reach else "MISSED"
            print(f"{title:10s} {figure.name:48s} {figure.value:9,.3f}  {reach:10s} {met}".rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
