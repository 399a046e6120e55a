"""Gather the pages of the docs site: ``python -m docs.making [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from docs.making.gather import ROOT, gather

if __name__ == "__main__":
    gather(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs")
