"""Findings as lines that people read: always as leads, the two kinds apart."""

from __future__ import annotations

from collections.abc import Iterator

from newsledger.records.rule import Finding

COLUMNS = ("says so", "regime", "act", "paragraphs", "deadline", "on whose word", "sure", "checked", "id")
_BASES = {"text": "the text", "register": "the register"}


def finding_cells(finding: Finding) -> tuple[str, ...]:
    """Return the cells of a finding, in the order of :data:`COLUMNS`."""
    deadline = finding.deadline or ""
    if deadline:
        deadline += {True: " (passed)", False: " (ahead)", None: " (open)"}[finding.deadline_passed]
    rule = "; ".join(f"{c.instrument} {c.paragraph or ''}".strip() for c in finding.citations)
    return (
        _BASES[finding.basis],
        finding.regime_id or "",
        finding.act.text,
        rule or (finding.instrument.text if finding.instrument else ""),
        deadline,
        speakers(finding),
        f"{finding.factuality} {finding.confidence:.2f}",
        finding.checked if finding.basis == "register" else "",
        finding.finding_id,
    )


def speakers(finding: Finding) -> str:
    """Return on whose word a finding stands, outermost first."""
    return " < ".join(f"{a.text} (unnamed)" if a.anonymous else a.text for a in finding.attributions) or "the article"


def finding_lines(finding: Finding) -> Iterator[str]:
    """Return the grounds of a finding, line by line."""
    yield f"“{finding.text}”"
    yield ""
    yield finding.lead
    yield f"{_BASES[finding.basis].capitalize()} says so; this is a lead for an analyst, not a verdict."
    yield ""
    for ground in finding.grounds:
        words = f" “{ground.words.text}”" if ground.words else ""
        value = ground.value or ("" if words else "open")
        yield f"  {ground.field}: {value}{words} – {ground.reason}".replace(":  ", ": ")
    yield f"  on whose word: {speakers(finding)}"
    yield f"  how sure: {finding.factuality}, {finding.confidence:.2f}"
    for rule in finding.rule_ids:
        yield f"  rule: {rule}"
    for exemption in finding.exemptions:
        yield f"  would be exempt: {exemption}"
    if finding.basis == "register":
        warn = "compared with the text" if finding.checked == "text" else "unchecked: look the paragraphs up"
        yield f"  register: {warn}"
    for mention in finding.event_mention_ids:
        yield f"  event mention: {mention}"
    if not finding.event_mention_ids:
        yield "  event mention: none; the act was read from the sentence itself"
