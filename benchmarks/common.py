"""What benchmarks (and tests) share: where the bench is, how its scorer is loaded, a web app served."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any


def shared_folder(description: str | None) -> Path:
    """Return the folder given by ``--shared``; without it, say so and end the program with success."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with bench/")
    folder: Path = parser.parse_args().shared
    if not (folder / "bench").is_dir():
        print(f"skipped: {folder / 'bench'} is not here; give its place with --shared")
        sys.exit(0)
    return folder


def load_module(path: Path) -> ModuleType:
    """Import a script of the bench by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, filter(str.strip, lines))


@contextmanager
def on_a_free_port(app: Any) -> Iterator[str]:
    """Serve a web app on a free port; gives the address."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
