"""Findings as cards: leads for an analyst, what the text says and what the register says apart."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from newsledger.records.rule import Finding, Ground
from newsledger.view.links import NOWHERE, Links
from newsledger.view.markup import Child, definitions, group, link, said, table, tag
from newsledger.view.words import certainty_badge, source_badge

_TITLES = {"text": "What the text says", "register": "What the register says"}
_ABOUT = {
    "text": "Someone says, or the article does, that a rule is broken.",
    "register": "The act, as told, meets the conditions of a rule of the register.",
}
LEAD = "These are leads to be checked, not verdicts."


def finding_list(findings: Sequence[Finding], *, links: Links = NOWHERE, whole: bool = False) -> Markup:
    """Return findings, the two kinds apart; ``whole`` shows their grounds at once."""
    if not findings:
        return tag("p", "No finding.", class_="nl-empty")
    parts = []
    for basis, title in _TITLES.items():
        cards = [finding_card(f, links=links, whole=whole) for f in findings if f.basis == basis]
        if cards:
            number = f"{len(cards)} lead{'' if len(cards) == 1 else 's'}"
            parts.append(
                tag("section", tag("h3", title), tag("p", f"{number}. {_ABOUT[basis]}"), cards, class_="nl-findings")
            )
    return group(tag("p", LEAD, class_="nl-note"), parts)


def finding_card(finding: Finding, *, links: Links = NOWHERE, whole: bool = False) -> Markup:
    """Return a finding with its words and its grounds, the grounds open where it is shown whole."""
    rows: list[tuple[Child, Child]] = [
        ("act", said(finding.act.text)),
        ("on whose word", [(source_badge(a), " ") for a in finding.attributions] or "the article’s own voice"),
        ("sure", group(certainty_badge(finding.factuality), f" confidence {finding.confidence:.2f}")),
    ]
    if finding.citations:
        rows.append(("rule", "; ".join(f"{c.instrument} {c.paragraph or ''}".strip() for c in finding.citations)))
    elif finding.instrument:
        rows.append(("rule", said(finding.instrument.text)))
    if finding.deadline:
        state = {True: "passed", False: "ahead", None: "open"}[finding.deadline_passed]
        rows.append(("deadline", f"{finding.deadline} ({state})"))
    if finding.exemptions:
        rows.append(("would be exempt", tag("ul", [tag("li", x) for x in finding.exemptions])))
    if finding.basis == "register":
        checked = finding.checked == "text"
        rows.append(("register", "compared with the text" if checked else "unchecked: look the paragraphs up"))
    rows.append(("page", link(finding.document_creation_time or "undated", links.to_document(finding.document_id))))
    grounds = table(("field", "is", "words", "because"), [_ground(g) for g in finding.grounds])
    lead = link(said(finding.lead), links.to_finding(finding.finding_id))
    return tag(
        "article", tag("h4", lead), tag("blockquote", said(finding.text)), definitions(rows),
        tag("details", tag("summary", "Grounds"), grounds, open=whole),
        class_="nl-card nl-finding", id=finding.finding_id,
    )  # fmt: skip


def _ground(ground: Ground) -> tuple[Child, ...]:
    words = said(f"“{ground.words.text}”") if ground.words else ""
    return ground.field, said(ground.value) or ("" if words else "open"), words, said(ground.reason)
