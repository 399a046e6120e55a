from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsledger.measures.ask import rate, select
from newsledger.measures.fold import fold, history, status_on
from newsledger.measures.reported import PART, STANDS
from newsledger.records import Attribution, Party, TextSpan, TimeExpression, content_id
from newsledger.records.measure import MEASURE_STATUSES, MeasureMention, Rate, Scope

DAYS = [f"2031-{month:02}-{day:02}" for month in range(1, 7) for day in (1, 11, 21)]


def day(value: str | None) -> TimeExpression | None:
    return TimeExpression("then", 0, 4, value, value, value, "day", "test") if value else None


def report(
    status: str = "in_force", value: float | None = None, *, known: str | None = "2031-01-01", **more: Any
) -> MeasureMention:
    start, end, target = more.get("start"), more.get("end"), more.get("target", "TWN")
    kind, rules, words = more.get("rate_kind"), more.get("rules", ()), more.get("words")
    factuality = more.get("factuality", "PR+" if status == "announced" else "PS+" if status == "proposed" else "CT+")
    made = Rate("r", 0, 1, value, "percent", kind, None, "test") if value is not None else None
    parties = tuple(Party(c, 0, 1, country=c) for c in ("USA", target))
    basis = kind if kind in {"baseline", "additional"} else ""
    return MeasureMention(
        content_id("r", status, value, known, start, end, target, kind, factuality, rules, words),
        content_id("u", target, basis), "d", 0, 0, known, "text", 0, 4, "tariff", "measure", status,
        TextSpan(words, 0, 6) if words else None, TextSpan("tariff", 0, 6), parties[:1],
        parties[1:],
        None, (), made, None, day(start), day(end), (), None, (), factuality, (), (), rules,
    )  # fmt: skip


reports = st.builds(
    lambda status, value, known, start, end, target, rate_kind, rules, words: report(
        status, value, known=known, start=start, end=end, target=target, rate_kind=rate_kind, rules=rules, words=words
    ),
    st.sampled_from(MEASURE_STATUSES),
    st.sampled_from([None, 10.0, 25.0, 32.0]),
    st.sampled_from([None, *DAYS]),
    st.sampled_from([None, *DAYS]),
    st.sampled_from([None, None, *DAYS]),
    st.sampled_from(["TWN", "*"]),
    st.sampled_from([None, "additional", "replacing", "baseline"]),
    st.sampled_from([(), (), (STANDS,), (PART,)]),
    st.sampled_from([None, None, "expires"]),
)


