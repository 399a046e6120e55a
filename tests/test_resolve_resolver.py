"""The resolver on whole mentions, places, claims and its tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.extract.quantity import find_quantities
from newsledger.records import (
    Article,
    Attribution,
    Claim,
    Document,
    EventMention,
    Party,
    Place,
    Provenance,
    Score,
    Sentence,
    TextSpan,
    make_document,
)
from newsledger.resolve import Resolver, code_party
from newsledger.resolve.entries import CHECKED_TO, Entry, sector_on
from newsledger.resolve.knowledge import Knowledge, read_table

TEXT = (
    "Sudanese soldiers detained two reporters in Khartoum on Monday. They later freed the pair. "
    "Norwegian Foreign Minister Kari Dahl condemned the arrests. She spoke in Tripoli, Lebanon."
)


def article_of(text: str, *, url: str | None = None, title: str | None = None) -> tuple[Article, Document]:
    document = make_document(text, url=url, title=title, document_creation_time="2021-05-04")
    sentences, start = [], 0
    while start < len(text):
        end = text.find(". ", start) + 1 or len(text)
        sentences.append(Sentence(start, end))
        start = end + 1
    return Article("a", document.document_id, 0, 0, len(text), "main", False, None, None, tuple(sentences)), document


def span(text: str, part: str) -> tuple[str, int, int]:
    at = text.index(part)
    return part, at, at + len(part)


def mention(text: str, actors: list[str], recipients: list[str], place: str | None = None) -> EventMention:
    trigger = TextSpan(*span(text, actors[0]))
    return EventMention(
        "m", "e", "d", None, 0, 0, None, text, 0, len(text), "COERCE", "arrest", (), (), None, "", -7.0, trigger,
        tuple(Party(*span(text, a)) for a in actors), tuple(Party(*span(text, r)) for r in recipients), None,
        Place(*span(text, place)) if place else None, (), (), "CT+", 0.9, Provenance("test", (), "0"),
    )  # fmt: skip


def test_fills_parties_and_place_and_leaves_the_rest() -> None:
    article, document = article_of(TEXT)
    before = mention(TEXT, ["Sudanese soldiers"], ["two reporters"], "Khartoum")
    (after,) = Resolver.load().resolve([before], article, document)
    (actor,), (recipient,) = after.actors, after.recipients
    assert (actor.country, actor.sector, actor.sectors) == ("SDN", "MIL", ("MIL",))
    assert actor.reason == "Sudanese (demonym) -> SDN; soldiers (role) -> MIL"
    assert (recipient.country, recipient.sector) == ("SDN", "JRN")
    assert recipient.reason == "reporters (role) -> JRN; as in 'reporters in Khartoum' -> SDN"
    assert after.place is not None
    assert (after.place.country, after.place.granularity) == ("SDN", "city")
    assert after.place.geonames_id is not None
    assert replace(after, actors=before.actors, recipients=before.recipients, place=before.place) == before


def test_a_crowd_without_a_country_is_of_the_place_where_it_protests() -> None:
    at_home = "Sweden held an election, Swedish officials said. The Swedish parliament sat in Stockholm, Sweden."
    text = f"{at_home} Students in large numbers marched through Ghent, Belgium."
    article, document = article_of(text)
    march = replace(mention(text, ["Students"], [], "Ghent, Belgium"), event_type="PROTEST", event_mode="demo")
    (after,) = Resolver.load().resolve([march], article, document)
    assert (after.actors[0].country, after.actors[0].sector) == ("BEL", "EDU")
    assert after.actors[0].reason == "Students (role) -> EDU; protests in “Ghent, Belgium” -> BEL"
    (arrest,) = Resolver.load().resolve([replace(march, event_type="COERCE")], article, document)
    assert arrest.actors[0].country == "SWE"


@pytest.mark.parametrize(
    ("text", "actors", "recipients", "place", "code"),
    [
        ("Egyptian officials paid the workers 20 million pounds.", ["Egyptian officials"], ["workers"], None, "EGP"),
        ("Officials paid 20 million pounds in Juba, South Sudan.", [], [], "Juba, South Sudan", "SSP"),
        ("The agency lent Tunisia 20 million dinars.", ["agency"], ["Tunisia"], None, "TND"),
        ("Chile held a vote. Officials in Chile set aside 20 million pesos.", ["Officials"], [], None, "CLP"),
        ("British officials paid Egypt 20 million pounds.", ["British officials"], ["Egypt"], None, "GBP"),
        ("India and Nepal paid 20 million rupees.", ["India", "Nepal"], [], None, "INR"),
        ("Chile paid 20 million dollars.", ["Chile"], [], None, "USD"),
        ("Egypt paid 20 million Sudanese pounds.", ["Egypt"], [], None, "SDG"),
    ],
)
def test_money_is_that_of_the_country(
    text: str, actors: list[str], recipients: list[str], place: str | None, code: str
) -> None:
    article, document = article_of(text)
    before = replace(mention(text, actors or ["paid"], recipients, place), quantities=find_quantities(text))
    (after,) = Resolver.load().resolve([before if actors else replace(before, actors=())], article, document)
    assert [q.unit for q in after.quantities] == [code]


def test_a_party_without_words_stays_null_with_a_reason_in_a_story_without_countries() -> None:
    text = "Soldiers fired shots."
    article, document = article_of(text)
    silent = replace(mention(text, ["Soldiers"], []), recipients=(Party(None, None, None),))
    (after,) = Resolver.load().resolve([silent], article, document)
    assert after.recipients[0].country is None
    assert "does not name the party" in after.recipients[0].reason


def test_several_states_become_several_parties_with_the_same_words() -> None:
    text = "Peru and Chile opened talks. The two countries agreed on a border."
    article, document = article_of(text)
    first = mention(text, ["Peru", "Chile"], [])
    second = mention(text, ["two countries"], [])
    _, after = Resolver.load().resolve([first, second], article, document)
    assert {p.country for p in after.actors} == {"PER", "CHL"}
    assert {(p.text, p.start) for p in after.actors} == {("two countries", text.index("two countries"))}


def event(text: str, actors: list[str], recipients: list[str], event_type: str, trigger: str) -> EventMention:
    told = mention(text, actors, recipients)
    return replace(told, event_type=event_type, event_mode=None, trigger=TextSpan(*span(text, trigger)))


@pytest.mark.parametrize(
    ("text", "events", "words", "expected"),
    [
        (
            "Armenia shelled Azerbaijan. Iran and Georgia urged both sides to stop.",
            [("Armenia", "Azerbaijan", "ASSAULT", "shelled"), ("Iran+Georgia", "both sides", "REQUEST", "urged")],
            "both sides",
            {("ARM", "GOV"), ("AZE", "GOV")},
        ),
        (
            "Togo and Benin urged both sides to talk after Malian soldiers clashed with Malian rebels.",
            [
                ("Togo+Benin", "both sides", "REQUEST", "urged"),
                ("Malian soldiers", "Malian rebels", "ASSAULT", "clashed"),
            ],
            "both sides",
            {("MLI", "MIL"), ("MLI", "REB")},
        ),
        (
            "Thailand accused Cambodia of a raid. Malaysian and Indonesian mediators left. The two countries agreed.",
            [
                ("Thailand", "Cambodia", "ACCUSE", "accused"),
                ("Malaysian and Indonesian mediators", "", "RETREAT", "left"),
                ("two countries", "", "AGREE", "agreed"),
            ],
            "two countries",
            {("THA", "GOV"), ("KHM", "GOV")},
        ),
        (
            "India and Pakistan clashed. Peru met Chile in Lima. The two countries signed.",
            [
                ("India+Pakistan", "", "ASSAULT", "clashed"),
                ("Peru", "Chile", "CONSULT", "met"),
                ("two countries", "", "AGREE", "signed"),
            ],
            "two countries",
            {("PER", "GOV"), ("CHL", "GOV")},
        ),
        (
            "India and Pakistan clashed. Peru met Chile in Lima. Brazil asked the warring sides to talk.",
            [
                ("India+Pakistan", "", "ASSAULT", "clashed"),
                ("Peru", "Chile", "CONSULT", "met"),
                ("Brazil", "warring sides", "REQUEST", "asked"),
            ],
            "warring sides",
            {("IND", "GOV"), ("PAK", "GOV")},
        ),
        (
            "Serbia and Kosovo fell out over licence plates. The EU urged both sides to talk.",
            [("EU", "both sides", "REQUEST", "urged")],
            "both sides",
            {("SRB", "GOV"), ("KOS", "GOV")},
        ),
        (
            "Togo and Benin urged both sides to talk.",
            [("Togo+Benin", "both sides", "REQUEST", "urged")],
            "both sides",
            {(None, None)},
        ),
    ],
)
def test_both_sides_are_those_who_fight_and_nobody_who_speaks_to_them(
    text: str, events: list[tuple[str, str, str, str]], words: str, expected: set[tuple[str | None, str | None]]
) -> None:
    article, document = article_of(text)
    told = [
        event(text, actors.split("+"), [recipients] if recipients else [], kind, trigger)
        for actors, recipients, kind, trigger in events
    ]
    resolved = Resolver.load().resolve(told, article, document)
    found = {(p.country, p.sector) for m in resolved for p in (*m.actors, *m.recipients) if p.text == words}
    assert found == expected


@pytest.mark.parametrize(
    ("text", "events", "words", "expected"),
    [
        (
            "Chilean President Pedro Rojas met Peruvian President Luis Quispe. The president criticised Lima.",
            [("president", "Lima", "ACCUSE", "criticised")],
            "president",
            {("CHL", "GOV")},
        ),
        (
            "Kenya's President Mwangi Otieno saw Tanzanian Vice President Asha Juma. He urged her to wait.",
            [("He", "her", "REQUEST", "urged")],
            "her",
            {("TZA", "GOV")},
        ),
        (
            "The Philippine government and the NPA signed a deal in Oslo. Both sides praised it.",
            [
                ("Philippine government+NPA", "", "SUPPORT", "signed"),
                ("Both sides", "", "SUPPORT", "praised"),
            ],
            "Both sides",
            {("PHL", "GOV"), ("PHL", "REB")},
        ),
        (
            "India and Pakistan made a truce. The two sides pulled back. The former thanked China.",
            [
                ("India+Pakistan", "", "AGREE", "made"),
                ("two sides", "", "RETREAT", "pulled back"),
                ("former", "China", "SUPPORT", "thanked"),
            ],
            "former",
            {("IND", "GOV")},
        ),
        (
            "Britain accused Norway of dumping. London condemned its ally.",
            [("Britain", "Norway", "ACCUSE", "accused"), ("London", "its ally", "ACCUSE", "condemned")],
            "its ally",
            {("NOR", "GOV")},
        ),
        (
            "Chad met Sudan. The army of Chad attacked its neighbour.",
            [("Chad", "Sudan", "CONSULT", "met"), ("army of Chad", "its neighbour", "ASSAULT", "attacked")],
            "its neighbour",
            {(None, "GOV")},
        ),
        (
            "Students marched in Nairobi, Kenya. Police arrested their leaders.",
            [("Students", "", "PROTEST", "marched"), ("Police", "their leaders", "COERCE", "arrested")],
            "their leaders",
            {("KEN", "EDU")},
        ),
    ],
)
def test_who_stands_on_the_other_side_is_somebody_else(
    text: str, events: list[tuple[str, str, str, str]], words: str, expected: set[tuple[str | None, str | None]]
) -> None:
    article, document = article_of(text)
    told = [
        event(text, actors.split("+"), [recipients] if recipients else [], kind, trigger)
        for actors, recipients, kind, trigger in events
    ]
    resolved = Resolver.load().resolve(told, article, document)
    found = {(p.country, p.sector) for m in resolved for p in (*m.actors, *m.recipients) if p.text == words}
    assert found == expected


def test_a_context_of_resolved_events_knows_who_fought() -> None:
    text = "Mali shelled Niger. Peru met Chile. The warring sides wrote."
    article, document = article_of(text)
    told = [event(text, ["Mali"], ["Niger"], "ASSAULT", "shelled"), event(text, ["Peru"], ["Chile"], "CONSULT", "met")]
    context = Resolver.load().context(article, document, Resolver.load().resolve(told, article, document))
    assert {c.country for c in code_party("warring sides", context)} == {"MLI", "NER"}


@pytest.mark.parametrize(
    ("place", "text", "words", "country"),
    [
        ("LJUBLJANA", "Croatian police held two Slovenian men. Croatia gave no reason. The ministry protested.",
         "ministry", "SVN"),
        (None, "Croatian police held two Slovenian men. Croatia gave no reason. The ministry protested.",
         "ministry", "HRV"),
        ("CAIRO", "Fighting raged in Sudan. The ministry said 30 people had died.", "ministry", "SDN"),
        (None, "Lesotho shut its border. The foreign ministry said South Africa had lied to the world.",
         "foreign ministry", "LSO"),
        ("ACCRA", "Ghana asked Cameroon to talk. The army fired on separatists in Bamenda, Cameroon.",
         "separatists", "CMR"),
        (None, "Peru and Bolivia fell out. The foreign ministry said La Paz would act.", "foreign ministry", "BOL"),
    ],
)  # fmt: skip
def test_a_bare_office_is_of_the_home_of_the_story_and_not_of_whom_it_talks_of(
    place: str | None, text: str, words: str, country: str
) -> None:
    article, document = article_of(text)
    context = Resolver.load().context(replace(article, dateline_place=place), document)
    (found,) = code_party(words, context, at=text.index(words))
    assert found.country == country, found.reason


@pytest.mark.parametrize(
    ("place", "text", "words", "country"),
    [
        # The story names no country, or only others'.
        ("MASERU", "Police detained 18 trade unionists. The government banned marches.", "government", "LSO"),
        ("MASERU", "Police detained 18 trade unionists. The government banned marches.", "Police", "LSO"),
        ("DAR ES SALAAM, Tanzania", "Gunmen killed nine farmers. Kenya voiced concern.", "farmers", "TZA"),
        ("MANDALAY, Myanmar", "Security forces opened fire. Doctors went on strike.", "Doctors", "MMR"),
        ("PARIS, Texas", "Police held two men on Monday.", "Police", "USA"),
        ("KINSHASA", "The government banned imports of poultry from Spain. Traders groaned.", "Traders", "COD"),
        ("JAKARTA, Indonesia", "The navy accused Vietnam of theft. The president called for calm.", "navy", "IDN"),
        ("SANTIAGO, Chile", "Students marched against the war in Sudan. Police used gas.", "Police", "CHL"),
        ("KAMPALA", "The army fought rebels based in Congo. The president was glad.", "army", "UGA"),
        ("ISLAMABAD", "The army said Afghan soldiers had fired. The ministry summoned the envoy.", "army", "PAK"),
        ("BRIDGETOWN", "The prime minister met the president of Ghana. The government is glad.", "government", "BRB"),
        # The lead is set elsewhere.
        ("NAIROBI", "A bomb killed 12 in the Somali capital. The government vowed revenge.", "government", "SOM"),
        ("RIYADH", "Fighters hit a tanker off Yemen. The government condemned it.", "government", "YEM"),
        ("TBILISI", "Armenian police held an archbishop. The government defended it.", "government", "ARM"),
        ("BUENOS AIRES", "Bolivian miners seized a colonel. The government sent troops.", "government", "BOL"),
        ("ISLAMABAD", "The Taliban banned women from parks. The government gave no reason.", "government", "AFG"),
        ("HONG KONG", "Chinese police detained a man. The government made no comment.", "government", "CHN"),
        ("ADDIS ABABA", "Soldiers held the vice president of South Sudan. The government fell.", "government", "SSD"),
        ("BANGKOK", "A scandal over Malaysia's prime minister goes on. The government is silent.", "government", "MYS"),
        ("GENEVA", "Inspectors spoke of Eritrea. The government made no comment.", "government", "ERI"),
        ("WHITE HOUSE", "The government made no comment.", "government", None),
    ],
)  # fmt: skip
def test_the_dateline_says_where_a_story_plays_whose_lead_is_not_set_elsewhere(
    place: str, text: str, words: str, country: str | None
) -> None:
    article, document = article_of(text)
    context = Resolver.load().context(replace(article, dateline_place=place), document)
    (found,) = code_party(words, context, at=text.index(words))
    assert found.country == country, found.reason


def test_claims_get_country_and_sector_and_give_the_speaker() -> None:
    text = 'Kenyan Foreign Minister Ann Otieno spoke on Sunday. "We will send police," Otieno said.'
    article, document = article_of(text)
    attribution = Attribution("Otieno", *span(text, "Otieno said")[1:], None, "named_person", False)
    attribution = replace(attribution, end=attribution.start + len("Otieno"))
    claim = Claim("c", "d", 0, 1, attribution, 0, ())
    (resolved,) = Resolver.load().resolve_claims([claim], article, document)
    assert (resolved.attribution.country, resolved.attribution.sector) == ("KEN", "GOV")
    (after,) = Resolver.load().resolve([mention(text, ["We"], [])], article, document, sources=[claim])
    assert (after.actors[0].country, after.actors[0].sector) == ("KEN", "GOV")


def test_the_publisher_speaks_in_its_own_release() -> None:
    text = "We welcome the election in Zambia. The Secretary met Zambian officials."
    article, document = article_of(text, url="https://www.state.gov/example")
    context = Resolver.load().context(article, document)
    assert code_party("We", context, at=0)[0].country == "USA"
    assert code_party("Secretary", context, at=text.index("Secretary"))[0].country == "USA"


def test_a_joint_statement_speaks_for_its_signatories() -> None:
    text = "The text was released by the Governments of Peru, Chile, and Ecuador. We condemn the coup in Mali."
    article, document = article_of(text, title="Joint Statement on Mali")
    found = code_party("We", Resolver.load().context(article, document), at=text.index("We"))
    assert [c.country for c in found] == ["PER", "CHL", "ECU"]


@pytest.mark.parametrize(
    ("text", "words", "country", "granularity"),
    [
        ("Rockets fell on Tripoli, Lebanon, overnight.", "Tripoli, Lebanon", "LBN", "city"),
        ("A man was held in Lebanon, Ohio, on Monday.", "Lebanon, Ohio", "USA", "city"),
        ("A man was held in Lebanon, Ohio, on Monday.", "Lebanon", "USA", "city"),
        ("Militias fought in Tripoli. The Libyan government fled.", "Tripoli", "LBY", "city"),
        ("Ships met in the South China Sea.", "South China Sea", None, "sea"),
        ("Fires burned in California.", "California", "USA", "region"),
        ("Police in Peru sealed off the square.", "square", "PER", "site"),
        ("Troops moved along Syria's border with Iraq.", "Syria's border with Iraq", None, None),
        ("Talks opened in Geneva on Monday.", "Geneva", "CHE", "city"),
    ],
)
def test_places(text: str, words: str, country: str | None, granularity: str | None) -> None:
    article, document = article_of(text)
    placed = mention(text, [text.split()[0]], [], words)
    (after,) = Resolver.load().resolve([placed], article, document)
    assert after.place is not None
    assert (after.place.country, after.place.granularity) == (country, granularity), after.place.reason


def test_after_the_last_check_the_reason_says_so() -> None:
    holder = Entry("person", "A B", "PER", "GOV", start="2024-01-01")
    assert sector_on(holder, "2031-01-01") == ("GOV", f"in office from 2024-01-01, unknown after {CHECKED_TO}")
    assert sector_on(holder, "2020-01-01")[0] is None


def test_tables_hold_only_known_codes() -> None:
    from newsledger.resolve.entries import ORGANISATION_CODES

    known = {row["iso3"] for row in read_table("countries.csv")} | ORGANISATION_CODES | {""}
    for table, column in (("names.csv", "code"), ("organisations.csv", "code"), ("officials.csv", "country"),
                          ("leaders.csv", "country"), ("regions.csv", "iso3")):  # fmt: skip
        assert {row[column] for row in read_table(table)} <= known, table


def test_terms_of_office_do_not_end_before_they_begin() -> None:
    for row in read_table("officials.csv"):
        assert not row["to"] or row["from"] <= row["to"], row


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_coded_without_error(words: str) -> None:
    article, document = article_of("Police in Peru arrested a man.")
    found = code_party(words, Resolver.load().context(article, document))
    assert found
    assert all(c.reason for c in found)


@given(st.text(alphabet="İıßAa’'- Irannpoliceꜱ", max_size=60))
def test_scan_offsets_lie_in_the_text(text: str) -> None:
    for hit in Knowledge.load().scan(text):
        assert 0 <= hit.start < hit.end <= len(text)


@pytest.mark.parametrize("piece", ["Alpha Beta ", "of the ", "minister of ", ", Iran and ", "Mr. Secretary for the "])
def test_long_runs_cost_no_quadratic_time(piece: str) -> None:
    import time

    text = piece * 2000
    article, document = article_of(text)
    started = time.process_time()
    context = Resolver.load().context(article, document)
    code_party(text, context)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("by_name", [0.9, 0.4])
def test_a_party_by_name_and_by_pronoun_counts_once(by_name: float) -> None:
    text = "Daniel Okoth, the Ugandan foreign minister, spoke. Okoth said he had refused the offer of Kenyan envoys."
    article, document = article_of(text)
    at = text.index("Okoth said")
    told = mention(text, ["Okoth"], ["Kenyan envoys"])
    he = text.index(" he ") + 1
    actors = (Party("Okoth", at, at + 5), Party("he", he, he + 2))
    scores = (Score("actor", f"{at}:{at + 5}", by_name), Score("actor", f"{he}:{he + 2}", 0.6))
    told = replace(told, actors=actors, provenance=replace(told.provenance, scores=scores))
    (resolved,) = Resolver.load().resolve([told], article, document)
    assert [(p.text, p.country) for p in resolved.actors] == [("Okoth", "UGA")]


@pytest.mark.parametrize(
    ("actors", "expected"),
    [
        (["Danish"], {("Danish", "DNK"), ("Danish", "NOR")}),
        (["Danish", "Norwegian warplanes"], {("Danish", "DNK"), ("Norwegian warplanes", "NOR")}),
        (["Danish", "drones"], {("Danish", "DNK"), ("Danish", "NOR"), ("drones", "DNK"), ("drones", "NOR")}),
    ],
)
def test_a_state_of_a_list_counts_where_its_own_words_are_no_party(
    actors: list[str], expected: set[tuple[str, str]]
) -> None:
    text = "Danish and Norwegian warplanes, submarines and drones arrested a man."
    article, document = article_of(text)
    told = mention(text, actors, ["a man"])
    (resolved,) = Resolver.load().resolve([told], article, document)
    assert {(p.text, p.country) for p in resolved.actors} == expected
    assert {p.sector for p in resolved.actors} == {"MIL"}


def test_what_one_context_learns_of_a_person_no_other_context_knows() -> None:
    article, document = article_of("Kari Dahl arrived in Oslo. Officials met Dahl there.")
    first = Resolver.load().context(article, document)
    before = first.people.lookup("Dahl")
    first.people.learn("Kari Dahl", replace(before, country="NOR", sector="GOV"))
    assert first.people.lookup("Dahl").country == "NOR"
    assert Resolver.load().context(article, document).people.lookup("Dahl") == before


TOLD = "not of the other side"


@pytest.mark.parametrize(
    ("text", "actors", "recipients", "kind", "words", "country"),
    [
        # No state takes a measure against itself.
        ("Portugal sanctioned traders.", ["Portugal"], ["traders"], "SANCTION/discontinue", "traders", None),
        ("Two firms were sanctioned by Japan.", ["Japan"], ["Two firms"], "SANCTION/discontinue", "Two firms", None),
        ("Poland expelled the ambassador.", ["Poland"], ["ambassador"], "SANCTION/expel", "ambassador", None),
        ("Peru dismissed the police chief.", ["Peru"], ["police chief"], "SANCTION/expel", "police chief", "PER"),
        ("Chile banned a union.", ["Chile"], ["union"], "COERCE/restrict", "union", "CHL"),
        # Who receives an ambassador is not of his country.
        ("The health minister received the Dutch ambassador.", ["health minister", "Dutch ambassador"], [],
         "CONSULT/visit", "health minister", None),
        ("The health minister received the Dutch ambassador. Malawi and Dutch firms agreed.",
         ["health minister", "Dutch ambassador"], [], "CONSULT/visit", "health minister", "MWI"),
        ("The premier thanked Australia.", ["premier"], ["Australia"], "SUPPORT/", "premier", None),
        ("The president met President Sena of Togo.", ["president", "President Sena of Togo"], [], "CONSULT/",
         "president", None),
        ("The governor praised the Nigerian army.", ["governor"], ["Nigerian army"], "SUPPORT/", "governor", "NGA"),
        ("The president met Kenyan officials.", ["president", "Kenyan officials"], [], "CONSULT/", "president", "KEN"),
    ],
)  # fmt: skip
def test_what_only_the_story_tells_gives_way_to_the_other_side(
    text: str, actors: list[str], recipients: list[str], kind: str, words: str, country: str | None
) -> None:
    article, document = article_of(text)
    event_type, _, mode = kind.partition("/")
    before = replace(mention(text, actors, recipients), event_type=event_type, event_mode=mode or None)
    (after,) = Resolver.load().resolve([before], article, document)
    party = next(p for p in (*after.actors, *after.recipients) if p.text == words)
    assert party.country == country, party.reason
    assert country or TOLD in party.reason


@pytest.mark.parametrize(
    ("text", "actor", "place", "country"),
    [
        ("Belarus freed a nurse in Doha.", "Belarus", "Doha", None),
        ("Belarus freed a nurse in Minsk.", "Belarus", "Minsk", "BLR"),
        ("Hamas freed a nurse in Gaza City.", "Hamas", "Gaza City", "PSE"),
    ],
)
def test_where_captives_are_handed_over_tells_nothing_of_whose_they_are(
    text: str, actor: str, place: str, country: str | None
) -> None:
    article, document = article_of(text)
    freed = event(text, [actor], ["nurse"], "RETREAT", "freed")
    freed = replace(freed, event_mode="release", place=Place(*span(text, place)))
    (after,) = Resolver.load().resolve([freed], article, document)
    assert after.recipients[0].country == country, after.recipients[0].reason


def test_a_host_is_of_the_state_from_whose_city_the_story_is_told() -> None:
    text = "The trade minister met the Indian ambassador. The trade minister thanked India."
    article, document = article_of(text)
    met = event(text, ["trade minister", "Indian ambassador"], [], "CONSULT", "met")
    (after,) = Resolver.load().resolve([met], replace(article, dateline_place="GABORONE"), document)
    assert after.actors[0].country == "BWA"
    assert "told from GABORONE" in after.actors[0].reason


def test_a_host_is_of_the_state_to_which_the_ambassador_is_sent() -> None:
    text = "Ghana’s ambassador to Lima met two deputy ministers. Ghana welcomed it."
    article, document = article_of(text)
    met = event(text, ["Ghana’s ambassador to Lima", "two deputy ministers"], [], "CONSULT", "met")
    (after,) = Resolver.load().resolve([met], replace(article, dateline_place="NAIROBI"), document)
    assert after.actors[1].country == "PER"


def test_a_government_does_not_negotiate_with_its_own_seat() -> None:
    text = "Kenya was dismayed. Nairobi and London and London. The government is negotiating with Downing Street."
    article, document = article_of(text)
    talks = event(text, ["government"], ["Downing Street"], "CONSULT", "negotiating")
    (after,) = Resolver.load().resolve([talks], article, document)
    assert (after.actors[0].country, after.recipients[0].country) == ("KEN", "GBR")


def test_who_spoke_last_makes_the_demand() -> None:
    text = "Oxfam said hunger spread in Mali. The government should open the roads."
    article, document = article_of(text)
    asked = event(text, ["Oxfam"], ["government"], "REQUEST", "should open")
    demand = replace(asked, actors=(Party(None, None, None),))
    said = Claim("c", "d", 0, 1, Attribution(*span(text, "Oxfam"), None, "office", False), 0, ())
    (after,) = Resolver.load().resolve([demand], article, document, sources=[said])
    assert [(p.country, p.text) for p in after.actors] == [("NGO", None)]
    assert "still speaks" in after.actors[0].reason
    (alone,) = Resolver.load().resolve([demand], article, document)
    assert [p.country for p in alone.actors] == [None]
