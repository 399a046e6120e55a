"""Two sets of coded events beside each other: ledgers, and rows of POLECAT, ICEWS and GDELT."""

from newsledger.export.compare.agreement import Agreement, Comparison, compare
from newsledger.export.compare.page import comparison_html
from newsledger.export.compare.sides import KINDS, Limits, Side, detect_kind, read_side

__all__ = [
    "KINDS",
    "Agreement",
    "Comparison",
    "Limits",
    "Side",
    "compare",
    "comparison_html",
    "detect_kind",
    "read_side",
]
