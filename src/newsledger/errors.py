"""The exception tree: every error says what is wrong and what to do next.

::

    NewsledgerError
    ├── InputError         an input that cannot be read (exit code 3)
    ├── ModelError         the reading model is missing or does not fit (exit code 4)
    ├── LedgerError        the ledger folder cannot be opened or written (exit code 5)
    ├── QueryError         a question that DuckDB refuses (exit code 6)
    ├── OntologyError      an unknown code or a broken data file (exit code 7)
    └── EngineError        an engine is not installed, or its workers cannot start (exit code 8)
"""

from __future__ import annotations


class NewsledgerError(Exception):
    """Base of all errors of this package.

    Args:
        message: What is wrong, with the offending value.
        hint: What the user can do next; shown below the message.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}\n  hint: {self.hint}" if self.hint else message


class InputError(NewsledgerError):
    """An input that cannot be read as text."""

    exit_code = 3


class ModelError(NewsledgerError):
    """The reading model is missing, damaged or of another version."""

    exit_code = 4


class LedgerError(NewsledgerError):
    """The ledger cannot be opened or written."""

    exit_code = 5


class QueryError(NewsledgerError):
    """A query that cannot be run."""

    exit_code = 6


class OntologyError(NewsledgerError):
    """An unknown code, or an ontology file that breaks its own rules."""

    exit_code = 7


class EngineError(NewsledgerError):
    """An engine is not installed or cannot be reached, or its workers cannot start."""

    exit_code = 8
