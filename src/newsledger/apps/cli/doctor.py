"""``newsledger doctor``: packages, model, memory, folders, and a sentence coded as a trial: is it all sound?"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import click

from newsledger import __version__
from newsledger.errors import ModelError, NewsledgerError

PACKAGES = (
    "ahocorasick-rs", "click", "deltalake", "duckdb", "fastapi", "fastwarc", "feedparser", "httpcore2", "httpx2",
    "jinja2", "numpy", "onnxruntime", "protego", "pyarrow", "rensa", "resiliparse", "rich", "tokenizers", "trafilatura",
    "uvicorn",
)  # fmt: skip
EXTRAS = {
    "mcp": ("mcp", "newsledger mcp"),
    "ray": ("ray", "coding on a Ray cluster"),
    "spark": ("pyspark", "coding on a Spark cluster"),
    "train": ("torch", "training a reading model anew"),
}
"""Each extra with the package that it rests on and what it is for; none is needed for the rest."""
_GIB = 2**30
_ENOUGH = 1.0
"""Free memory in GiB under which coding may fail."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing that is no fault."""

    text: str


Answer = str | Note


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a check.")
def command(*, as_json: bool) -> None:
    """Tell whether the installation is sound: packages, reading model, knowledge base, memory, folders.

    Exit code 1 when something that is needed is missing.
    """
    healthy = True
    for name, check in _checks():
        state, told = _look(check)
        healthy = healthy and state != "missing"
        _print(name, state, told, as_json=as_json)
    if not healthy:
        raise SystemExit(1)


def _look(check: Callable[[], Answer]) -> tuple[str, str]:
    try:
        found = check()
    except metadata.PackageNotFoundError as error:
        return "missing", f"not installed: {error}\n  hint: pip install --force-reinstall newsledger"
    except (NewsledgerError, OSError, ImportError) as error:
        return "missing", str(error)
    return ("note", found.text) if isinstance(found, Note) else ("ok", found)


def _print(name: str, state: str, told: str, *, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps({"check": name, "state": state, "told": told}, ensure_ascii=False))
        return
    colour = {"ok": "green", "note": "yellow", "missing": "red"}[state]
    click.echo(f"{click.style(f'{state:>7}', fg=colour)}  {name}: {told}")


def _checks() -> Iterator[tuple[str, Callable[[], Answer]]]:
    yield "newsledger", lambda: __version__
    yield "python", lambda: f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield "processors", lambda: str(os.cpu_count())
    yield "memory", _memory
    yield "writable", _writable
    for package in PACKAGES:
        yield package, lambda package=package: metadata.version(package)  # type: ignore[misc]
    for extra in EXTRAS:
        yield f"extra {extra}", lambda extra=extra: _extra(extra)  # type: ignore[misc]
    yield "reading model", _model
    yield "knowledge base", _knowledge
    yield "codebook", _codebook
    yield "a test sentence", _trial


def _memory() -> Answer:
    """Free and whole memory, where the system tells."""
    try:
        page, free, whole = (os.sysconf(n) for n in ("SC_PAGE_SIZE", "SC_AVPHYS_PAGES", "SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return Note("this system does not tell")
    told = f"{free * page / _GIB:.1f} of {whole * page / _GIB:.1f} GiB free"
    return told if _available(free * page) >= _ENOUGH * _GIB else Note(f"{told}; each process of --jobs needs some")


def _available(free: int) -> int:
    """Free memory with what the system would give back; Linux tells that apart."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, ValueError, StopIteration):
        return free


def _writable() -> Answer:
    """The folder of passing files, which is needed, and this one, where a ledger would go."""
    from tempfile import TemporaryFile, gettempdir

    with TemporaryFile():
        pass
    try:
        with TemporaryFile(dir=Path.cwd()):
            pass
    except OSError:
        return Note(f"{gettempdir()}, but not {Path.cwd()}: name another folder with --ledger DIR")
    return f"{gettempdir()} and {Path.cwd()}"


def _extra(extra: str) -> Answer:
    package, use = EXTRAS[extra]
    try:
        return f"{package} {metadata.version(package)}, for {use}"
    except metadata.PackageNotFoundError:
        return Note(f"not installed; for {use}: pip install 'newsledger[{extra}]'")


def _model() -> Answer:
    """The model's name ends with the hash of its weights."""
    from newsledger.reader.model import MODEL_DIR, Reader, weights_digest

    name, digest = Reader.load().name, weights_digest(MODEL_DIR)
    if not name.endswith(digest):
        raise ModelError(f"the weights of {name} are not its own: their hash is {digest}", hint="reinstall newsledger")
    return f"{name}, whole by its checksum"


def _knowledge() -> Answer:
    from newsledger.resolve import Resolver

    return Resolver.load().summary()


def _codebook() -> Answer:
    from newsledger.ontology import load

    return f"{len(load().types)} event types"


def _trial() -> Answer:
    from newsledger.api import code

    found = code("Police in Kenya arrested two opposition leaders on 8 March 2021.")
    return (
        "; ".join(f"{m.event_type} by {', '.join(p.text or '?' for p in m.actors)}" for m in found) or "read, no event"
    )
