"""The mean of the weights of runs that went on from one another: ``python -m training.mean OUT RUN RUN …``.

Such weights lie in one valley, and their mean reads unseen text better than the last of them (Wortsman et al. 2022).
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch


def main() -> None:
    """Write the mean, with the settings of the first run named; what a run does not have is the mean of the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    a = parser.parse_args()
    weights = [torch.load(run / "model.pt") for run in a.runs]
    mean = {name: torch.stack([w[name] for w in weights if name in w]).mean(0) for name in weights[0]}
    a.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, a.out / "model.pt")
    shutil.copyfile(a.runs[0] / "settings.json", a.out / "settings.json")


if __name__ == "__main__":
    main()
