"""What the docs say of the columns; their examples are run in test_docs_snippets.py."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_column_of_csv_is_documented() -> None:
    from newsledger.export.tidy import TIDY_COLUMNS

    section = (ROOT / "docs" / "record.md").read_text(encoding="utf-8").partition("## The columns of CSV")[2]
    rows = [re.findall(r"`([a-z_ ]+)`", row) for row in section.partition("## Views")[0].splitlines()]
    told: set[str] = set()
    for names in rows:
        prefixes = [n for n in names if n.endswith("_")]
        told |= {name for n in names for name in n.split()}
        told |= {prefix + name for prefix in prefixes for n in names for name in n.split()}
    assert set(TIDY_COLUMNS) <= told
