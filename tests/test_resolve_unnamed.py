from __future__ import annotations

from dataclasses import replace

from newsledger.records import EventMention, Party
from newsledger.resolve.unnamed import fill_unnamed
from tests.builders import mention

KENYA = Party("Kenya", 0, 5, country="KEN", sector="GOV", reason="country name")
LEFT_OUT = Party(None, None, None, reason="the sentence does not name the party")


def fill(*mentions: EventMention) -> list[EventMention]:
    return list(fill_unnamed(mentions))


def test_a_side_that_is_left_out_is_taken_over_with_the_reason() -> None:
    first = mention(actors=(KENYA,), recipients=(replace(KENYA, country="UGA"),))
    _, second = fill(first, mention(actors=(LEFT_OUT,), recipients=()))
    (party,) = second.actors
    assert (party.country, party.sector, party.text, party.start) == ("KEN", "GOV", None, None)
    assert "taken over" in party.reason
    assert "Kenya" in party.reason
    assert second.recipients == ()


def test_nothing_is_taken_over_where_nothing_was_named() -> None:
    (only,) = fill(mention(actors=(LEFT_OUT,)))
    assert only.actors == (LEFT_OUT,)


def test_an_event_without_a_known_side_does_not_hide_an_earlier_one() -> None:
    unknown = mention(actors=(Party("gunmen", 0, 6, sector="UAF"),))
    *_, last = fill(mention(actors=(KENYA,)), unknown, mention(actors=(LEFT_OUT,)))
    assert last.actors[0].country == "KEN"


def test_a_named_party_is_never_replaced() -> None:
    unknown = mention(actors=(Party("gunmen", 0, 6),))
    assert fill(mention(actors=(KENYA,)), unknown)[1] == unknown
