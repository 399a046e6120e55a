"""The answer of the room: codes of one party with the path that led to them."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of one actor.

    Attributes:
        country: ISO 3166 alpha-3 or organisation code, or None.
        sector: Primary PLOVER sector, or None.
        sectors: All sectors, primary first.
        name: Canonical name, or None.
        actor_id: Id in the knowledge base, or None.
        path: The steps, in order, each readable on its own.
        plural: Whether the words mean several people or states.
        person: Whether the words mean one person.
        antecedent: Offset of the earlier mention that the words stand for, or None.
    """

    country: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    name: str | None = None
    actor_id: str | None = None
    path: tuple[str, ...] = ()
    plural: bool = False
    person: bool = False
    antecedent: int | None = None

    @property
    def reason(self) -> str:
        """The path as one line; says so when there is nothing."""
        return "; ".join(self.path) if self.path else "no word of it is known"

    @property
    def empty(self) -> bool:
        """Whether neither country nor sector is known."""
        return self.country is None and self.sector is None

    def step(self, text: str, **fields: object) -> Codes:
        """Return the codes with fields set and the reason for it added to the path."""
        return replace(self, path=(*self.path, text), **fields)  # type: ignore[arg-type]

    def filled(self, second: Codes, **fields: object) -> Codes:
        """Return the codes with what they leave open from the second, and other fields set."""
        return replace(
            self,
            country=self.country or second.country,
            sector=self.sector or second.sector,
            sectors=self.sectors or second.sectors,
            name=self.name or second.name,
            actor_id=self.actor_id or second.actor_id,
            **fields,  # type: ignore[arg-type]
        )


NOTHING = Codes()
