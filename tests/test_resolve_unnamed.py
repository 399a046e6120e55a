from __future__ import annotations

from dataclasses import replace

import pytest

from newsledger.records import Attribution, EventMention, Party
from newsledger.resolve.unnamed import fill_unnamed
from tests.builders import document, mention

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


def told(text: str, trigger: str, **fields: object) -> EventMention:
    """A mention with a sentence of its own."""
    return mention(document(text), trigger, **fields)


SYRIA = Party("warehouse", 0, 9, country="SYR", reason="city")
TURKEY = Party("Turkish jets", 0, 12, country="TUR", sector="MIL", reason="demonym")
EGYPT = Party("Egypt", 0, 5, country="EGY", sector="GOV", reason="country name")


def condemned(verb: str, event_type: str, *before: EventMention) -> tuple[str | None, str | None]:
    """Whom Egypt means by "VERB the strikes" in the sentence after others."""
    text = f"Egypt {verb} the recent strikes."
    verb_mention = told(text, verb, event_type=event_type, actors=(EGYPT,), recipients=(LEFT_OUT,))
    noun = told(text, "strikes", event_type="ASSAULT", actors=(LEFT_OUT,), recipients=(LEFT_OUT,))
    placed = [replace(m, sentence_index=i) for i, m in enumerate(before)]
    rest = [replace(m, sentence_index=len(before)) for m in (verb_mention, noun)]
    filled = list(fill_unnamed([*placed, *rest], lambda _: ("SYR", "story plays in SYR")))
    party = filled[len(before)].recipients[0]
    return party.country, party.sector


def test_what_a_verb_governs_says_whom_it_is_aimed_at() -> None:
    bombed = mention(event_type="ASSAULT", actors=(TURKEY,), recipients=(SYRIA,))
    for verb, event_type in (("condemned", "ACCUSE"), ("welcomed", "SUPPORT"), ("protested", "REJECT")):
        assert condemned(verb, event_type, bombed) == ("TUR", "GOV")
    assert condemned("condemned", "ACCUSE") == (None, None)


def test_within_a_state_its_forces_answer_for_themselves() -> None:
    shelled = mention(event_type="ASSAULT", actors=(replace(TURKEY, country="EGY"),), recipients=(SYRIA,))
    assert condemned("condemned", "ACCUSE", shelled) == ("EGY", "MIL")


def test_who_is_blamed_did_the_harm_and_who_is_hurt_blames() -> None:
    fired = mention(event_type="ASSAULT", actors=(TURKEY,), recipients=(replace(SYRIA, sector="AGR"),))
    protest = mention(event_type="ACCUSE", actors=(EGYPT,), recipients=(LEFT_OUT,))
    assert fill(fired, protest)[1].recipients[0].country == "TUR"


def test_a_government_goes_on_against_whom_it_acted_before() -> None:
    recall = mention(event_type="SANCTION", actors=(EGYPT,), recipients=(replace(KENYA, country="SDN"),))
    refusal = mention(event_type="REJECT", actors=(EGYPT,), recipients=(LEFT_OUT,))
    assert fill(recall, refusal, plays="EGY")[1].recipients[0].country == "SDN"


def test_a_refusal_answers_whoever_acted_on_the_party() -> None:
    accused = mention(event_type="ACCUSE", actors=(replace(KENYA, country="UGA"),), recipients=(EGYPT,))
    harboured = mention(event_type="AID", actors=(EGYPT,), recipients=(replace(KENYA, country="EGY", sector="CRM"),))
    refusal = mention(event_type="REJECT", actors=(EGYPT,), recipients=(LEFT_OUT,))
    assert fill(accused, harboured, refusal, plays="EGY")[2].recipients[0].country == "UGA"


@pytest.mark.parametrize(
    ("words", "country"),
    [("vowed to retaliate", "UGA"), ("promised a response", "UGA"), ("threatened reprisals", "EGY")],
)
def test_who_retaliates_threatens_whoever_acted_on_the_party(words: str, country: str) -> None:
    own = replace(EGYPT, text="two Egyptians", sector="CVL", sectors=("CVL",))
    expelled = mention(event_type="SANCTION", actors=(replace(KENYA, country="UGA"),), recipients=(own,))
    page = document(f"On Tuesday evening in Cairo, Egypt {words}.")
    threat = mention(page, words, event_type="THREATEN", actors=(EGYPT,), recipients=(LEFT_OUT,))
    assert fill(expelled, threat, plays="EGY")[1].recipients[0].country == country


def test_a_charge_is_made_by_the_source_that_told_of_the_deed() -> None:
    watch = Attribution("Amnesty International", 0, 21, None, "office", False, country="NGO", name="Amnesty")
    army = replace(KENYA, text="soldiers", sector="MIL")
    tortured = mention(event_type="ASSAULT", actors=(army,), recipients=(SYRIA,), attributions=(watch,))
    text = "The army denied the accusation."
    charge = told(text, "accusation", event_type="ACCUSE", actors=(LEFT_OUT,), recipients=(army,))
    (found,) = fill(tortured, charge, plays="KEN")[1].actors
    assert (found.country, found.name) == ("NGO", "Amnesty")
    assert "said by Amnesty" in found.reason


@pytest.mark.parametrize(
    ("event_type", "mode", "sector", "expected"),
    [
        ("AGREE", None, "GOV", None),
        ("AID", None, "MIL", None),
        ("SANCTION", "withdraw", "GOV", None),
        ("COERCE", "restrict", "GOV", None),
        ("REJECT", None, "LAB", "KEN"),
        ("REQUEST", None, "GOV", "KEN"),
    ],
)
def test_nobody_gives_to_himself_or_punishes_himself(
    event_type: str, mode: str | None, sector: str, expected: str | None
) -> None:
    giver = replace(KENYA, sector=sector)
    gift = mention(event_type=event_type, event_mode=mode, actors=(giver,), recipients=(LEFT_OUT,))
    (only,) = fill(gift, plays="KEN")
    assert only.recipients[0].country == expected


def test_of_two_who_met_the_giver_gives_to_the_other() -> None:
    uganda = replace(KENYA, text="Uganda", country="UGA")
    met = mention(event_type="CONSULT", actors=(KENYA, uganda))
    gift = mention(event_type="AGREE", actors=(uganda,), recipients=(LEFT_OUT,))
    assert [p.country for p in fill(met, gift)[1].recipients] == ["KEN"]
