"""Measure the reading of measures and findings, field by field.

Usage: python -m benchmarks.measures [--set dev|held|pool|blind|all] [--errors] [--bare]

Passages of our own (``benchmarks/data/measures_*.txt``): a line ``= text``, an optional line ``@ date``, then a line a
measure, ``kind; issuers > targets; rate; from; status`` with ``-`` for what the text does not give and ``*`` for all
countries, a line ``! text`` or ``! regime act`` a finding, or ``none``. Without ``@`` the page is of 2031-03-12, a
Wednesday.
``held`` was set aside before the rules were written: its errors are never shown. ``pool`` is a stand-off sample of the
bench's mined sentences (``measures_pool.jsonl``: id and labels, no text), ``blind`` a second one, labelled after the
rules were written and never used to change them.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import jsonl
from newsledger.engine import Coder
from newsledger.records import DocumentCoding, make_document
from newsledger.records.measure import MeasureMention

DATA = Path(__file__).parent / "data"
DATE = "2031-03-12"
FIELDS = ("kind", "issuer", "target", "rate", "from", "status")
POOLS = {"pool": "measures_pool.jsonl", "blind": "measures_pool_blind.jsonl"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its labels."""

    key: str
    text: str
    date: str | None
    measures: tuple[str, ...]
    findings: tuple[str, ...]


def own_passages(name: str) -> Iterator[Passage]:
    text = (DATA / f"measures_{name}.txt").read_text(encoding="utf-8")
    for number, block in enumerate(re.split(r"(?m)^= ", text)[1:]):
        lines = [line.strip() for line in block.strip().splitlines()]
        date = next((line[2:] for line in lines[1:] if line.startswith("@")), DATE)
        labels = [line for line in lines[1:] if line and line != "none" and not line.startswith("@")]
        yield Passage(
            f"{name}-{number}", lines[0], date,
            tuple(x for x in labels if not x.startswith("!")), tuple(x[2:] for x in labels if x.startswith("!")),
        )  # fmt: skip


def pool_passages(shared: Path, name: str) -> Iterator[Passage]:
    sentences = {row["id"]: row for row in jsonl(shared / "bench/pools/sentences.jsonl")}
    for row in jsonl(DATA / name):
        found = sentences[row["id"]]
        yield Passage(row["id"], found["sentence"], found["date"], tuple(row["measures"]), tuple(row["findings"]))


def gold_items(labels: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    items: set[tuple[str, ...]] = set()
    for label in labels:
        kind, sides, rate, start, status = (part.strip() for part in label.split(";"))
        issuers, targets = (side.strip() for side in sides.split(">"))
        items.add(("kind", kind))
        items |= {("issuer", kind, code) for code in issuers.split(",") if code != "-"}
        items |= {("target", kind, code) for code in targets.split(",") if code != "-"}
        if rate != "-":
            items |= {("rate", code, f"{float(rate):g}") for code in targets.split(",")}
        if start != "-":
            items.add(("from", kind, start))
        items.add(("status", kind, status))
    return Counter(items)


def found_items(measures: tuple[MeasureMention, ...]) -> Counter[tuple[str, ...]]:
    items: set[tuple[str, ...]] = set()
    for m in measures:
        if m.aspect != "measure":
            continue
        items.add(("kind", m.kind))
        items |= {("issuer", m.kind, p.country) for p in m.issuers if p.country}
        items |= {("target", m.kind, p.country) for p in m.targets if p.country}
        if m.rate:
            items |= {("rate", p.country or "-", f"{m.rate.value:g}") for p in m.targets} or {
                ("rate", "-", f"{m.rate.value:g}")
            }
        if m.in_force_from and m.in_force_from.value:
            items.add(("from", m.kind, m.in_force_from.value.split("T")[0]))
        items.add(("status", m.kind, m.status or "-"))
    return Counter(items)


def finding_items(coding: DocumentCoding) -> Counter[str]:
    out: Counter[str] = Counter()
    for f in getattr(coding, "findings", ()):
        out[label_of(f)] += 1
    return out


def label_of(finding: object) -> str:
    basis, regime = getattr(finding, "basis", ""), getattr(finding, "regime_id", None)
    return "text" if basis == "text" else str(regime)


def score(passages: list[Passage], coder: Coder, *, show: bool) -> dict[str, float]:
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for passage in passages:
        coding = coder.code(make_document(passage.text, document_creation_time=passage.date))
        want, have = gold_items(passage.measures), found_items(coding.measures)
        for counter, items in ((gold, want), (found, have), (right, want & have)):
            for item, n in items.items():
                counter[item[0]] += n
        wanted = Counter("text" if x == "text" else x.split()[0] for x in passage.findings)
        gave = Counter(set(finding_items(coding)))
        gold["finding"] += sum(wanted.values())
        found["finding"] += sum(gave.values())
        right["finding"] += sum((wanted & gave).values())
        if show and (want != have or wanted != gave):
            print(f"{passage.key} {passage.text}")
            print("   missed", sorted((want - have) + Counter()), sorted((wanted - gave).elements()))
            print("   false ", sorted((have - want) + Counter()), sorted((gave - wanted).elements()))
    print(f"{len(passages)} passages")
    scores = {}
    for name in (*FIELDS, "finding"):
        precision, recall = right[name] / max(found[name], 1), right[name] / max(gold[name], 1)
        scores[name] = 2 * precision * recall / max(precision + recall, 1e-9)
        counts = f"{right[name]} of {gold[name]}, {found[name]} found"
        print(f"{name:8} P {precision:.3f}  R {recall:.3f}  F1 {scores[name]:.3f}   ({counts})")
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set", dest="name", choices=["dev", "held", "pool", "blind", "all"], default="all")
    parser.add_argument("--errors", action="store_true", help="show what is wrong (dev and pool only)")
    arguments = parser.parse_args()
    coder = Coder.load()
    for name in ("dev", "held", "pool", "blind") if arguments.name == "all" else (arguments.name,):
        if name in POOLS and not (arguments.shared / "bench").is_dir():
            print(f"{name}: skipped, the bench is not here")
            continue
        print(f"== {name}")
        passages = list(pool_passages(arguments.shared, POOLS[name]) if name in POOLS else own_passages(name))
        score(passages, coder, show=arguments.errors and name not in {"held", "blind"})


if __name__ == "__main__":
    main()
