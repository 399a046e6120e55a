"""``newsledger doctor``: what is installed, which model reads, what is missing."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from importlib import metadata

import click

from newsledger import __version__
from newsledger.errors import NewsledgerError

PACKAGES = (
    "ahocorasick-rs",
    "click",
    "deltalake",
    "duckdb",
    "feedparser",
    "httpx2",
    "numpy",
    "onnxruntime",
    "protego",
    "pyarrow",
    "rich",
    "tokenizers",
    "trafilatura",
)


@click.command("doctor")
def command() -> None:
    """Tell what is installed, which model reads, and what is missing."""
    healthy = True
    for name, check in _checks():
        try:
            click.echo(f"{click.style('ok', fg='green'):>4}  {name}: {check()}")
        except (NewsledgerError, metadata.PackageNotFoundError, OSError, ImportError) as error:
            healthy = False
            click.echo(f"{click.style('missing', fg='red')}  {name}: {error}")
    if not healthy:
        raise SystemExit(1)


def _checks() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "newsledger", lambda: __version__
    yield "python", lambda: f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    for package in PACKAGES:
        yield package, lambda package=package: metadata.version(package)  # type: ignore[misc]
    yield "reading model", _model
    yield "knowledge base", _knowledge
    yield "codebook", _codebook
    yield "a test sentence", _trial


def _model() -> str:
    from newsledger.reader.model import Reader

    return Reader.load().name


def _knowledge() -> str:
    from newsledger.resolve import Resolver

    return Resolver.load().summary()


def _codebook() -> str:
    from newsledger.ontology import load

    return f"{len(load().types)} event types"


def _trial() -> str:
    from newsledger.api import code

    found = code("Police in Kenya arrested two opposition leaders on 8 March 2021.")
    return (
        "; ".join(f"{m.event_type} by {', '.join(p.text or '?' for p in m.actors)}" for m in found) or "read, no event"
    )
