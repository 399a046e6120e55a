"""Where a fragment leads: addresses of the pages around it, given by whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass

from newsledger.view.markup import address


@dataclass(frozen=True, slots=True)
class Links:
    """Patterns of addresses with ``{}`` for an id or a code; without a pattern, names are no links.

    Attributes:
        event: Page of an event, by its id.
        document: Page of a document, by its id.
        party: Page of a country or organisation, by its code.
        dyad: Page of two parties, by two codes.
        code: Page of the codebook, by the code.
        finding: Page of a finding, by its id.
        events: Ids of the events that have a page; None for all.
    """

    event: str | None = None
    document: str | None = None
    party: str | None = None
    dyad: str | None = None
    code: str | None = None
    finding: str | None = None
    events: frozenset[str] | None = None

    def to_event(self, event_id: str) -> str | None:
        """Return the address of an event."""
        return address(self.event, event_id) if self.events is None or event_id in self.events else None

    def to_document(self, document_id: str) -> str | None:
        """Return the address of a document."""
        return address(self.document, document_id)

    def to_party(self, code: str) -> str | None:
        """Return the address of a party."""
        return address(self.party, code)

    def to_dyad(self, one: str, other: str) -> str | None:
        """Return the address of two parties."""
        return address(self.dyad, one, other)

    def to_code(self, code: str) -> str | None:
        """Return the address of a code in the codebook."""
        return address(self.code, code)

    def to_finding(self, finding_id: str) -> str | None:
        """Return the address of a finding."""
        return address(self.finding, finding_id)


NOWHERE = Links()
WEB = Links(
    event="/events/{}",
    document="/documents/{}",
    party="/countries/{}",
    dyad="/dyads/{}/{}",
    code="/codebook/{}",
    finding="/findings/{}",
)
"""The addresses of ``newsledger serve``."""
