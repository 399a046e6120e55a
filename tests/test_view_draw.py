from __future__ import annotations

import re
from datetime import date
from itertools import accumulate, pairwise
from math import isfinite, sqrt
from statistics import fmean, stdev
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsledger.measures.fold import fold
from newsledger.records import Document, EventMention, Place, Quantity, make_document
from newsledger.view.draw.counts import count_chart, counted, range_words
from newsledger.view.draw.dyads import Dyad, clock_for, dyad_of, dyad_view, mean_interval
from newsledger.view.draw.layout import place
from newsledger.view.draw.network import MOST, Edge, edges_of, network
from newsledger.view.draw.projection import CENTRE, HEIGHT, WIDTH, project
from newsledger.view.draw.scales import Scale, day_of, day_ticks, fit, next_period, period_of, steps, width_of
from newsledger.view.draw.sparks import bars, months, spark
from newsledger.view.draw.timeline import timeline
from newsledger.view.draw.world import shapes
from newsledger.view.draw.worldmap import Fill, Point, event_map, fills_of, measure_map, points_of
from newsledger.view.links import WEB
from newsledger.view.names import names
from tests.builders import mention
from tests.pictured import attribution, body_of, elements, event, rich_measure, words_of

NUMBERS = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"}
PICTURES = {
    "timeline": lambda: timeline([event()], links=WEB),
    "months": lambda: months([event()]),
    "dyad": lambda: dyad_view(dyad_of([event(), event("2", day="2031-05-01")], "KEN", "UGA")),
    "network": lambda: network(edges_of([event()]), links=WEB),
    "map": lambda: event_map([Point("Busia", "UGA", 0.5, 34.0, 3)], [Fill("KEN", -6.0, 3), Fill("UGA", 3.0, 2)]),
    "measures": lambda: measure_map(fold([rich_measure()], on="2031-04-01"), on="2031-04-01"),
    "counts": lambda: count_chart(event(), *told(("2031-03-11", 7, 7), ("2031-03-12", 12, None))),
}


def told(
    *tellings: tuple[str | None, float, float | None], cited: bool = True
) -> tuple[list[EventMention], dict[str, Document]]:
    mentions, pages = [], {}
    for n, (day, low, high) in enumerate(tellings):
        page = make_document("It met.", publisher=f"Outlet {n}", document_creation_time=day, external_id=str(n))
        number = Quantity(f"{low:g}", 0, 2, low, high, False, "people", "killed")
        sources = (attribution(),) if cited else ()
        mentions.append(mention(page, quantities=(number,), attributions=sources))
        pages[page.document_id] = page
    return mentions, pages


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_has_words_a_table_and_two_drawings(name: str) -> None:
    body = body_of(PICTURES[name]())
    drawn = body.query_selector_all("figure svg.nl-svg")
    assert [("nl-wide" in d.getattr("class"), "nl-narrow" in d.getattr("class")) for d in drawn] == [
        (True, False),
        (False, True),
    ]
    for drawing in drawn:
        title, description = (
            body.get_element_by_id(drawing.getattr(f"aria-{x}")) for x in ("labelledby", "describedby")
        )
        assert title.text
        assert description.text
        assert drawing.getattr("role") in {"img", "group"}
    assert body.query_selector("figcaption strong").text
    assert body.query_selector("details.nl-twin table tbody tr")
    ids = [n["id"] for _, n in elements(PICTURES[name]()) if "id" in n]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_the_same_every_time_and_stays_within_its_frame(name: str) -> None:
    assert PICTURES[name]() == PICTURES[name]()
    numbers = [float(v) for _, found in elements(PICTURES[name]()) for k, v in found.items() if k in NUMBERS]
    assert numbers
    assert all(isfinite(n) for n in numbers)


@pytest.mark.parametrize(
    "empty",
    [
        timeline([]), months([]), network([]), event_map([]), measure_map([], on="2031-01-01"), bars([]),
        dyad_view(Dyad("KEN", "UGA", "month", "event", ())), count_chart(event(), [], {}),
    ],
)  # fmt: skip
def test_nothing_to_draw_is_said(empty: str) -> None:
    assert words_of(empty).strip()
    assert "nl-empty" in empty


# -- time


def test_an_event_without_a_day_stands_apart_with_the_reason() -> None:
    shown = timeline([event(), event("2", day=None, known="2031-04-02")])
    apart = body_of(shown).query_selector(".nl-apart")
    assert "1 event without a day" in apart.text
    assert "no report says when; first reported 2031-04-02" in apart.text


