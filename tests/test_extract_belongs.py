"""Which times and quantities belong to an event that nobody linked them with."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from newsledger.extract.arguments import Clock, SentenceArguments
from newsledger.reader.reading import RawEvent, RawSpan
from newsledger.records import Sentence, TextSpan


def event(text: str, word: str, event_type: str = "ASSAULT") -> RawEvent:
    start = text.index(word)
    trigger = RawSpan(start, start + len(word), 1.0)
    return RawEvent(trigger, event_type, None, 0.0, (), 0.0, 0.0, (), ())


def arguments(text: str, *events: RawEvent, anchor: str | None = "2017-03-15") -> SentenceArguments:
    return SentenceArguments(text, 0, Clock(anchor, text, (Sentence(0, len(text)),)), events)


def trigger(text: str, word: str) -> TextSpan:
    start = text.index(word)
    return TextSpan(word, start, start + len(word))


def amounts(text: str, word: str, *events: RawEvent) -> list[float | None]:
    return [q.low for q in arguments(text, *events).quantities_of((), trigger(text, word))]


def test_a_trigger_counts_the_quantity_beside_it() -> None:
    text = "Police said that 300 protesters were arrested in the capital."
    assert amounts(text, "arrested", event(text, "arrested", "COERCE")) == [300]


def test_the_one_violent_event_takes_all_casualties() -> None:
    text = "The clashes left more than 55 civilians and two police officers dead."
    assert amounts(text, "clashes", event(text, "clashes")) == [55, 2]


def test_a_single_victim_is_no_quantity() -> None:
    text = "A soldier was killed near the border."
    assert amounts(text, "killed", event(text, "killed")) == []


def test_the_whole_belongs_to_what_tells_of_it_and_the_part_to_the_rest() -> None:
    text = "Some $2 million of the $155 million in aid announced in May will support the clinics."
    both = (event(text, "announced", "AGREE"), event(text, "support", "AID"))
    assert amounts(text, "announced", *both) == [155_000_000]


def test_a_time_right_behind_an_event_is_its_time() -> None:
    text = "Rebels shelled the port on Monday, and talks were called off."
    time = arguments(text, event(text, "shelled")).time_of(None, trigger(text, "shelled"))
    assert time is not None
    assert time.value == "2017-03-13"
    assert time.reason.endswith("beside the event, not linked by the reader")


def test_a_time_that_dates_a_noun_is_no_time_of_its_neighbour() -> None:
    text = "The minister condemned last week's coup."
    assert arguments(text, event(text, "condemned")).time_of(None, trigger(text, "condemned")) is None


def test_times_count_from_those_of_earlier_sentences_without_events() -> None:
    text = "The port fell on March 8. Rebels retook it two days later."
    cut = text.index("Rebels")
    clock = Clock("2017-03-15", text, (Sentence(0, cut - 1), Sentence(cut, len(text))))
    made = SentenceArguments(text[cut:], cut, clock)
    at = text.index("two days later")
    time = made.time_of(RawSpan(at, at + 14, 1.0), trigger(text, "retook"))
    assert time is not None
    assert time.value == "2017-03-10"


def counted(text: str, words: str, word: str) -> str | None:
    """The value of a relative time in the last sentence of a text, for an event there."""
    cuts = [0, *(m.end() for m in re.finditer(r"\. ", text)), len(text)]
    clock = Clock("2017-03-15", text, [Sentence(a, b) for a, b in pairwise(cuts)])
    made = SentenceArguments(text[cuts[-2] :], cuts[-2], clock)
    at = text.rindex(words)
    time = made.time_of(RawSpan(at, at + len(words), 1.0), trigger(text, word))
    assert time is not None
    return time.value


@pytest.mark.parametrize(
    ("text", "words", "word", "value"),
    [
        ("Malawi votes on March 30. Police fired tear gas the day before.", "the day before", "fired", None),
        ("Malawi votes on March 30. Envoys will arrive the day before.", "the day before", "arrive", "2017-03-29"),
        ("Malawi seized a ship on Monday. It will vote next week. It was freed hours later.", "hours later", "freed",
         "2017-03-13"),
        ("A truce was set for March 28 and 30 men were freed the next day.", "the next day", "freed", None),
        ("Banks will close on Friday. They will reopen three days later.", "three days later", "reopen", "2017-03-20"),
        ("Rebels took Goro on March 3. A march is planned for March 30. The army retook it two days later.",
         "two days later", "retook", "2017-03-05"),
    ],
)  # fmt: skip
def test_the_past_does_not_count_from_what_is_to_come(text: str, words: str, word: str, value: str | None) -> None:
    assert counted(text, words, word) == value


def test_a_time_of_day_stands_beside_its_day() -> None:
    text = "Rebels shelled the port on Monday night."
    time = arguments(text, event(text, "shelled")).time_of(None, trigger(text, "shelled"))
    assert time is not None
    assert (time.value, time.time_of_day, time.granularity) == ("2017-03-13", "TNI", "time")


def linked(text: str, words: str, word: str) -> str | None:
    start = text.index(words)
    time = arguments(text).time_of(RawSpan(start, start + len(words), 1.0), trigger(text, word))
    assert time is not None
    return time.value


def test_what_something_came_a_week_after_is_a_week_before_it() -> None:
    now = "Two weeks after rebels took the port, talks have begun."
    assert linked(now, "Two weeks after", "took") == "2017-03-01"
    assert linked(now, "Two weeks after", "begun") is None
    dated = "Kenya freed the crew on March 8, a day after pirates seized them."
    assert linked(dated, "a day after", "seized") == "2017-03-07"
    past = "He resigned a week after soldiers stormed the palace."
    assert linked(past, "a week after", "stormed") is None


def test_words_that_name_no_stretch_of_the_calendar_leave_the_value_open() -> None:
    for words, told in (("for weeks", "PXW"), ("recently", "PAST_REF"), ("every week", "P1W")):
        text = f"Crowds marched {words} in the capital."
        start = text.index(words)
        time = arguments(text).time_of(RawSpan(start, start + len(words), 1.0), trigger(text, "marched"))
        assert time is not None
        assert time.value is None
        assert time.reason.endswith(f"{told} names no date")
