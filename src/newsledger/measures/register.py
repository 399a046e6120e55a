"""The register of standing rules: one readable file a regime in ``rules/``, loaded into typed records and validated."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from newsledger.errors import OntologyError
from newsledger.measures.goods import load_goods
from newsledger.records.rule import CHECKED_VALUES, EFFECTS, Citation, Departure, Instrument, Regime, Rule

_REGIME_KEYS = frozenset({
    "regime_id", "title", "kind", "issuer", "about", "body", "words", "instruments", "opened", "from", "to",
    "membership", "parties", "not_party", "left", "rules", "checked", "note",
})  # fmt: skip
_RULE_KEYS = frozenset({
    "id", "title", "effect", "act", "bound", "giver", "taker", "either", "goods", "except_goods", "exemptions", "from",
    "to", "renewed_to", "deadline", "citations", "checked", "note",
})  # fmt: skip
_KINDS = ("un_sanctions", "treaty")
_MEMBERSHIPS = (None, "closed", "nearly_all", "open")
_RESOLUTION = re.compile(r"(S/RES/\d+ \((\d{4})\))(?: (.+))?")
_PARTY = re.compile(r"[A-Z]{3}|all_states|parties")
_SELECTOR = re.compile(r"(?:[A-Z]{3}|\*)(?:\.[A-Z]{3})?(?::[^:]+)?")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """All regimes, by id, in the order of their ids."""

    regimes: dict[str, Regime]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules of all regimes."""
        return tuple(rule for regime in self.regimes.values() for rule in regime.rules)

    def rule(self, rule_id: str) -> Rule:
        """Return a rule by its id.

        Raises:
            OntologyError: There is no such rule.
        """
        for rule in self.rules:
            if rule.rule_id == rule_id:
                return rule
        raise OntologyError(f"the register has no rule {rule_id!r}", hint="docs/register.md says where they stand")

    def of_resolution(self, number: int) -> tuple[Regime, ...]:
        """Return the regimes to which a Security Council resolution belongs."""
        start = f"S/RES/{number} "
        return tuple(g for g in self.regimes.values() if any(i.instrument.startswith(start) for i in g.instruments))

    def is_bound(self, rule: Rule, country: str, on: str | None) -> bool | None:
        """Tell whether a rule binds a country on an ISO date; None where the register does not know its parties."""
        if country in rule.bound or "all_states" in rule.bound:
            return True
        if "parties" not in rule.bound:
            return False
        regime = self.regimes[rule.regime_id]
        if country in regime.not_party or any(x.party == country and on and on >= x.effective for x in regime.left):
            return False
        if regime.membership == "closed":
            return country in regime.parties
        return True if regime.membership == "nearly_all" else None


@cache
def load_register() -> Register:
    """Read and check all files of the register.

    Raises:
        OntologyError: A file breaks the rules of the register; the message names the file and the field.
    """
    folder = resources.files("newsledger.measures").joinpath("rules")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    regimes = [read_regime(f.name, tomllib.loads(f.read_text(encoding="utf-8"))) for f in files]
    found = {regime.regime_id: regime for regime in sorted(regimes, key=lambda r: r.regime_id)}
    if len(found) != len(regimes):
        raise OntologyError("two files of the register have the same regime_id")
    return Register(found)


def read_regime(name: str, row: Row) -> Regime:
    """Turn one file into a regime.

    Raises:
        OntologyError: A key is unknown, a value is out of its list, a citation names an instrument that is not listed,
            or a rule ends before it begins.
    """
    _check(name, row, _REGIME_KEYS, kind=_KINDS, membership=_MEMBERSHIPS, checked=CHECKED_VALUES)
    checked = row["checked"]
    instruments = tuple(
        Instrument(i["id"], _day(name, i["date"]), i.get("checked", checked)) for i in row.get("instruments", ())
    )
    departures = tuple(
        Departure(x["party"], _day(name, x["announced"]), _day(name, x["effective"]), x.get("note"))
        for x in row.get("left", ())
    )
    regime = Regime(
        regime_id=row["regime_id"],
        title=row["title"],
        kind=row["kind"],
        issuer=row.get("issuer"),
        about=tuple(row.get("about", ())),
        body=row.get("body"),
        words=tuple(row.get("words", ())),
        instruments=instruments,
        opened=_optional_day(name, row.get("opened")),
        membership=row.get("membership"),
        parties=tuple(row.get("parties", ())),
        not_party=tuple(row.get("not_party", ())),
        left=departures,
        rules=tuple(_rule(name, rule, row, instruments) for rule in row["rules"]),
        checked=checked,
        note=row.get("note"),
    )
    if len({r.rule_id for r in regime.rules}) != len(regime.rules):
        raise OntologyError(f"{name}: two rules have the same id")
    return regime