def test_an_uncertain_day_is_a_bar_from_the_first_to_the_last() -> None:
    whole = event("2", day="2031-05", time_earliest="2031-05-01", time_latest="2031-05-31")
    wide = body_of(timeline([event(), whole])).query_selector(".nl-wide")
    (bar,) = wide.query_selector_all("line.nl-range")
    ticks = {n.text: n for n in wide.query_selector_all("text.nl-axis-text")}
    assert ticks
    assert float(bar.getattr("x2")) - float(bar.getattr("x1")) > 100
    titles = [n.text for n in wide.query_selector_all("g > title, a > title")]
    assert any("1 May 2031 – 31 May 2031" in t for t in titles)


def test_one_far_event_does_not_squeeze_all_others() -> None:
    events = [event(str(n), day=f"2031-03-{n + 10}") for n in range(12)]
    shown = timeline([*events, event("old", day="1914-06-28")])
    assert "1 event far from the others" in words_of(shown)
    assert "told for 1914-06-28" in words_of(shown)


def test_lanes_that_are_full_say_how_many_do_not_fit() -> None:
    shown = timeline([event(str(n)) for n in range(40)])
    assert "more than fit, in the table" in words_of(shown)
    assert len(body_of(shown).query_selector_all(".nl-twin tbody tr")) == 40


@given(st.dates(min_value=date(1, 2, 1), max_value=date(9999, 11, 1)), st.integers(0, 3_000_000), st.integers(2, 14))
def test_ticks_are_few_in_order_and_within(first: date, span: int, most: int) -> None:
    low = first.toordinal()
    high = min(low + span, date.max.toordinal())
    ticks = day_ticks(low, high, most)
    assert len(ticks) <= 2 * most + 2
    assert all(low <= t.day <= high for t in ticks)
    assert all(a.day < b.day for a, b in pairwise(ticks))


@given(st.floats(-1e9, 1e9), st.floats(0.001, 1e9), st.integers(2, 10))
def test_steps_are_round_and_within(low: float, span: float, about: int) -> None:
    found = steps(low, low + span, about)
    assert len(found) <= 2 * about + 3
    assert found == sorted(found)


@pytest.mark.parametrize(
    "value", [None, "", "PRESENT_REF", "2031-13-01", "2031-02-30", "soon", "0000-01-01", "12031-01-01"]
)
def test_what_is_no_day_is_none(value: str | None) -> None:
    assert day_of(value) is None


def test_periods_are_months_and_weeks() -> None:
    day = date(2031, 3, 12).toordinal()
    assert date.fromordinal(period_of(day, "month")) == date(2031, 3, 1)
    assert date.fromordinal(period_of(day, "week")) == date(2031, 3, 10)
    assert date.fromordinal(next_period(period_of(date(2031, 12, 30).toordinal(), "month"), "month")) == date(
        2032, 1, 1
    )


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-01", "9999-11-30", "0001-01-01"])
def test_the_first_and_last_days_that_there_are_can_be_drawn(day: str) -> None:
    odd = event("2", day=day, known=day)
    for events in ([odd], [odd, event()]):
        assert "nl-figure" in timeline(events, links=WEB)
        assert day[:7] in words_of(months(events))
        for step in ("month", "week"):
            assert "<svg" in dyad_view(dyad_of(events, "KEN", "UGA", step=step, clock="report"))


@given(st.text(max_size=60), st.floats(30, 400))
def test_a_text_is_cut_to_its_room(text: str, room: float) -> None:
    assert width_of(fit(text, room)) <= max(room, width_of("…")) + 12


# -- dyads


def scored(*events: Any, **options: Any) -> list[tuple[str, str, int, float]]:
    return [(b.period, b.actor, b.count, b.mean) for b in dyad_of(events, "KEN", "UGA", **options).buckets]


def test_both_directions_are_counted_apart_and_joint_acts_in_both() -> None:
    back = event("2", "AID", actors=("UGA",), recipients=("KEN",))
    both = event("3", "CONSULT", "visit", actors=("KEN", "UGA"), recipients=(), day="2031-04-01")
    found = scored(event(), back, both)
    assert found == [
        ("2031-03-01", "KEN", 1, -9.0),
        ("2031-03-01", "UGA", 1, 10.0),
        ("2031-04-01", "KEN", 1, 4.0),
        ("2031-04-01", "UGA", 1, 4.0),
    ]


def test_only_what_happened_counts_and_the_rest_is_said() -> None:
    found = dyad_of([event(), event("2", stage="denied"), event("3", day=None)], "KEN", "UGA")
    assert ([b.count for b in found.buckets], found.not_so, found.undated) == ([1], 1, 1)
    text = words_of(dyad_view(found))
    assert "1 event whose day is not known well enough" in text
    assert "1 event told as planned, possible or denied" in text


def test_the_clock_of_reports_places_undated_events_too() -> None:
    found = scored(event(day=None, known="2031-06-09T08:00:00Z"), clock="report", step="week")
    assert found == [("2031-06-09", "KEN", 1, -9.0)]
    assert clock_for([event(), event(day=None)]) == "event"
    assert clock_for([event(day=None), event(day=None), event()]) == "report"


