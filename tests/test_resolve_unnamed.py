from __future__ import annotations

from dataclasses import replace

from newsledger.records import EventMention, Party
from newsledger.resolve.unnamed import fill_unnamed
from tests.builders import mention

KENYA = Party("Kenya", 0, 5, country="KEN", sector="GOV", reason="country name")
LEFT_OUT = Party(None, None, None, reason="the sentence does not name the party")


def fill(*mentions: EventMention, plays: str | None = None) -> list[EventMention]:
    placed = [replace(m, sentence_index=i) for i, m in enumerate(mentions)]
    return list(fill_unnamed(placed, lambda _: (plays, f"story plays in {plays}")))


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
    assert fill(mention(actors=(KENYA,)), unknown)[1].actors == unknown.actors


def test_the_same_type_of_event_counts_more_than_the_nearest() -> None:
    seized = mention(event_type="COERCE", actors=(KENYA,), recipients=(replace(KENYA, country="UGA"),))
    said = mention(event_type="CONSULT", actors=(replace(KENYA, country="TZA"),))
    seizure = mention(event_type="COERCE", actors=(LEFT_OUT,))
    assert fill(seized, said, seizure)[2].actors[0].country == "KEN"


def test_nobody_is_taken_for_his_own_counterpart() -> None:
    uganda = replace(KENYA, text="Uganda", country="UGA")
    first = mention(event_type="ACCUSE", actors=(uganda,), recipients=(KENYA,))
    answer = mention(event_type="REJECT", actors=(KENYA,), recipients=(LEFT_OUT,))
    assert fill(first, answer)[1].recipients[0].country == "UGA"


def test_an_attacker_is_taken_over_from_other_attacks_only() -> None:
    police = replace(KENYA, text="police", sector="COP")
    arrest = mention(event_type="COERCE", actors=(police,))
    bomb = mention(event_type="ASSAULT", event_mode="explosives", actors=(LEFT_OUT,))
    assert fill(arrest, bomb, plays="KEN")[1].actors == (LEFT_OUT,)
    rebels = replace(KENYA, text="rebels", sector="REB")
    shelling = mention(event_type="ASSAULT", actors=(rebels,), recipients=(police,))
    assert [p.sector for p in fill(arrest, shelling, bomb, plays="KEN")[2].actors] == ["REB"]
    crowd = mention(event_type="ASSAULT", event_mode="crowd-control", actors=(LEFT_OUT,))
    assert fill(arrest, crowd)[1].actors[0].sector == "COP"


def test_where_the_story_plays_is_the_last_resort() -> None:
    (only,) = fill(mention(actors=(LEFT_OUT,)), plays="PER")
    assert (only.actors[0].country, only.actors[0].sector) == ("PER", "GOV")
    assert "story plays in PER" in only.actors[0].reason