def _rule(name: str, row: Row, regime: Row, instruments: Iterable[Instrument]) -> Rule:
    where = f"{name}, rule {row.get('id')}"
    _check(where, row, _RULE_KEYS, effect=EFFECTS, checked=(None, *CHECKED_VALUES))
    _check_lists(where, row)
    treaty = regime["kind"] == "treaty"
    start = _optional_day(where, row.get("from", regime.get("from")))
    end = _optional_day(where, row.get("to", regime.get("to")))
    if start and end and end < start:
        raise OntologyError(f"{where}: it ends on {end}, before it begins on {start}")
    if not start and not treaty:
        raise OntologyError(f"{where}: 'from' is missing")
    known = {i.instrument for i in instruments}
    return Rule(
        rule_id=f"{regime['regime_id']}/{row['id']}",
        regime_id=regime["regime_id"],
        title=row["title"],
        effect=row["effect"],
        act=row["act"],
        bound=tuple(row["bound"]),
        giver=tuple(row.get("giver", ())),
        taker=tuple(row.get("taker", ())),
        either=tuple(row.get("either", ())),
        goods=tuple(row.get("goods", ())),
        except_goods=tuple(row.get("except_goods", ())),
        exemptions=tuple(row.get("exemptions", ())),
        in_force_from=start,
        in_force_to=end,
        renewed_to=_optional_day(where, row.get("renewed_to")),
        deadline=_optional_day(where, row.get("deadline")),
        citations=tuple(_citation(where, c, regime["title"] if treaty else None, known) for c in row["citations"]),
        checked=str(row.get("checked", regime["checked"])),
        note=row.get("note"),
    )


def _citation(where: str, text: str, treaty: str | None, known: set[str]) -> Citation:
    if treaty:
        return Citation(treaty, text)
    match = _RESOLUTION.fullmatch(text)
    if not match or match[1] not in known:
        raise OntologyError(f"{where}: {text!r} cites an instrument that the file does not list")
    return Citation(match[1], match[3])


def _check(where: str, row: Row, keys: frozenset[str], **choices: tuple[str | None, ...]) -> None:
    unknown = set(row) - keys
    if unknown:
        raise OntologyError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    for key, allowed in choices.items():
        if row.get(key) not in allowed:
            raise OntologyError(f"{where}: {key} is {row.get(key)!r}", hint=f"one of {', '.join(map(str, allowed))}")


def _check_lists(where: str, row: Row) -> None:
    for key, pattern in (("bound", _PARTY), ("giver", _SELECTOR), ("taker", _SELECTOR), ("either", _SELECTOR)):
        for value in row.get(key, ()):
            if not pattern.fullmatch(value):
                raise OntologyError(f"{where}: {key} has {value!r}, which is no code")
    table = load_goods()
    for value in (*row.get("goods", ()), *row.get("except_goods", ())):
        if value not in table.parents:
            raise OntologyError(f"{where}: {value!r} is no class of goods.toml")
    if row["act"] == "transfer" and not (row.get("goods") and (row.keys() & {"giver", "taker", "either"})):
        raise OntologyError(f"{where}: a transfer needs goods and a giver, a taker or either")


def _day(where: str, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise OntologyError(f"{where}: {value!r} is no date")


def _optional_day(where: str, value: object) -> str | None:
    return None if value is None else _day(where, value)
