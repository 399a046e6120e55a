"""What the reader finds on the dev documents, and its speed against the bare encoder in one run on one core.

The bare encoder is the same int8 network with its heads cut off, on the same windows; so the ratio is what tokenising,
heads, decoding and our own Python cost on top.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common import jsonl, shared_folder
from benchmarks.events import against_goals, code_dev, reliability, score
from newsledger.articles import split_articles
from newsledger.reader.model import MODEL_DIR, Reader, open_session
from newsledger.records import make_document

ROUNDS = 5


def bare_encoder(folder: Path) -> Any:
    """Return the network up to the last layer's output; needs ``onnx``, which comes with the train extra."""
    try:
        import onnx
        from onnx.utils import Extractor
    except ImportError:
        print("skipped: the bare encoder is cut out with onnx, which the train extra brings")
        sys.exit(0)
    model = onnx.load(str(MODEL_DIR / "reader.onnx"))
    norms = [n for n in model.graph.node if n.op_type == "LayerNormalization" and n.name.startswith("/encoder/")]
    last = norms[-1].output[0]
    model.graph.value_info.append(onnx.helper.make_tensor_value_info(last, onnx.TensorProto.FLOAT, [1, None, None]))
    cut = Extractor(model).extract_model(["pieces", "cases"], [last])
    path = folder / "encoder.onnx"
    onnx.save(cut, str(path))
    return open_session(path)


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def print_figures(bench: Path) -> None:
    """Print the table of the dev documents, coded from raw text, against the figures to reach."""
    mentions = code_dev(bench)
    print(f"{'on bench/events dev, from raw text':52s}  here  reach")
    for label, value, goal in against_goals(score(bench, mentions)):
        print(f"{label:52s} {value:.3f}  {goal}")
    print(f"{'expected calibration error':52s} {reliability(bench, mentions)[0]:.3f}  .08")


def main() -> None:
    shared = shared_folder(__doc__)
    began = time.perf_counter()
    reader = Reader.load()
    print(f"load {time.perf_counter() - began:.2f} s, model {reader.name}")
    print_figures(shared / "bench" / "events")
    documents = [make_document(d["text"]) for d in jsonl(shared / "train" / "docs.jsonl")][:60]
    pages = [(d, [reader.part(d, article) for article in split_articles(d)]) for d in documents]
    words = sum(len(d.text.split()) for d in documents)
    windows = [w for d, articles in pages for a in articles for w in reader.windows(d.text, a)]
    with tempfile.TemporaryDirectory() as folder:
        encoder = bare_encoder(Path(folder))
        feeds = [
            {"pieces": np.asarray([w.pieces], dtype=np.int64), "cases": np.asarray([w.cases], dtype=np.int64)}
            for w in windows
        ]
        bare, reading = [], []
        for _ in range(ROUNDS):
            bare.append(seconds(lambda: [encoder.run(None, feed) for feed in feeds]))
            reading.append(seconds(lambda: [reader.read(d, articles) for d, articles in pages]))
    print(f"{len(windows)} windows, {words} words, medians of {ROUNDS} rounds, CPU time of one core")
    print(f"bare encoder {words / np.median(bare):8.0f} words/s")
    print(f"reading      {words / np.median(reading):8.0f} words/s")
    print(f"ratio        {np.median(np.asarray(reading) / np.asarray(bare)):8.2f}")
    print(f"peak memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main()
