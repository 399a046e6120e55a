"""Records for the tests of pictures, and a look at fragments as a browser parses them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from resiliparse.parse.html import HTMLTree

from newsledger.ontology import load
from newsledger.records import (
    Article,
    Attribution,
    Claim,
    Document,
    Event,
    EventMention,
    Party,
    Place,
    Quantity,
    Sentence,
    TextSpan,
    TimeExpression,
    content_id,
    make_document,
)
from newsledger.records.event import CountRange, Merge, Stage, Told
from newsledger.records.measure import MeasureMention, Scope
from newsledger.records.rule import Citation, Finding, Ground
from tests.builders import mention
from tests.test_measures_fold import report

TEXT = "Officials said Kenya may have shelled Uganda near Busia on Monday, killing at least 12 people."


def event(key: str = "1", event_type: str = "ASSAULT", mode: str | None = None, **changes: Any) -> Event:
    """One event; ``day`` gives the day, ``known`` the day of its first report."""
    day, known = changes.pop("day", "2031-03-10"), changes.pop("known", "2031-03-11")
    values: dict[str, Any] = {
        "event_id": f"e-{key}",
        "event_type": event_type,
        "event_mode": mode,
        "actors": ("KEN",),
        "recipients": ("UGA",),
        "time_value": day,
        "place_country": "UGA",
        "event_mention_ids": (f"m-{key}",),
        "document_ids": (f"d-{key}",),
        "merge_reason": "one mention",
        "quad_code": load().quad_code(event_type),
        "time_earliest": day,
        "time_latest": day,
        "place": None,
        "first_mention_id": f"m-{key}",
        "first_reported_at": known,
        "publishers": ("Lantern",),
        "mention_count": 1,
        "document_count": 1,
        "publisher_count": 1,
        "independent_count": 1,
        "counts": (),
        "stage": "happened",
        "history": (),
        "versions": (),
        "merges": (),
        "confidence": 0.9,
    }
    return Event(**(values | changes))


def rich_page(
    words: str = "Officials", text: str = TEXT, **fields: Any
) -> tuple[Document, list[Article], EventMention, Claim]:
    """A page with one mention that has every field, and a claim; ``words`` stand wherever a page puts words."""
    page = make_document(
        text, title=words, publisher=words, external_id=words, document_creation_time="2031-03-11", **fields
    )

    def span(piece: str) -> tuple[str, int, int]:
        at = text.find(piece)
        return (words, at, at + len(piece)) if at >= 0 else (words, 0, len(text))

    trigger, cue = span("shelled"), span("said")
    source = Attribution(
        *span("Officials"),
        TextSpan(*cue),
        "unnamed_person",
        anonymous=True,
        name=words,
        country="KEN",
        anonymity_reason=TextSpan(*span("may")),
        authority=(TextSpan(*span("Officials")),),
    )
    found = replace(
        mention(page, text[:1]),
        trigger=TextSpan(*trigger),
        text=text,
        event_type="ASSAULT",
        quad_code="4",
        actors=(Party(*span("Kenya"), name=words, country="KEN", sector="MIL", sectors=("MIL",), reason=words),),
        recipients=(
            Party(*span("Uganda"), name=words, country=None, reason=words),
            Party(None, None, None, country="UGA"),
        ),
        time=TimeExpression(*span("Monday"), "2031-03-10", "2031-03-10", "2031-03-12", "day", words),
        place=Place(
            *span("Busia"), name=words, country="UGA", latitude=0.46, longitude=34.1, granularity="city", reason=words
        ),
        quantities=(Quantity(*span("at least 12 people"), 12.0, None, False, "people", "killed"),),
        attributions=(source,),
        factuality="PS+",
        contexts=("military",),
    )
    half = len(text) // 2
    sentences = (Sentence(0, half, "headline"), Sentence(half, len(text)))
    article = Article("a-1", page.document_id, 0, 0, len(text), "main", True, words, None, sentences)
    claim = Claim("c-1", page.document_id, 0, 0, source, 0, (), (found.event_mention_id,), ("x",))
    return page, [article], found, claim


def rich_event(words: str = "Officials", *mentions: EventMention) -> Event:
    """An event with all that an event may have."""
    ids = tuple(m.event_mention_id for m in mentions) or ("m-1",)
    return event(
        actors=("KEN", words),
        recipients=(words,),
        time_value=words,
        event_mention_ids=ids,
        first_mention_id=ids[0],
        place=Place(words, 0, 1, name=words, country="UGA", latitude=0.5, longitude=34.0, granularity="city"),
        publishers=(words,),
        counts=(CountRange("killed", words, 7.0, None, ids),),
        merge_reason=words,
        history=(Stage("2031-03-11", "planned", ids[0]), Stage(None, "denied", ids[0])),
        versions=(Told("how many killed", words, ids, (words,)), Told("actor", words, ids, (words, "Lantern"))),
        merges=(Merge(ids[0], ids[0], 0.8, (words,)),),
    )


def rich_measure(words: str = "steel") -> MeasureMention:
    """A report of a measure with words of a page in it."""
    made = report("in_force", 25.0, known="2031-03-01", start="2031-03-01", target="TWN", rate_kind="additional")
    parties = (*made.targets, Party(words, 0, 1))
    return replace(
        made, text=words, targets=parties, scope=(Scope(words, 0, 1, "goods"),), attributions=(attribution(words),)
    )


def attribution(words: str = "officials", *, anonymous: bool = True) -> Attribution:
    return Attribution(words, 0, len(words), TextSpan("said", 0, 4), "unnamed_person", anonymous=anonymous)


def rich_finding(words: str = "shells") -> Finding:
    return Finding(
        content_id("f", words),
        "register",
        "d-1",
        0,
        0,
        "2031-03-11",
        words,
        0,
        len(words),
        "un-dprk",
        ("un-dprk/arms",),
        (Citation("S/RES/1718 (2006)", "8(b)"),),
        TextSpan(words, 0, 1),
        TextSpan(words, 0, 1),
        (Ground("goods", words, TextSpan(words, 0, 1), words), Ground("date", None, None, words)),
        "2031-01-01",
        True,
        (words,),
        "unchecked",
        (attribution(words),),
        "CT+",
        0.7,
        ("m-1",),
        words,
    )


def elements(fragment: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element of a fragment with its attributes, as an HTML5 parser sees it; names in small letters."""
    for node in body_of(fragment).query_selector_all("*"):
        attributes = {name.lower(): node.getattr(name) or "" for name in (node.attrs or ())}
        yield str(node.tag).lower(), attributes


def body_of(fragment: str) -> Any:
    """The body of a page that holds a fragment."""
    return parsed(f"<!doctype html><body>{fragment}</body>").body


def parsed(page: str) -> Any:
    """A page as an HTML5 parser sees it."""
    return HTMLTree.parse(page)


def words_of(fragment: str) -> str:
    """The text of a fragment."""
    return str(body_of(fragment).text)
