"""Write a teacher's lessons: ``python -m training.teach --shared ../shared --out training/runs/lessons TEACHER``."""

from __future__ import annotations

import argparse
import time
from itertools import chain
from pathlib import Path

import torch

from training.batches import Example, make_examples
from training.fit import HOLD_OUT, Settings, going_on, load_tokenizer, read_passages
from training.lessons import Lessons, key, of_coded, of_uncoded
from training.uncoded import uncoded

MOST = 10
"""Sentences of a document that nobody has coded."""


def main() -> None:
    """Read all that is coded, and what is not, with a teacher."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teacher", type=Path, help="folder of a run, a teacher's or a reader's own")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--corpus", type=Path, default=Path("training/corpus"))
    parser.add_argument("--standoff", type=Path, default=Path("training/standoff"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=MOST, help="sentences of a document that nobody has coded")
    parser.add_argument("--open-texts", action="store_true", help="histories of wars, interviews, speeches too")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    tokenizer, window = load_tokenizer(), Settings().window
    teacher = going_on(torch.load(a.teacher / "model.pt"))
    began = time.time()
    sets, _ = read_passages(a, HOLD_OUT)
    names: dict[int, str] = {}
    coded: list[Example] = []
    for passage in chain(*sets.values()):
        made = make_examples(passage, tokenizer, weight=1.0, limit=window)
        names |= dict.fromkeys(map(id, made), passage.name)
        coded += made
    views = {key(names[id(e)], e): lesson for e, lesson in of_coded(teacher, coded)}
    print(f"{len(views)} coded windows, {time.time() - began:.0f} s", flush=True)
    passages = list(uncoded(a.shared, a.standoff, a.most, open_texts=a.open_texts))
    more = list(of_uncoded(teacher, passages, tokenizer, window))
    print(f"{len(more)} windows that nobody has coded, {time.time() - began:.0f} s", flush=True)
    a.out.mkdir(parents=True, exist_ok=True)
    torch.save(Lessons(views, more), a.out / "lessons.pt")


if __name__ == "__main__":
    main()
