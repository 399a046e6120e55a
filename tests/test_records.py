from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from newsledger.records import (
    Claim,
    Document,
    EventMention,
    Party,
    Quantity,
    Sentence,
    content_id,
    from_row,
    make_document,
    to_row,
)
from tests.builders import mention

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.builds(Party, st.none() | text, st.none() | st.integers(), st.none() | st.integers(), st.none() | text))
def test_a_record_survives_the_way_through_json(party: Party) -> None:
    assert from_row(Party, json.loads(json.dumps(to_row(party)))) == party


def test_a_whole_mention_survives_the_way_through_json() -> None:
    quantity = Quantity("two", 0, 3, 2.0, 2.0, False, "people", None)
    before = mention(quantities=(quantity,), actors=(Party("Kenya", 0, 5, sectors=("GOV", "MIL")),))
    assert from_row(EventMention, json.loads(json.dumps(to_row(before)))) == before


def test_the_contract_of_a_mention_is_stable() -> None:
    contract = (
        "event_mention_id event_id document_id external_id article_index sentence_index document_creation_time text "
        "sentence_start sentence_end event_type event_mode contexts auxiliary cameo_code quad_code intensity trigger "
        "actors recipients time place quantities attributions factuality confidence provenance "
        "article_factuality own_type own_mode"
    )
    assert list(to_row(mention())) == contract.split()


def test_unknown_columns_of_a_row_are_ignored() -> None:
    assert from_row(Sentence, {"start": 1, "end": 2, "kind": "body", "colour": "blue"}) == Sentence(1, 2)


@given(text, text)
def test_ids_are_content_hashes(one: str, other: str) -> None:
    assert content_id("d", one) == content_id("d", one)
    assert (content_id("d", one) == content_id("d", other)) == (one == other)


def test_the_identity_of_a_document_leaves_the_date_out() -> None:
    undated: Document = make_document("A text.", url="https://example.org/1")
    dated = make_document("A text.", url="https://example.org/1", document_creation_time="2031-03-12", basis="given")
    elsewhere = make_document("A text.", url="https://example.org/2")
    assert undated.document_id == dated.document_id
    assert undated.document_id != elsewhere.document_id


def test_claims_have_the_documented_columns() -> None:
    contract = (
        "claim_id document_id article_index sentence_index attribution position event_mention_ids "
        "continued_event_mention_ids continued_rules"
    )
    assert list(Claim.__dataclass_fields__) == contract.split()


def test_a_row_of_an_older_version_lacks_what_has_a_default() -> None:
    row = to_row(mention(actors=(Party("Kenya", 0, 5),)))
    del row["article_factuality"]
    row["actors"][0]["sectors"] = None
    back = from_row(EventMention, row)
    assert back.article_factuality == EventMention.__dataclass_fields__["article_factuality"].default
    assert back.actors == (Party("Kenya", 0, 5),)