@given(
    st.lists(reports, max_size=7),
    st.randoms(use_true_random=False),
    st.sampled_from(DAYS),
    st.sampled_from([None, *DAYS]),
)
def test_the_answer_does_not_depend_on_the_order_of_arrival(
    found: list[MeasureMention], random: Any, on: str, known: str | None
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert fold(found, on=on, known=known) == fold(shuffled, on=on, known=known)
    assert rate(found, importer="USA", origin="TWN", on=on, known=known) == rate(
        [*shuffled, *found], importer="USA", origin="TWN", on=on, known=known
    )


@given(st.lists(reports, min_size=1, max_size=6), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_lifting_never_removes_history(found: list[MeasureMention], lifted: str, on: str) -> None:
    end = report("lifted", known=lifted, start=lifted)
    before = {s.measure_id: s for s in fold(found, on=on)}
    after = {s.measure_id: s for s in fold([*found, end], on=on)}
    assert {r for s in after.values() for r in s.history} == {*found, end}
    for key, state in before.items():
        touched = key == end.measure_id
        assert set(after[key].history) == {*state.history, *([end] if touched else [])}
        if on < lifted or not touched:
            assert (after[key].status, after[key].rate, after[key].since) == (state.status, state.rate, state.since)


@given(st.lists(reports, max_size=6), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_what_was_known_then_does_not_change_with_what_came_later(
    found: list[MeasureMention], on: str, known: str
) -> None:
    early = [r for r in found if r.document_creation_time and r.document_creation_time <= known]
    assert fold(found, on=on, known=known) == fold(early, on=on)


def test_what_is_only_announced_is_never_in_force() -> None:
    found = [report("announced", 32, known="2031-04-03", start="2031-04-09")]
    assert fold(found, on="2031-04-05")[0].status == "announced"
    (state,) = fold(found, on="2031-04-10")
    assert state.status == "due"
    assert "no report confirms" in state.uncertain[0]
    assert fold([*found, report("in_force", 32, known="2031-04-09")], on="2031-04-10")[0].status == "in_force"


def test_a_rate_holds_until_it_is_amended_and_the_old_one_stays_askable() -> None:
    found = [
        report("in_force", 25, known="2031-01-05", start="2031-01-05"),
        report("announced", 50, known="2031-02-01", start="2031-03-01"),
        report("lifted", known="2031-05-01"),
    ]
    values = [rate(found, importer="USA", origin="TWN", on=d).high for d in ("2031-01-10", "2031-03-02", "2031-05-02")]
    assert values == [25, 50, None]
    assert rate(found, importer="USA", origin="TWN", on="2031-03-02", known="2031-01-20").high == 25
    assert [r.status for r in history(found)] == ["in_force", "announced", "lifted"]


def test_what_is_lifted_before_it_begins_does_not_begin() -> None:
    found = [report("announced", 25, known="2031-01-05", start="2031-03-01"), report("lifted", known="2031-02-01")]
    for on in ("2031-02-02", "2031-03-01", "2031-04-01"):
        assert fold(found, on=on)[0].status == "lifted"
    assert fold(found, on="2031-03-02", known="2031-01-20")[0].status == "due"


def test_a_rate_that_is_raised_before_it_begins_begins_raised() -> None:
    announced = report("announced", 25, known="2031-01-05", start="2031-03-01")
    raised = report("in_force", 50, known="2031-02-01", rate_kind="replacing")
    standing = report("in_force", 10, known="2031-02-01")
    assert fold([announced, raised], on="2031-03-01")[0].rate == raised
    assert fold([announced, standing], on="2031-03-01")[0].rate == announced


def test_a_late_report_of_what_was_before_does_not_undo_what_came_after() -> None:
    raised = report("in_force", 50, known="2031-03-01", start="2031-03-01")
    late = report("in_force", 25, known="2031-04-01", start="2031-01-01")
    (state,) = fold([raised, late], on="2031-05-01")
    assert (state.report, state.rate) == (raised, raised)
    assert rate([late, raised], importer="USA", origin="TWN", on="2031-05-01").high == 50


def test_a_report_without_a_rate_keeps_the_latest_one() -> None:
    found = [
        report("in_force", 25, known="2031-01-01"), report("in_force", 50, known="2031-02-01"),
        report("in_force", None, known="2031-03-01"),
    ]  # fmt: skip
    assert rate(found, importer="USA", origin="TWN", on="2031-04-01").high == 50


def test_of_one_day_the_article_goes_before_what_a_source_says() -> None:
    own, said = report("in_force", 25), report("in_force", 32)
    said = replace(said, attributions=(Attribution("a diplomat", 0, 1, None, "unnamed_person", anonymous=True),))
    assert fold([said, own], on="2031-02-01")[0].rate == own
    assert fold([own, said], on="2031-02-01")[0].rate == own


def test_a_suspension_that_ends_gives_way_to_what_held_before() -> None:
    found = [report("in_force", 25, known="2031-01-01"), report("suspended", known="2031-02-01", end="2031-03-01")]
    states = [fold(found, on=d)[0].status for d in ("2031-01-11", "2031-02-11", "2031-03-11")]
    assert states == ["in_force", "suspended", "in_force"]


def test_baseline_additional_and_replacing_rates() -> None:
    base = report(value=10, target="*", rate_kind="baseline")

    def both(**more: Any) -> tuple[float | None, float | None]:
        answer = rate([base, report(value=32, **more)], importer="USA", origin="TWN", on="2031-02-01")
        return answer.low, answer.high

    assert both(rate_kind="replacing") == (32, 32)
    assert both(rate_kind="additional") == (42, 42)
    assert both() == (32, 42)
    assert rate([base], importer="USA", origin="KEN", on="2031-02-01").high == 10
    assert rate([base], importer="KEN", origin="USA", on="2031-02-01").low is None


def test_measures_on_all_countries_are_found_for_each() -> None:
    base = report(value=10, target="*", rate_kind="baseline")
    assert len(select([base], issuer="USA", target="VNM", kind="tariff", on="2031-02-01")) == 1
    assert select([base], issuer="KEN", target="VNM", on="2031-02-01") == ()


def lasting(status: str, length: str, known: str | None = "2031-02-01") -> MeasureMention:
    then = TimeExpression("then", 0, 4, length, None, None, None, "test")
    return replace(report(status, known=known), in_force_to=then)


def test_a_pause_of_so_many_days_ends_when_they_are_over() -> None:
    found = [report("in_force", 25, known="2031-01-01"), lasting("suspended", "P90D")]
    days = ("2031-01-11", "2031-02-11", "2031-05-01", "2031-05-11")
    assert [fold(found, on=d)[0].status for d in days] == ["in_force", "suspended", "suspended", "in_force"]


def test_months_and_years_are_those_of_the_calendar() -> None:
    for length, last in (("P6M", "2031-08-01"), ("P2W", "2031-02-15"), ("P1Y", "2032-02-01"), ("P1M", "2031-03-01")):
        assert status_on(lasting("in_force", length), last) == "in_force"
        assert status_on(lasting("in_force", length), "2032-02-02") == "expired"
    assert status_on(lasting("in_force", "P1M", "2031-01-31"), "2031-03-01") == "expired"


def test_a_length_of_time_that_cannot_be_counted_is_an_open_point() -> None:
    (state,) = fold([lasting("suspended", "P90D", known=None)], on="2031-06-01")
    assert any("is not known" in point for point in state.uncertain)


def test_a_measure_that_will_expire_on_a_day_holds_until_then() -> None:
    found = [report("in_force", 25, known="2031-01-01"), report("lifted", known="2031-02-01", end="2031-03-01")]
    found[1] = replace(found[1], status_words=TextSpan("expire", 0, 6), factuality="PR+")
    assert [fold(found, on=d)[0].status for d in ("2031-02-11", "2031-03-11")] == ["in_force", "lifted"]


def test_goods_are_compared_as_whole_words() -> None:
    carpets = replace(report(value=25), scope=(Scope("carpets", 0, 7, "goods"),))
    cars = replace(report(value=25), scope=(Scope("electric cars", 0, 13, "goods"),))
    for found, goods, high in ((carpets, "car", None), (cars, "car", 25), (cars, "cars", 25), (cars, "e", None)):
        assert rate([found], importer="USA", origin="TWN", on="2031-02-01", goods=goods).high == high


def states(found: list[MeasureMention], *days: str) -> list[str]:
    return [fold(found, on=d, known=d)[0].status for d in days]


def test_a_mention_after_the_end_revives_nothing_and_is_told() -> None:
    lifted = report("lifted", known="2031-02-01")
    mention = report("in_force", known="2031-03-01", rules=(STANDS,))
    (state,) = fold([lifted, mention], on="2031-04-01")
    assert state.status == "lifted"
    assert "still speaks of it" in state.uncertain[0]
    assert states([lifted, report("in_force", known="2031-03-01")], "2031-04-01") == ["in_force"]
    assert states([mention, replace(lifted, document_creation_time="2031-04-01")], "2031-03-02") == ["in_force"]


def test_a_mention_counts_again_when_a_pause_is_over() -> None:
    pause = report("suspended", known="2031-02-01", end="2031-04-01")
    mention = report("in_force", known="2031-03-01", rules=(STANDS,))
    assert states([pause, mention], "2031-03-11", "2031-05-01") == ["suspended", "in_force"]


def ending(known: str = "2031-02-01", last: str = "2031-04-01") -> MeasureMention:
    return report("lifted", known=known, end=last, words="expire")


def test_what_will_expire_holds_until_then() -> None:
    assert states([ending()], "2031-02-11", "2031-05-01") == ["in_force", "lifted"]
    assert "gives 2031-04-01 as its last day" in fold([ending()], on="2031-02-11")[0].uncertain[0]
    early = report("lifted", known="2031-03-01")
    assert states([ending(), early], "2031-02-11", "2031-03-11", "2031-05-01") == ["in_force", "lifted", "lifted"]


def test_what_is_prolonged_before_its_last_day_goes_on() -> None:
    longer = report("in_force", known="2031-03-21", end="2031-06-01", words="prolonged")
    assert states([ending(), longer], "2031-02-11", "2031-05-01", "2031-06-21") == ["in_force", "in_force", "expired"]
    planned = report("announced", known="2031-03-21", end="2031-06-01")
    (state,) = fold([ending(), planned], on="2031-05-01")
    assert state.status == "in_force"
    assert any("puts off its end" in point for point in state.uncertain)
    for other in (
        report("in_force", known="2031-03-01", rules=(STANDS,)),
        report("in_force", known="2031-03-01", start="2030-01-01"),
    ):
        assert states([ending(), other], "2031-05-01") == ["lifted"]


def test_the_end_of_a_part_does_not_end_the_rest() -> None:
    found = [report("in_force", 25, known="2031-01-01"), report("lifted", known="2031-02-01", rules=(PART,))]
    (state,) = fold(found, on="2031-03-01")
    assert (state.status, state.since, state.report) == ("in_force", "2031-01-01", found[0])
    assert any("lifts a part" in point for point in state.uncertain)
    assert states(found[1:], "2031-03-01") == ["in_force"]
    assert states([*found, report("lifted", known="2031-03-01")], "2031-04-01") == ["lifted"]


def total(found: list[MeasureMention], on: str = "2031-05-21") -> tuple[float | None, float | None]:
    answer = rate(found, importer="USA", origin="TWN", on=on, known=on)
    return answer.low, answer.high


def test_an_additional_tariff_is_a_measure_of_its_own_on_top_of_what_was_told_before() -> None:
    base = report("in_force", 10, known="2031-01-01")
    more = report("in_force", 15, known="2031-02-01", rate_kind="additional")
    assert total([base, more], "2031-01-11") == (10, 10)
    assert total([base, more]) == (25, 25)
    assert total([base, more, report("lifted", 15, known="2031-03-01", rate_kind="additional")]) == (10, 10)
    assert total([base, more, report("lifted", known="2031-03-01")]) == (None, None)
    assert total([base, more, report("lifted", 10, known="2031-03-01")]) == (15, 15)


def test_a_rate_told_after_an_additional_one_without_that_word() -> None:
    base = report("in_force", 10, known="2031-01-01")
    more = report("in_force", 15, known="2031-02-01", rate_kind="additional")
    assert total([more, report("in_force", 15, known="2031-03-01")]) == (15, 15)
    assert total([base, more, report("in_force", 25, known="2031-03-01")]) == (25, 25)
    assert total([base, more, report("in_force", 10, known="2031-03-01")]) == (25, 25)
    assert total([base, more, report("in_force", 15, known="2031-03-01")]) == (25, 25)
    assert total([base, more, report("in_force", 33, known="2031-03-01")]) == (33, 48)
    raised = report("in_force", 40, known="2031-03-01", rate_kind="replacing")
    assert total([base, more, raised]) == (40, 55)
    assert rate([base, more, raised], importer="USA", origin="TWN", on="2031-04-01").uncertain


def test_exceptions_are_those_of_the_measures_that_count_on_the_day() -> None:
    early = replace(report("in_force", 10, known="2031-01-01"), document_id="a")
    late = replace(
        report("announced", 50, known="2031-02-01", start="2031-03-01", rate_kind="additional"),
        exceptions=(TextSpan("orange juice", 0, 6),), document_id="b",
    )  # fmt: skip
    beside = replace(
        report("in_force", known="2031-02-01"), aspect="exception", status=None, measure_id="x", document_id="b",
        measure_mention_id="e", exceptions=(TextSpan("cork", 0, 4),),
    )  # fmt: skip
    for on, number in (("2031-01-11", 0), ("2031-02-11", 0), ("2031-03-11", 2)):
        answer = rate([early, late, beside], importer="USA", origin="TWN", on=on)
        assert len(answer.exceptions) == number
        assert ("reports speak of exceptions" in answer.uncertain) == bool(number)
