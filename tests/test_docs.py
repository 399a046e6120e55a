"""The Python examples of the docs run; those of python.md need files of the user's own."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
EXAMPLES = [
    pytest.param(block, id=f"{page.name}-{n}")
    for page in PAGES
    if page.name != "python.md"
    for n, block in enumerate(re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
]


@pytest.mark.parametrize("block", EXAMPLES)
def test_the_example_runs(block: str) -> None:
    if ">>>" not in block:
        exec(compile(block, "example", "exec"), {})
        return
    example = doctest.DocTestParser().get_doctest(block, {}, "example", None, None)
    assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


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
