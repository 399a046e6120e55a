"""The example of the docs runs."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs" / "articles.md"


def test_the_example_runs() -> None:
    code = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert code
    for block in code:
        exec(compile(block, "docs/articles.md", "exec"), {})
