"""A small ledger of invented events for the tests of exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsledger.ledger import Ledger, refresh
from newsledger.records import (
    Article,
    Document,
    DocumentCoding,
    Party,
    Place,
    Quantity,
    Sentence,
    TimeExpression,
    content_id,
    make_coding,
)
from tests.builders import document, mention

TALKS = "Kenya's foreign minister met Uganda's envoy in Nairobi on Monday.\n\tThey will meet again, \"perhaps\"."
RAID = "Gunmen killed 12 villagers near Kisumu & <Busia> on 11 March, police said.\x07"
AID_TEXT = "Norway and Sweden sent tents to Uganda in March. Chad may have bombed a camp."
DENIED = "Uganda did not close the border with Kenya."


def pages() -> tuple[Document, Document, Document, Document]:
    return (
        document(
            TALKS, publisher="Lakeside Gazette", url="https://gazette.example/1", document_creation_time="2031-03-11"
        ),
        document(RAID, publisher="Harbour\tPost", url="https://post.example/a?b=1&c=2", title='Raid "near" <Busia>'),
        document(AID_TEXT, external_id="wire-3", document_creation_time="2031-03-20T08:30:00"),
        document(DENIED, document_creation_time="2031-03-21"),
    )


def said(page: Document, words: str, country: str | None = None, sector: str | None = None, **more: Any) -> Party:
    start = page.text.index(words)
    sectors = (sector,) if sector else ()
    return Party(words, start, start + len(words), country=country, sector=sector, sectors=sectors, **more)


def when(page: Document, words: str, first: str, last: str, granularity: str = "day") -> TimeExpression:
    start = page.text.index(words)
    return TimeExpression(words, start, start + len(words), first, first, last, granularity, "test")


def place(page: Document, words: str, **more: Any) -> Place:
    start = page.text.index(words)
    return Place(words, start, start + len(words), words, **more)


def codings() -> list[DocumentCoding]:
    talks, raid, aid, denied = pages()
    met = mention(
        talks,
        "met",
        actors=(
            said(
                talks, "Kenya's foreign minister", "KEN", "GOV", name="Amina Otieno", actor_id="person:KEN:Amina Otieno"
            ),
            said(talks, "Uganda's envoy", "UGA", "GOV"),
        ),
        time=when(talks, "Monday", "2031-03-10", "2031-03-10"),
        place=place(
            talks,
            "Nairobi",
            country="KEN",
            geonames_id=184745,
            latitude=-1.28333,
            longitude=36.81667,
            granularity="city",
        ),
        contexts=("diplomatic",),
    )
    again = mention(talks, "meet again", actors=met.actors, auxiliary=("future",), factuality="PS+", event_type="AGREE")
    killed = mention(
        raid,
        "killed",
        event_type="ASSAULT",
        event_mode="firearms",
        cameo_code="193",
        quad_code="4",
        intensity=-10.0,
        actors=(said(raid, "Gunmen", None, "UAF"),),
        recipients=(said(raid, "villagers", "KEN", "CVL"),),
        time=when(raid, "11 March", "2031-03-11", "2031-03-11"),
        place=place(raid, "Kisumu", country="KEN", latitude=-0.1, longitude=34.75, granularity="city"),
        quantities=(Quantity("12", 14, 16, 12.0, 12.0, False, "villagers", "killed"),),
    )
    sent = mention(
        aid,
        "sent",
        event_type="AID",
        cameo_code="073",
        quad_code="2",
        intensity=10.0,
        actors=(said(aid, "Norway", "NOR", "GOV"), said(aid, "Sweden", "SWE", "GOV")),
        recipients=(said(aid, "Uganda", "UGA", "GOV"),),
        time=when(aid, "March", "2031-03-01", "2031-03-31", "month"),
        place=place(aid, "Uganda", country="UGA", latitude=1.0, longitude=32.0, granularity="country"),
    )
    bombed = mention(
        aid,
        "bombed",
        event_type="ASSAULT",
        event_mode="aerial",
        cameo_code="195",
        quad_code="4",
        intensity=-10.0,
        actors=(said(aid, "Chad", "TCD", "MIL"),),
        auxiliary=("hypothetical",),
        factuality="PS+",
    )
    closed = mention(
        denied,
        "close",
        event_type="COERCE",
        cameo_code="191",
        quad_code="4",
        intensity=-5.0,
        actors=(said(denied, "Uganda", "UGA", "GOV"),),
        recipients=(said(denied, "Kenya", "KEN", "GOV"),),
        auxiliary=("negation",),
        factuality="CT-",
    )
    found = []
    for page, mentions in ((talks, (met, again)), (raid, (killed,)), (aid, (sent, bombed)), (denied, (closed,))):
        article = Article(
            content_id("a", page.document_id),
            page.document_id,
            0,
            0,
            len(page.text),
            "main",
            False,
            None,
            None,
            (Sentence(0, len(page.text)),),
        )
        found.append(make_coding(page, coder="test", articles=(article,), mentions=mentions))
    return found


def ledger(folder: Path) -> Ledger:
    book = Ledger(folder)
    book.commit(codings(), [])
    refresh(book)
    return book
