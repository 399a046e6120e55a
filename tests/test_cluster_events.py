from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from newsledger.cluster import assign_events
from newsledger.cluster.agree import grounds, score
from newsledger.cluster.folding import fold_event, side_names
from newsledger.cluster.grouping import group_all
from newsledger.cluster.merging import MentionSpace, constraints
from newsledger.cluster.profile import Profile, profile
from newsledger.cluster.sources import Report
from newsledger.cluster.terms import text_vector
from newsledger.records import Attribution, Event, EventMention, Party, Place, Quantity, TextSpan, TimeExpression
from newsledger.records.verdict import Verdict, make_verdict
from tests.builders import document, mention

TEXT = "Sudanese aircraft bombed the market of Kabkabiya on Monday, killing 12 people."
OTHER = "At least 15 people were killed when jets of Sudan's army bombed Kabkabiya, residents said."
LATER = "Sudan's army bombed the airport of Nyala a week later, the governor said."
NIGER = "Nigerien troops bombed a camp of gunmen near Diffa on Monday."


def party(country: str, sector: str | None = None) -> Party:
    return Party("x", 0, 1, country=country, sector=sector)


def on(day: str) -> TimeExpression:
    return TimeExpression("Monday", 0, 6, day, day, day, "day", "test")


def at(name: str, latitude: float, longitude: float, country: str = "SDN") -> Place:
    return Place(name, 0, 1, name, country, None, latitude, longitude, "city")


def killed(low: float, high: float | None) -> Quantity:
    return Quantity(f"{low:g}", 0, 2, low, high, False, "person", "killed")


def told(text: str, publisher: str, day: str = "2031-03-11", trigger: str = "bombed", **changes: Any) -> EventMention:
    page = document(text, publisher=publisher, document_creation_time=day)
    values: dict[str, Any] = {"event_type": "ASSAULT", "event_mode": "aerial", "actors": (party("SDN", "MIL"),)}
    return mention(page, trigger, **(values | changes))


ONE = told(TEXT, "A", time=on("2031-03-10"), place=at("Kabkabiya", 13.6, 24.1), quantities=(killed(12, 12),))
TWO = told(OTHER, "B", place=at("Kabkabiya", 13.6, 24.1), quantities=(killed(15, None),))
WEEK = told(LATER, "A", "2031-03-18", time=on("2031-03-17"), place=at("Nyala", 12.1, 24.9))
ELSEWHERE = told(NIGER, "C", time=on("2031-03-10"), actors=(party("NER", "MIL"),), place=at("Diffa", 13.3, 12.6, "NER"))
ALL = (ONE, TWO, WEEK, ELSEWHERE)


def profiles(*mentions: EventMention) -> dict[str, Profile]:
    return {m.event_mention_id: profile(m, text_vector(m.text)) for m in mentions}


def reports(*mentions: EventMention, copies: dict[str, str] | None = None) -> dict[str, Report]:
    outlets = {"Sudanese": "A", "At": "B", "Sudan's": "A", "Nigerien": "C"}
    return {
        m.document_id: Report(
            m.document_id, outlets.get(m.text.split()[0]), (copies or {}).get(m.document_id, m.document_id), None
        )
        for m in mentions
    }


def groups(*mentions: EventMention, verdicts: tuple[Any, ...] = ()) -> list[set[str]]:
    found = group_all(list(profiles(*mentions).values()), MentionSpace(), constraints(verdicts))
    return sorted((set(g) for c in found for g in c.groups), key=sorted)


def event(*mentions: EventMention, **options: Any) -> Event:
    return fold_event(mentions, profiles(*mentions), reports(*mentions, **options))


def ids(*mentions: EventMention) -> set[str]:
    return {m.event_mention_id for m in mentions}


def test_reports_of_one_act_are_one_event_and_others_are_not() -> None:
    assert groups(*ALL) == sorted([ids(ONE, TWO), ids(WEEK), ids(ELSEWHERE)], key=sorted)


