from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from newsledger.ledger import Ledger, run_query
from newsledger.records import Attribution, Claim, DocumentCoding, EventMention, TextSpan
from tests.builders import coding, document, mention

NAMED = Attribution("Amina Otieno", 0, 12, TextSpan("said", 13, 17), "named_person", False, name="Amina Otieno")
OFFICIALS = Attribution(
    "officials", 0, 9, TextSpan("said", 10, 14), "unnamed_person", True, authority=(TextSpan("senior", 0, 6),)
)
PAPER = Attribution("The Nairobi Post", 20, 36, TextSpan("reported", 37, 45), "media", False)
PRONOUN = Attribution("he", 0, 2, TextSpan("added", 3, 8), "named_person", False)


def book(folder: Path, mentions: dict[str, tuple[Attribution, ...]], claims: tuple[Claim, ...] = ()) -> Ledger:
    page = document("Troops met rebels.")
    made: list[EventMention] = [
        mention(page, event_mention_id=name, event_id=name.split("-")[0], attributions=sources)
        for name, sources in mentions.items()
    ]
    whole: DocumentCoding = replace(coding(page), mentions=tuple(made), claims=claims)
    ledger = Ledger(folder)
    ledger.commit([whole])
    return ledger


def rows(ledger: Ledger, sql: str) -> list[dict[str, Any]]:
    return run_query(ledger, sql).to_pylist()  # type: ignore[no-any-return]


def claim(attribution: Attribution, *continued: str, rule: str) -> Claim:
    return Claim("c", "d", 0, 0, attribution, 0, (), continued, (rule,) * len(continued))


def test_what_rests_on_unnamed_sources_alone_is_one_query(tmp_path: Path) -> None:
    ledger = book(
        tmp_path,
        {
            "unnamed-1": (OFFICIALS,),
            "relayed-1": (PAPER, OFFICIALS),
            "named-1": (OFFICIALS, NAMED),
            "own-1": (),
            "mixed-1": (OFFICIALS,),
            "mixed-2": (),
            "paper-1": (PAPER,),
        },
    )
    found = rows(ledger, "from unnamed_only order by event_id")
    assert [(r["event_id"], r["sources"]) for r in found] == [("relayed", ["officials"]), ("unnamed", ["officials"])]


def test_a_source_that_speaks_on_counts(tmp_path: Path) -> None:
    claims = (
        claim(OFFICIALS, "quoted-1", rule="the-quotation-goes-on"),
        claim(NAMED, "added-1", rule="the-speaker-goes-on"),
    )
    ledger = book(tmp_path, {"quoted-1": (), "added-1": (PRONOUN,)}, claims)
    assert [r["event_id"] for r in rows(ledger, "from unnamed_only")] == ["quoted"]
    found = rows(ledger, "select text, continued, continued_rule from on_whose_word order by all")
    assert found == [
        {"text": "Amina Otieno", "continued": True, "continued_rule": "the-speaker-goes-on"},
        {"text": "he", "continued": False, "continued_rule": None},
        {"text": "officials", "continued": True, "continued_rule": "the-quotation-goes-on"},
    ]


def test_a_pronoun_for_an_unnamed_source_is_unnamed(tmp_path: Path) -> None:
    claims = (claim(OFFICIALS, "added-1", rule="the-speaker-goes-on"),)
    ledger = book(tmp_path, {"added-1": (PRONOUN,)}, claims)
    assert [r["event_id"] for r in rows(ledger, "from unnamed_only")] == ["added"]


def test_sources_come_outermost_first_with_their_standing(tmp_path: Path) -> None:
    ledger = book(tmp_path, {"relayed-1": (PAPER, OFFICIALS)})
    found = rows(ledger, "select position, text, cue, authority from on_whose_word order by position")
    assert [(r["position"], r["text"]) for r in found] == [(1, "The Nairobi Post"), (2, "officials")]
    assert found[1]["authority"] == ["senior"]


def test_a_ledger_of_an_older_version_stays_open(tmp_path: Path) -> None:
    """Rows without today's columns are read as null, and new rows can be added to them."""
    from deltalake import DeltaTable, write_deltalake

    ledger = book(tmp_path, {"old-1": (OFFICIALS,)})
    table = DeltaTable(str(tmp_path / "event_mentions")).to_pyarrow_table().drop_columns(["article_factuality"])
    write_deltalake(str(tmp_path / "event_mentions"), table, mode="overwrite", schema_mode="overwrite")
    assert rows(ledger, "select article_factuality from event_mentions") == [{"article_factuality": None}]
    ledger.commit([coding(document("Troops met rebels again."))])
    found = rows(ledger, "select article_factuality from event_mentions order by 1")
    assert found == [{"article_factuality": "UU"}, {"article_factuality": None}]
