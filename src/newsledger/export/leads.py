"""Measures and findings chosen by whom they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from newsledger.measures.fold import State
from newsledger.records.measure import MeasureMention
from newsledger.records.rule import Finding

if TYPE_CHECKING:
    from newsledger.ledger import Ledger

_PARTIES = ("giver", "taker")
"""Grounds of a finding that are parties."""


def select_measures(states: Iterable[State], *, party: str | None = None, name: str | None = None) -> tuple[State, ...]:
    """Return the measures that a party takes or is the target of, and whose reports have a name."""
    return tuple(
        s for s in states
        if (party is None or any(party in _codes(r) for r in s.history))
        and (name is None or any(_tells(r.text, name) or any(_tells(t, name) for t in _names(r)) for r in s.history))
    )  # fmt: skip


def select_findings(
    findings: Iterable[Finding],
    *,
    basis: str | None = None,
    regime: str | None = None,
    party: str | None = None,
    name: str | None = None,
    mentioned: Mapping[str, Collection[str]] | None = None,
) -> list[Finding]:
    """Return findings in the order of the texts.

    Args:
        findings: All findings.
        basis: What the text says, or what the register says.
        regime: Id of a regime.
        party: Code of a party to the act, by the grounds of the finding or by its event mentions.
        name: Words that the sentence has.
        mentioned: Codes of the parties of event mentions, by their ids.
    """
    found = [
        f for f in findings
        if basis in {None, f.basis} and regime in {None, f.regime_id}
        and (party is None or party in _parties(f, mentioned or {}))
        and (name is None or _tells(f.text, name))
    ]  # fmt: skip
    return sorted(found, key=lambda f: (f.document_id, f.article_index, f.sentence_index, f.basis, f.finding_id))


def mentioned_codes(ledger: Ledger) -> dict[str, list[str]]:
    """Return the codes of the parties of event mentions, by their ids."""
    from newsledger.ledger import run_query

    query = "select event_mention_id, [p.country for p in actors || recipients] as codes from event_mentions"
    return {row["event_mention_id"]: row["codes"] for row in run_query(ledger, query).to_pylist()}


def _parties(finding: Finding, mentioned: Mapping[str, Collection[str]]) -> set[str]:
    told = {(g.value or "").partition(".")[0] for g in finding.grounds if g.field in _PARTIES}
    return told.union(*(mentioned.get(m, ()) for m in finding.event_mention_ids))


def _codes(report: MeasureMention) -> set[str | None]:
    return {p.country for p in (*report.issuers, *report.targets)}


def _names(report: MeasureMention) -> Sequence[str]:
    return [" ".join(filter(None, (p.name, p.text))) for p in (*report.issuers, *report.targets)]


def _tells(text: str, name: str) -> bool:
    """Whether a text has a name, whatever its capitals and blanks."""
    return " ".join(name.lower().split()) in " ".join(text.lower().split())