def test_the_score_does_not_depend_on_who_comes_first() -> None:
    found = list(profiles(*ALL).values())
    assert all(score(a, b) == score(b, a) and grounds(a, b) == grounds(b, a) for a in found for b in found)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"time": on("2031-03-14")}, "day"),
        ({"actors": (party("TCD"),)}, "parties"),
        ({"place": at("Khartoum", 15.6, 32.5)}, "place"),
        ({"event_type": "AID", "event_mode": None}, "type"),
    ],
)
def test_what_contradicts_speaks_against(change: dict[str, Any], field: str) -> None:
    agreeing: dict[str, Any] = {"time": on("2031-03-10"), "place": at("Kabkabiya", 13.6, 24.1)}
    other = told(OTHER, "B", **(agreeing | change))
    points = {g.field: g.points for g in grounds(*profiles(ONE, other).values())}
    assert points[field] < 0


def test_people_split_and_merge_and_the_later_word_holds() -> None:
    def verdict(kind: str, hour: int, *pair: EventMention) -> Verdict:
        return make_verdict(kind, tuple(ids(*pair)), reviewer="r", decided_at=f"2031-04-01T{hour}:00+00:00")

    split, merge, again = (
        verdict("split", 10, ONE, TWO),
        verdict("merge", 11, ONE, WEEK),
        verdict("merge", 12, ONE, TWO),
    )
    assert ids(ONE, TWO) not in groups(*ALL, verdicts=(split,))
    assert any(ids(ONE, WEEK) <= g and not ids(TWO) & g for g in groups(*ALL, verdicts=(split, merge)))
    assert any(ids(ONE, TWO) <= g for g in groups(*ALL, verdicts=(again, split)))


def test_an_event_keeps_what_its_reports_agree_and_disagree_on() -> None:
    found = event(ONE, TWO)
    assert (found.event_type, found.actors, found.time_value) == ("ASSAULT", ("SDN",), "2031-03-10")
    assert (found.mention_count, found.document_count, found.publishers) == (2, 2, ("A", "B"))
    assert (found.counts[0].measures, found.counts[0].low, found.counts[0].high) == ("killed", 12, None)
    versions = [(v.field, v.value, v.told_by) for v in found.versions]
    assert versions == [("how many killed", "12", ("A",)), ("how many killed", "15 or more", ("B",))]
    (merge,) = found.merges
    assert merge.score > 0.5
    assert any(r.endswith("place: both Kabkabiya") for r in merge.reasons)


def test_the_first_report_names_the_event() -> None:
    earlier = told(OTHER, "B", "2031-03-10", place=at("Kabkabiya", 13.6, 24.1))
    assert event(ONE, TWO).event_id == event(ONE).event_id or event(ONE, TWO).event_id == event(TWO).event_id
    assert event(ONE, earlier).event_id == event(earlier).event_id


def test_counts_that_can_be_the_same_number_do_not_differ() -> None:
    about = told(OTHER, "B", quantities=(killed(10, None),))
    assert event(ONE, about).versions == ()


def test_a_report_that_counts_twice_tells_of_no_fewer_than_its_highest_number() -> None:
    twice = told(OTHER, "B", quantities=(killed(12, 12), killed(3, 3)))
    (found,) = event(twice).counts
    assert (found.low, found.high) == (12, 12)
    (found,) = event(twice, told(OTHER, "C", quantities=(killed(9, 9),))).counts
    assert (found.low, found.high) == (9, 12)


def test_amounts_of_other_units_are_counted_apart_and_do_not_differ() -> None:
    def paid(amount: float, unit: str) -> Quantity:
        return Quantity("paid", 0, 4, amount, amount, approximate=False, unit=unit, measures="money")

    dollars, euros = told(OTHER, "B", quantities=(paid(5, "USD"),)), told(OTHER, "C", quantities=(paid(4, "EUR"),))
    found = event(dollars, euros)
    assert [(c.unit, c.low, c.high) for c in found.counts] == [("EUR", 4, 4), ("USD", 5, 5)]
    assert not [v for v in found.versions if v.field.startswith("how many")]


