"""How well two labellings of measures agree: ``python -m training.measures.agreement`` compares a second labelling.

``second_news.jsonl`` was made blind, by a labeller who had the same instructions and had not seen ``news.jsonl``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from training.measures.labels import FOLDER
from training.passages import read_jsonl

Row = dict[str, Any]


def items(rows: Iterable[Row]) -> Iterator[tuple[Any, ...]]:
    """Yield what was labelled, field by field: by sentence, kind and code, as the bench of measures counts."""
    for row in rows:
        at = (row["doc"], row["start"])
        for m in row["measures"]:
            yield "kind", at, m["kind"]
            yield "status", at, m["kind"], m["status"]
            for side in ("issuer", "target"):
                yield from ((side, at, m["kind"], code) for *_, code in m[f"{side}s"] if code)


def agreement(one: Iterable[Row], other: Iterable[Row]) -> dict[str, float]:
    """Return the F1 of one labelling against the other, field by field, over the sentences that both have."""
    first, second = list(one), list(other)
    both = {(r["doc"], r["start"]) for r in first} & {(r["doc"], r["start"]) for r in second}
    mine, theirs = ({i for i in items(rows) if i[1] in both} for rows in (first, second))
    figures = {}
    for name in ("kind", "issuer", "target", "status"):
        a, b = ({i for i in found if i[0] == name} for found in (mine, theirs))
        figures[name] = 2 * len(a & b) / max(len(a) + len(b), 1)
    return figures


def main() -> None:
    for name, f1 in agreement(read_jsonl(FOLDER / "news.jsonl"), read_jsonl(FOLDER / "second_news.jsonl")).items():
        print(f"{name:8} F1 {f1:.3f}")


if __name__ == "__main__":
    main()
