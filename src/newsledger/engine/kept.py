"""What stays of a coding when a codebook of the user's own is used instead of PLOVER."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from newsledger.records import Claim, DocumentCoding


def only_own(coding: DocumentCoding) -> DocumentCoding:
    """Return the coding without mentions that have no code of the user's; nothing else names them any more."""
    mentions = tuple(m for m in coding.mentions if m.own_type is not None)
    ids = {m.event_mention_id for m in mentions}
    return replace(
        coding,
        mentions=mentions,
        claims=tuple(_claim(c, ids) for c in coding.claims),
        measures=tuple(replace(m, event_mention_ids=_those(m.event_mention_ids, ids)) for m in coding.measures),
        findings=tuple(replace(f, event_mention_ids=_those(f.event_mention_ids, ids)) for f in coding.findings),
    )


def _claim(claim: Claim, ids: Collection[str]) -> Claim:
    continued = [
        pair for pair in zip(claim.continued_event_mention_ids, claim.continued_rules, strict=True) if pair[0] in ids
    ]
    return replace(
        claim,
        event_mention_ids=_those(claim.event_mention_ids, ids),
        continued_event_mention_ids=tuple(i for i, _ in continued),
        continued_rules=tuple(rule for _, rule in continued),
    )


def _those(found: Collection[str], ids: Collection[str]) -> tuple[str, ...]:
    return tuple(i for i in found if i in ids)
