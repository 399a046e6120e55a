"""The command line: a module a command, imported only when it is called."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NoReturn

import click

from newsledger import __version__
from newsledger.errors import NewsledgerError

COMMANDS = {
    "code": "Code pages into event mentions, and write them into a ledger.",
    "runs": "List the runs of a ledger, and go on with one that was cut off.",
    "watch": "Watch feeds, and code what is new in them into a ledger.",
    "serve": "Show a ledger in the browser: read, filter, draw, review.",
    "query": "Ask the ledger a question in SQL.",
    "explain": "Show what is behind every field of a mention, behind a finding, or why mentions are one event.",
    "events": "List events, those with the most independent sources first.",
    "event": "Show one event as a short dossier: its reports, sources, counts, and where they differ.",
    "stories": "List which documents report the same thing.",
    "measures": "List tariffs, sanctions, bans and the like with their state on a day.",
    "rate": "Tell a tariff rate between two states on a day, with the measures behind it.",
    "findings": "List leads: acts that, as told, fall under a rule.",
    "report": "Write a ledger, or a part of it, as one page that can be mailed.",
    "show": "Show the text of a document with the coded words marked.",
    "articles": "Split pages into articles and sentences, and stop there.",
    "export": "Write the ledger in a format of the field: POLECAT, ICEWS, GDELT, panels, maps, networks, annotation.",
    "compare": "Compare two ledgers, or a ledger with POLECAT, ICEWS or GDELT rows.",
    "verdict": "Accept, reject, correct, merge or split what was coded; export it as gold.",
    "evaluate": "Score a coding against gold of your own, with intervals, confusions and examples of misses.",
    "train": "Learn the types of your own codebook from examples, and tell whether it is better.",
    "codebook": "Read the codebook: all types, or one type, mode, context or sector.",
    "mcp": "Serve a ledger to agents, read-only, by the Model Context Protocol.",
    "verify": "Check a ledger: ids, offsets, references, codes, files; mend what can be mended.",
    "doctor": "Tell what is installed, which model reads, and what is missing.",
    "completion": "Print the shell completion script.",
}

EPILOG = """
Exit codes: 0 all well; 1 an error; 2 wrong usage; 3 nothing of the input could be read; 4 no reading model;
5 the ledger cannot be opened or written; 6 a query was refused; 7 an unknown code; 8 an engine is missing
or does not start; 130 interrupted; 143 ended by SIGTERM.
"""


@contextmanager
def _pipe() -> Iterator[None]:
    """Let `newsledger … | head` end well and quietly; click would call it an error."""
    import os

    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


class _Lazy(click.Group):
    """A group that lists its commands without importing them."""

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        with _pipe():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with _pipe():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"newsledger.apps.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from None


@click.group(cls=_Lazy, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newsledger")
def cli() -> None:
    """Read the news and keep the ledger of world politics.

    Who did what to whom, when, where, how much, on whose word, how sure, and under which rule: each cell tied to the
    exact words that it came from. Offline, no server, no key.
    """


def main() -> None:
    """Run the command line; errors become one message with a hint and an exit code."""
    try:
        code = cli.main(prog_name="newsledger", standalone_mode=False)  # the exit code where a command ends early
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted: what was committed is safe; run the same command again to go on", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except NewsledgerError as error:
        _fail(str(error), error.exit_code)
    except OSError as error:
        named = f": {error.filename}" if error.filename else ""
        _fail(f"{error.strerror or error}{named}\n  hint: is the disk full, or a folder write-protected?", 1)
    sys.exit(code)


def _fail(message: str, code: int) -> NoReturn:
    click.secho("error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(message, err=True)
    sys.exit(code)