@given(st.lists(st.floats(-10, 10), min_size=2, max_size=60))
def test_the_interval_is_that_of_student(values: list[float]) -> None:
    mean, low, high = mean_interval(values)
    assert low is not None
    assert high is not None
    assert -10 <= low <= high <= 10
    assert mean == pytest.approx(fmean(values))
    if len(values) == 5:
        spread = 2.776 * stdev(values) / sqrt(5)
        assert low == pytest.approx(max(-10, mean - spread))


def test_an_event_of_some_day_of_a_year_counts_in_no_month() -> None:
    year = event("2", day="2031", time_earliest="2031-01-01", time_latest="2031-12-31")
    month = event("3", day="2031-03", time_earliest="2031-03-01", time_latest="2031-03-31")
    found = dyad_of([year, month], "KEN", "UGA")
    assert ([(b.period, b.count) for b in found.buckets], found.undated) == ([("2031-03-01", 1)], 1)
    assert dyad_of([month], "KEN", "UGA", step="week").undated == 1


def test_a_single_event_has_no_interval_and_looks_so() -> None:
    assert mean_interval([2.5]) == (2.5, None, None)
    shown = dyad_view(dyad_of([event()], "KEN", "UGA"))
    assert "is-single" in shown
    assert "one event" in words_of(shown)


def test_a_type_of_ones_own_codebook_has_no_score() -> None:
    own = event(event_type="ASSAULT", quad_code="9")
    assert (
        dyad_of(
            [type(own)(**{f: getattr(own, f) for f in own.__slots__} | {"event_type": "TALKS"})], "KEN", "UGA"
        ).buckets
        == ()
    )
    assert "no quad" in words_of(timeline([own]))


# -- network


def test_arcs_go_from_actors_to_recipients_and_denied_events_join_nobody() -> None:
    events = [
        event(),
        event("2"),
        event("3", stage="denied"),
        event("4", "CONSULT", actors=("KEN", "TZA"), recipients=()),
    ]
    assert edges_of(events) == [Edge("KEN", "UGA", "4", 2), Edge("KEN", "TZA", "1", 1), Edge("TZA", "KEN", "1", 1)]


def test_a_network_keeps_the_weightiest_and_says_what_it_leaves_out() -> None:
    edges = [Edge(f"N{n}", f"N{n + 1}", "4", 100 - n) for n in range(90)]
    shown = network(edges)
    assert len(body_of(shown).query_selector_all(".nl-wide .nl-node")) == MOST
    assert "The 31 parties with the fewest events are left out" in words_of(shown)


def test_where_arcs_are_too_many_those_of_most_events_are_drawn() -> None:
    edges = [Edge(f"N{a}", f"N{b}", "4", 1 + a * b) for a in range(14) for b in range(14) if a != b]
    shown = network(edges)
    assert len(body_of(shown).query_selector_all(".nl-wide path.nl-arc")) == 110
    assert "the 110 with the most events are drawn" in words_of(shown)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 24), st.integers(0, 10_000))
def test_nodes_lie_within_the_frame_and_mostly_apart(count: int, seed: int) -> None:
    nodes = [f"n{n}" for n in range(count)]
    ties = {(nodes[n], nodes[(n * seed + 1) % count]): 1.0 for n in range(count) if (n * seed + 1) % count > n}
    sizes = dict.fromkeys(nodes, (60.0, 40.0))
    where = place(nodes, ties, width=900, height=600, sizes=sizes)
    assert all(30 <= x <= 870 and 20 <= y <= 580 for x, y in where.values())
    spots = list(where.values())
    close = sum(abs(a[0] - b[0]) < 20 and abs(a[1] - b[1]) < 15 for n, a in enumerate(spots) for b in spots[:n])
    assert close == 0


# -- maps


def test_the_projection_is_equal_earth() -> None:
    assert project(0, CENTRE) == (WIDTH / 2, HEIGHT / 2)
    assert project(90, 0)[1] == pytest.approx(0, abs=3)
    east, west = project(0, CENTRE + 179.999), project(0, CENTRE - 179.999)
    assert east[0] == pytest.approx(WIDTH, abs=1)
    assert west[0] == pytest.approx(0, abs=1)
    # the pole is a line 0.59 times as long as the equator (the paper, section 3)
    assert (project(90, CENTRE + 179.999)[0] - WIDTH / 2) / (WIDTH / 2) == pytest.approx(0.59, abs=0.01)


@given(st.floats(-90, 90), st.floats(-720, 720))
def test_every_point_lies_on_the_map(latitude: float, longitude: float) -> None:
    x, y = project(latitude, longitude)
    assert -1 <= x <= WIDTH + 1
    assert -3 <= y <= HEIGHT + 3


