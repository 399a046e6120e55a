"""Runs: what was asked of Newsledger, how far it came, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

RUN_STATES = ("running", "finished", "interrupted", "failed")


@dataclass(frozen=True, slots=True)
class RunStep:
    """One row of the table ``runs``: where a run stands.

    A run writes a row when it begins, now and then, and at its end.

    Attributes:
        run_id: Id of the run.
        step: Number of the row, from 0; the last one holds.
        status: One of :data:`RUN_STATES`, as the run itself says; one that was killed never says so.
        inputs: What was read, as it was given.
        folder: The folder in which it was given.
        options: The options as a JSON object.
        engine: ``local``, ``ray`` or ``spark``.
        jobs: Number of workers.
        coder: Name and version of what decided the codings, once the first document is coded.
        host: Name of the machine.
        process: Id of the process on it.
        started: ISO 8601 time, UTC.
        updated: The same, of this row.
        documents: Documents coded and committed.
        known: Documents that the ledger held already.
        sentences: Sentences of both.
        mentions: Event mentions of both.
        skips: Inputs left out.
        problem: Why it failed, or None.
        resumes: The run that it goes on with, or None.
    """

    run_id: str
    step: int
    status: str
    inputs: tuple[str, ...]
    folder: str
    options: str
    engine: str
    jobs: int
    coder: str | None
    host: str
    process: int
    started: str
    updated: str
    documents: int = 0
    known: int = 0
    sentences: int = 0
    mentions: int = 0
    skips: int = 0
    problem: str | None = None
    resumes: str | None = None
