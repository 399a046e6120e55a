"""Rows as lines of JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any


def json_line(row: Any) -> str:
    """Return a row as one line of compact JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def csv_line(values: Iterable[Any]) -> str:
    """Return values as one line of CSV (RFC 4180 quoting, line feed)."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(values)
    return buffer.getvalue()