def test_the_atlas_has_the_countries_of_the_knowledge_base() -> None:
    codes = {s.code for s in shapes()}
    assert len(codes) > 165
    assert codes - set(names()) <= {"ATF"}
    assert {"KEN", "UGA", "KOS", "SSD", "TWN", "PSE", "ESH"} <= codes
    assert all(s.box.x >= 0 and s.box.x + s.box.width <= WIDTH + 1 for s in shapes())
    kenya = next(s.box for s in shapes() if s.code == "KEN")
    x, y = project(0.5, 37.9)
    assert kenya.x < x < kenya.x + kenya.width
    assert kenya.y < y < kenya.y + kenya.height


def test_no_country_runs_over_the_edge_of_the_map() -> None:
    for shape in shapes():
        for ring in shape.path.split("M")[1:]:
            numbers = [int(n) for n in re.findall(r"-?\d+", ring)]
            along = list(accumulate([0, *numbers[2::2]]))
            assert max(along) - min(along) < 0.35 * WIDTH


def test_conflict_is_hatched_and_borders_are_explained() -> None:
    shown = event_map([], [Fill("KEN", -6.0, 3), Fill("SGP", 3.0, 1), Fill("UNO", 1.0, 1)])
    assert len(body_of(shown).query_selector_all(".nl-wide path[fill]")) == 1
    text = words_of(shown)
    assert "Borders are those of Natural Earth" in text
    assert "Not on the map, but counted elsewhere: United Nations" in text
    assert "nl-ring" in shown  # Singapore, which the map lacks
    assert "no event has a place" not in text.lower()


def test_events_without_coordinates_have_no_place_on_the_map() -> None:
    here = Place("Busia", 0, 5, name="Busia", country="UGA", latitude=0.46, longitude=34.1, granularity="city")
    country = Place("Chad", 0, 4, country="TCD", latitude=15.0, longitude=19.0, granularity="country")
    events = [event(place=here), event("2", place=here), event("3"), event("4", place=country)]
    assert [(p.name, p.count, p.coarse) for p in points_of(events)] == [("Busia", 2, False), ("Chad", 1, True)]
    assert [(f.country, f.value, f.count) for f in fills_of(events)] == [("KEN", -9.0, 4), ("UGA", -9.0, 4)]


def test_an_event_of_a_party_with_itself_counts_once() -> None:
    strife = event(actors=("SDN",), recipients=("SDN",))
    found = dyad_of([strife], "SDN", "SDN", clock="report")
    assert [b.count for b in found.buckets] == [1]
    drawn = body_of(dyad_view(found)).query_selector(".nl-wide")
    assert len(drawn.query_selector_all("circle")) == 1


# -- counts and small charts


def test_a_count_is_a_band_that_grows_with_the_reports() -> None:
    mentions, pages = told(("2031-03-11", 7, 7), ("2031-03-12", 12, None), ("2031-03-14", 9, 9), (None, 30, 30))
    shown = count_chart(event(), mentions, pages)
    text = words_of(shown)
    assert "the least is 7, the most 12" in text
    assert "1 more on pages without a date" in text
    assert "7 to 12 or more" in text
    assert [t.low for t in counted(mentions, pages)["killed"]] == [7, 12, 9, 30]
    ranges = ((12, None), (9, 14), (3, 3), (12000, 12000), (None, 700), (None, 0), (None, None))
    assert [range_words(a, b) for a, b in ranges] == [
        "at least 12",
        "9 to 14",
        "3",
        "12,000",
        "at most 700",
        "at most 0",
        "open",
    ]


def test_a_report_in_the_articles_own_voice_looks_different() -> None:
    own = count_chart(event(), *told(("2031-03-11", 7, 7), ("2031-03-12", 8, 8), cited=False))
    assert "is-cited" not in str(body_of(own).query_selector(".nl-wide").html)


def test_numbers_that_are_none_are_not_drawn() -> None:
    mentions, pages = told(("2031-03-11", float("inf"), None), ("2031-03-12", 8, 8))
    assert [t.low for t in counted(mentions, pages)["killed"]] == [8]


def test_small_charts_say_what_they_show() -> None:
    assert "events: 1, 4, 2" in words_of(spark([1, 4, 2], label="events"))
    assert spark([], label="none")
    (row, *_) = body_of(bars([("KEN", 3)], links_to="/c/{}", named=names().__getitem__)).query_selector_all("tr")
    assert row.query_selector("a").getattr("href") == "/c/KEN"
    assert "Kenya" in row.text


def test_a_scale_keeps_to_its_ends() -> None:
    at = Scale(0, 10, 100, 200)
    assert (at(-5), at(5), at(50)) == (100, 150, 200)
    assert Scale(1, 1, 0, 10)(1) == 5
