"""``newsledger serve``: the reading room, a local web app on a ledger."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsledger.apps.cli import options
from newsledger.errors import InputError, LedgerError

if TYPE_CHECKING:
    import socket

    from newsledger.apps.web import Settings
    from newsledger.ledger.store import Ledger

PASSWORD = "NEWSLEDGER_PASSWORD"  # noqa: S105 - the name of a variable


@click.command("serve")
@options.ledger
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8380, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; others need a password.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Another name by which the server may be called.")
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
@options.quiet
def command(*, ledger: Path, port: int, host: str, allow_host: tuple[str, ...], open_page: bool, quiet: bool) -> None:
    """Show a ledger in the browser: read, filter, draw, review.

    Only this machine can reach it, unless --host says otherwise; then a password is asked for, or taken from
    NEWSLEDGER_PASSWORD. What is committed while it runs is shown at the next click.
    """
    from newsledger.apps.cli.lookup import open_ledger
    from newsledger.apps.web import Settings
    from newsledger.apps.web.settings import is_loopback

    book = open_ledger(ledger)
    password = os.environ.get(PASSWORD) or None
    if not is_loopback(host) and password is None:
        password = _asked(host)
    settings = Settings(host=host, password=password, hosts=frozenset(name.lower() for name in allow_host))
    _serve(book, settings, port=port, open_page=open_page, quiet=quiet)


def _asked(host: str) -> str:
    import sys

    if not sys.stdin.isatty():
        raise InputError(f"a server on {host} needs a password", hint=f"set {PASSWORD}, or start it from a terminal")
    found: str = click.prompt("Password for this ledger", hide_input=True, confirmation_prompt=True)
    return found


def _serve(book: Ledger, settings: Settings, *, port: int, open_page: bool, quiet: bool) -> None:
    import uvicorn

    from newsledger.apps.web import create_app
    from newsledger.ledger import refresh
    from newsledger.ledger.browse import Browser
    from newsledger.ledger.browse_filters import MentionFilter
    from newsledger.ledger.browse_lists import facets

    try:
        refresh(book)
    except (LedgerError, OSError) as error:
        click.secho(f"events are not brought up to date: {error}", fg="yellow", err=True)

    def tell(name: str) -> None:
        if not quiet:
            click.echo(f"\rreading {name:<20}", nl=False, err=True)

    browser = Browser(book, tell=tell)
    facets(browser.snapshot(), MentionFilter())  # counted once, so that the first page comes at once
    server, bound = _bound(settings.host, port)
    address = f"http://{f'[{settings.host}]' if ':' in settings.host else settings.host}:{bound}/"
    if not quiet:
        click.echo(f"\r{'':<30}\r", nl=False, err=True)
    click.echo(f"{book.path} is at {address}  (Ctrl-C ends it)")
    if open_page:
        _open_later(address)
    config = uvicorn.Config(create_app(browser, settings), log_level="warning", server_header=False, access_log=False)
    uvicorn.Server(config).run(sockets=[server])


def _bound(host: str, port: int) -> tuple[socket.socket, int]:
    """Return a listening socket and its port.

    Raises:
        InputError: The port is taken, or the address is not this machine's.
    """
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        raise InputError(
            f"cannot listen on {host}:{port}: {error.strerror}", hint="take another one with --port"
        ) from None
    return found, found.getsockname()[1]


def _open_later(address: str) -> None:
    """Open the browser when the server answers; the socket holds its request until then."""
    import threading
    import webbrowser

    threading.Timer(0.5, webbrowser.open, [address]).start()