def test_a_pronoun_that_nobody_was_found_for_is_no_party_of_an_event() -> None:
    assert side_names((Party("they", 0, 4), Party("Sudan", 0, 5, country="SDN"), Party("It", 0, 2))) == ("SDN",)


def test_planned_then_happened_then_denied_is_kept_in_order() -> None:
    plan = told("Sudan's army will bomb Kabkabiya.", "B", "2031-03-08", "bomb", auxiliary=("future",))
    denial = told("Sudan's army has not bombed Kabkabiya, a spokesman said.", "C", "2031-03-12", factuality="CT-")
    found = event(denial, ONE, plan)
    assert [(s.known_at, s.stage) for s in found.history] == [
        ("2031-03-08", "planned"), ("2031-03-11", "happened"), ("2031-03-12", "denied")
    ]  # fmt: skip
    assert found.stage == "denied"
    assert [v.value for v in found.versions if v.field == "whether"] == ["happened", "denied"]


def source(text: str, *, kind: str = "named_person", anonymous: bool = False) -> Attribution:
    return Attribution(text, 0, 1, TextSpan("said", 0, 1), kind, anonymous, name=None if anonymous else text)


def test_copies_count_once() -> None:
    assert event(ONE, TWO).independent_count == 2
    assert event(ONE, TWO, copies={TWO.document_id: ONE.document_id}).independent_count == 1


def test_reports_of_one_publisher_count_once() -> None:
    assert event(ONE, WEEK).independent_count == 1


def test_reports_that_rest_on_one_named_source_count_once() -> None:
    def said(text: str, source: Attribution) -> EventMention:
        return told(text, "X", attributions=(source,))

    shared = [said(OTHER, source("Amna Idris")), said(NIGER, source("Amna Idris"))]
    assert event(*shared).independent_count == 1
    assert event(said(OTHER, source("Amna Idris")), said(NIGER, source("Musa Adam"))).independent_count == 2
    officials = source("officials", kind="unnamed_person", anonymous=True)
    assert event(said(OTHER, officials), said(NIGER, officials)).independent_count == 2
    assert event(ONE, told(OTHER, "B", attributions=(source("A", kind="media"),))).independent_count == 1


def test_an_act_told_twice_in_a_document_has_one_id_at_coding_time() -> None:
    page = document("Sudan's army bombed Kabkabiya. The army bombed it with four jets. Kenya sent aid to Kabkabiya.")
    first = mention(page, "bombed", event_type="ASSAULT", actors=(party("SDN", "MIL"),))
    again = replace(first, event_mention_id="m-again", trigger=TextSpan("bombed", 40, 46))
    aid = mention(page, "sent", event_type="AID", actors=(party("KEN"),))
    one, two, three = assign_events([first, again, aid])
    assert one.event_id == two.event_id != three.event_id


SHELLED = "Shells fired by Sudan's army killed {0} people in {1} on {2}, the governor of the state said."
TOWNS = (at("Nyala", 12.1, 24.9), at("Kassala", 15.5, 36.4), at("Port Sudan", 19.6, 37.2))


def series() -> list[EventMention]:
    """Acts of one kind told in like words: each of another day or town."""
    days = [f"2031-03-{n:02d}" for n in range(3, 12)]
    return [
        told(
            SHELLED.format(n + 2, town.name, day), "A", day, "killed",
            time=on(day), place=town, recipients=(party("SDN", "CVL"),), quantities=(killed(n + 2, n + 2),),
        )
        for n, day in enumerate(days) for town in TOWNS
    ]  # fmt: skip


def test_acts_of_other_days_and_places_are_apart_however_alike_their_reports() -> None:
    found = series()
    assert len(groups(*found)) == len(found)


