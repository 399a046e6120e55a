"""Names and their bearers, headlines, deeds of whole peoples, and who cannot be meant because he stands opposite."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsledger.records import Party
from newsledger.resolve import Resolver, code_party
from newsledger.resolve.introductions import names
from newsledger.resolve.scene import states_after, wars
from tests.test_resolve_resolver import article_of, mention


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Voters chose Robert F. Moore.", "Robert F. Moore"),
        ("They met Emily W. Moore in May.", "Emily W. Moore"),
        ("They met under secretary for Political Affairs Enrique Moore there.", "Enrique Moore"),
        ("A judge let Omar Moore Jr. go.", "Omar Moore Jr."),
    ],
)
def test_a_name_keeps_its_initials_and_loses_the_field_of_an_office(text: str, name: str) -> None:
    assert name in [found for _, _, found in names(text, ())]


def test_a_headline_glued_to_the_first_sentence_names_nobody() -> None:
    article, document = article_of("Harsh Winter Plagues Border Talks Moore-NAIROBI — Police met Ann Bell in Nairobi.")
    people = Resolver.load().context(article, document).people
    assert [p.name for p in people.occurrences] == ["Ann Bell"]


@pytest.mark.parametrize(("event_type", "sector"), [("SANCTION", "GOV"), ("ASSAULT", "MIL"), ("PROTEST", "CVL")])
def test_a_whole_people_acts_by_its_state_or_army(event_type: str, sector: str) -> None:
    text = "Peruvians struck at Chile."
    article, document = article_of(text)
    told = replace(mention(text, ["Peruvians"], ["Chile"]), event_type=event_type, event_mode=None)
    (resolved,) = Resolver.load().resolve([told], article, document)
    assert [(p.country, p.sector) for p in resolved.actors] == [("PER", sector)]


def test_some_of_a_people_who_kill_are_no_army() -> None:
    text = "Two Peruvians shot a guard in Chile."
    article, document = article_of(text)
    told = replace(mention(text, ["Two Peruvians"], ["guard"]), event_type="ASSAULT", event_mode=None)
    (resolved,) = Resolver.load().resolve([told], article, document)
    assert [p.sector for p in resolved.actors] == ["CRM"]


def test_a_country_does_not_act_upon_itself() -> None:
    text = "Ghana spoke of Togo. Later Togo wrote of what Togo had done to that country."
    article, document = article_of(text)
    at = text.index("Togo had")
    context = Resolver.load().context(article, document)
    (codes,) = code_party("that country", context, at=text.index("that country"), facing=frozenset({(at, at + 4)}))
    assert codes.country == "GHA"


def test_the_two_are_those_who_acted_together() -> None:
    text = "Ghana and Togo signed a pact. The two will meet again."
    article, document = article_of(text)
    signed = replace(mention(text, ["Ghana", "Togo"], []), event_type="AGREE", event_mode=None)
    at = text.index("two will")
    again = replace(signed, event_mention_id="n", event_type="CONSULT", actors=(Party("two", at, at + 3),))
    again = replace(again, trigger=replace(signed.trigger, start=at, end=at + 3))
    resolved = Resolver.load().resolve([signed, again], article, document)
    assert [p.country for p in resolved[1].actors] == ["GHA", "TGO"]


def test_states_after_a_span_and_wars() -> None:
    text = "The envoys of Ghana, Togo and Benin spoke of Peru's war on Chile and of the invasion of Bolivia."
    article, document = article_of(text)
    story = Resolver.load().context(article, document).story
    assert states_after(story, text.index(" of Ghana")) == ("GHA", "TGO", "BEN")
    assert states_after(story, text.index(" of Peru")) == ()
    assert wars(story) == (("PER", "CHL"), (None, "BOL"))
