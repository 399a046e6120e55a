"""Packs of our own stories to code by hand, and what was coded as a file of the corpus.

    python -m training.story_packs make training/stories/j1.txt … > pack-0.jsonl
    python -m training.story_packs read pack-0.jsonl > pack-0.txt
    python -m training.codings check pack-0.jsonl coded-0.txt
    python -m training.story_packs corpus pack-0.jsonl coded-0.txt … > training/corpus/NAME.txt

Codings are written as for :mod:`training.codings`. A story that is coded leaves ``training/stories``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.codings import readable, sentence_text
from training.passages import read_jsonl
from training.uncoded import story_passages


def make(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield the stories as documents of a pack."""
    for path in paths:
        for p in story_passages(path):
            yield {"id": p.name, "text": p.text, "sentences": [s.span for s in p.sentences], "first": 1}


def corpus(docs: Iterable[dict[str, Any]], coded: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of a corpus file: each sentence in place of its number, the codings as they were written."""
    by_id = {doc["id"]: doc for doc in docs}
    doc: dict[str, Any] = {}
    for line in (line.strip() for path in coded for line in path.read_text(encoding="utf-8").splitlines()):
        if line.startswith("##"):
            doc = by_id[line.split()[1]]
            yield "\n=="
        elif line[:1] in {">", "@"}:
            yield line
        elif line:
            yield sentence_text(doc, int(line))


def main() -> None:
    """Make a pack, print it to be read, or print what was coded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("make", "read", "corpus"))
    parser.add_argument("paths", type=Path, nargs="+")
    a = parser.parse_args()
    if a.verb == "make":
        lines = (json.dumps(doc) for doc in make(a.paths))
    elif a.verb == "read":
        lines = (readable(doc) for doc in read_jsonl(a.paths[0]))
    else:
        lines = corpus(read_jsonl(a.paths[0]), a.paths[1:])
    print("\n".join(lines))


if __name__ == "__main__":
    main()
