"""Lines that hold a date and nothing else: which they are, and whether the day is that of publication."""

from __future__ import annotations

import pytest

from newsledger.articles import split_articles
from newsledger.articles.stamps import day_of_publication, is_time_stamp
from newsledger.records import make_document

STORY = "Norland recalled its ambassador from Sudmark on Monday, the ministry said, after guards were shelled at Helm."


@pytest.mark.parametrize(
    "line",
    [
        "Published On 12 Mar 2031",
        "March 12, 2031 / 2:05 PM EDT",
        "Posted: 2:05 PM, Mar 12, 2031",
        "First published: 12 March 2031",
        "Mar 12, 2031 · 4 min read",
        "12 March 2031 14:05 GMT+3",
        "WEDNESDAY, MARCH 12, 2031",
        "By Ada Marsh - March 12, 2031",
        "By Ada Marsh and Tom Reyes | Mar 12, 2031 | 08.00",
        "12-Mar-2031",
        "2031-03-12T09:12:00Z",
        "Published 12 March 2031, 14:05 EAT. Updated 14 March 2031",
        "Updated: 14 March 2031 | Published: 12 March 2031",
        "12th March 2031",
    ],
)
def test_stamps_of_publication(line: str) -> None:
    assert day_of_publication(line) == "2031-03-12"
    (article,) = split_articles(make_document(f"{line}\n{STORY}"))
    assert (article.dateline_date, len(article.sentences)) == ("2031-03-12", 1)


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: March 14, 2031",
        "Updated 9:12 a.m. EDT, March 14, 2031",
        "Last modified on 14 March 2031",
        "2 hours ago",
    ],
)
def test_stamps_of_a_change_tell_no_day(line: str) -> None:
    assert is_time_stamp(line)
    assert day_of_publication(line) is None
    (article,) = split_articles(make_document(f"{line}\nPublished: March 12, 2031\n{STORY}"))
    assert (article.dateline_date, len(article.sentences)) == ("2031-03-12", 1)


@pytest.mark.parametrize(
    "line",
    [
        "March 12, 2031 was a holiday",
        "Updated rules take effect March 12, 2031",
        "The Helm Accord, March 12, 2031",
        "At 9 a.m. on March 12, 2031",
        "By Monday, March 12, 2031",
        "",
    ],
)
def test_what_is_no_stamp(line: str) -> None:
    assert not is_time_stamp(line)