def test_an_act_of_the_night_has_two_dates() -> None:
    def dated(day: str, text: str, granularity: str) -> EventMention:
        time = TimeExpression(text, 0, 6, day, day, day, granularity, "test")
        return told(f"{TEXT} It was {text}.", "A", time=time, place=TOWNS[0], recipients=(party("SDN", "CVL"),))

    evening, morning = dated("2031-03-10", "Monday night", "time"), dated("2031-03-11", "early on Tuesday", "day")
    assert groups(evening, morning) == [ids(evening, morning)]


@pytest.mark.parametrize(("kind", "together"), [("SANCTION", False), ("CONSULT", True)])
def test_who_acts_in_the_one_and_is_acted_on_in_the_other_reacts(kind: str, *, together: bool) -> None:
    def act(text: str, actor: str, recipient: str) -> EventMention:
        mention = told(text, "A", trigger="of envoys", event_type=kind, event_mode=None, time=on("2031-03-10"))
        return replace(mention, actors=(party(actor),), recipients=(party(recipient),))

    one = act("Chile spoke of envoys from Bolivia on Monday.", "CHL", "BOL")
    other = act("Bolivia spoke of envoys from Chile on Monday.", "BOL", "CHL")
    assert (groups(one, other) == [ids(one, other)]) is together


def test_a_general_word_takes_up_what_the_report_told_before() -> None:
    page = document("Sudan's army bombed Kabkabiya. The attack set the market on fire. The attack on Nyala failed.")
    first = mention(page, "bombed", event_type="ASSAULT", actors=(party("SDN", "MIL"),), place=TOWNS[0])
    values = {"event_type": "ASSAULT", "actors": (party("SDN", "MIL"),)}
    taken_up = mention(page, "attack", **values)
    elsewhere = mention(page, "attack", **values, place=TOWNS[1])
    assert {g.field: g.points for g in grounds(*profiles(first, taken_up).values())}["word"] > 0
    assert groups(first, taken_up) == [ids(first, taken_up)]
    other = replace(elsewhere, event_mention_id="m-elsewhere")
    assert {g.field: g.points for g in grounds(*profiles(first, other).values())}["word"] < 0


@pytest.mark.parametrize("town", ["Nyala", "Kassala", "Kosti", "Atbara", "Dongola", "Geneina"])
def test_what_a_page_tells_first_is_its_first_report(town: str) -> None:
    page = document(f"Sudan's army bombed {town}. The army has not bombed it, a spokesman said.")
    first = mention(page, "bombed", event_type="ASSAULT")
    at_end = page.text.rindex("bombed")
    again = replace(
        first, event_mention_id="m-" + town, trigger=TextSpan("bombed", at_end, at_end + 6), factuality="CT-"
    )
    found = event(again, first)
    assert (found.first_mention_id, found.stage) == (first.event_mention_id, "denied")


def _points_of_counts(publisher: str, unit: str, measures: str) -> float:
    """What counts of 5 and 9 say, the second told by the publisher, the first by B."""

    def given(told_by: str, number: float, trigger: str) -> EventMention:
        quantity = Quantity(f"{number:g}", 0, 4, number, number, approximate=False, unit=unit, measures=measures)
        return told(OTHER, told_by, trigger=trigger, quantities=(quantity,))

    found = grounds(*profiles(given("B", 5, "bombed"), given(publisher, 9, "killed")).values())
    return next(g.points for g in found if g.field == "count")


def test_two_sums_or_rates_of_one_report_are_of_two_acts() -> None:
    assert _points_of_counts("B", "USD", "money") == _points_of_counts("B", "percent", "rate") < -3
    assert -1 < _points_of_counts("B", "people", "fed") == _points_of_counts("C", "USD", "money") < 0


def test_one_voice_of_a_report_does_not_differ_from_itself() -> None:
    here, there = (told(OTHER, "B", trigger=t, quantities=(killed(n, n),)) for t, n in (("bombed", 12), ("killed", 15)))
    assert event(here, there).versions == ()
    cited = replace(
        there, attributions=(Attribution("residents", 70, 79, TextSpan("said", 80, 84), "group", anonymous=False),)
    )
    assert {v.value for v in event(here, cited).versions} == {"12", "15"}
