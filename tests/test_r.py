"""R reads what Newsledger writes: types, code points, counts, a plot; each route that is installed is run for real."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest

from newsledger.ledger import Ledger, run_query
from tests import snippets

SCRIPTS = Path(__file__).parent / "r"

pytestmark = pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("r")
    snippets.make_ledgers(folder)
    return folder


def run(script: str, *arguments: object, folder: Path) -> str:
    done = subprocess.run(
        ["Rscript", "--vanilla", str(SCRIPTS / script), *map(str, arguments)],
        env=snippets.environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def written(folder: Path, form: str) -> Path:
    from newsledger.export import open_writer
    from newsledger.ledger import load_records
    from newsledger.records import EventMention

    path = folder / f"mentions.{form}"
    if not path.exists():
        with open_writer(form, path) as writer:
            writer.write(load_records(Ledger(folder / "month"), EventMention))
    return path


def test_r_counts_by_dyad_and_month_and_offsets_are_code_points(folder: Path) -> None:
    plot = folder / "month.png"
    documents = folder / "documents.csv"
    pyarrow.csv.write_csv(run_query(Ledger(folder / "month"), "select document_id, text from documents"), documents)
    told = run("month.R", written(folder, "csv"), written(folder, "jsonl"), documents, plot, folder=folder)
    assert "2031-03" in told
    head = plot.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert struct.unpack(">II", head[16:]) == (900, 480)


@pytest.mark.parametrize("package", ["arrow", "nanoparquet"])
def test_r_reads_parquet(package: str, folder: Path) -> None:
    if reason := snippets.missing_r_package(package):
        pytest.skip(reason)
    flat = run_query(Ledger(folder / "month"), "select event_type, cameo_code, confidence from event_mentions")
    pyarrow.parquet.write_table(flat, folder / "flat.parquet")
    file = folder / "flat.parquet" if package == "nanoparquet" else written(folder, "parquet")
    assert int(run("packages.R", package, file, folder=folder)) == len(flat)


def test_r_codes_and_asks_through_reticulate(folder: Path) -> None:
    if reason := snippets.missing_r_package("reticulate"):
        pytest.skip(reason)
    assert "SANCTION" in run("reticulate.R", folder / "month", folder=folder)
