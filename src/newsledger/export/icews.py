"""ICEWS' event files (``.tab``): 20 tab-separated columns with a header, nothing quoted, empty where nothing is known.

Column names: Boschee and others, "ICEWS Coded Event Data", doi:10.7910/DVN/28075. One row is one pair of parties of one
event in one sentence; a reciprocal event gives a row in each direction, as a meeting does in CAMEO. ``Event ID`` and
``Story ID`` fit into 32 bits, which the R package icews reads; (Event ID, Event Date) is unique, its primary key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newsledger.export.countries import country
from newsledger.export.dates import when_of
from newsledger.export.dyads import Dyad, dyads, party_key
from newsledger.export.merged import Report
from newsledger.export.naming import party_name
from newsledger.export.numbers import SmallNumbers, small_number
from newsledger.export.settings import Settings, tab_line
from newsledger.ontology import load
from newsledger.ontology.crosswalks import goldstein
from newsledger.records import Party, Place

COLUMNS = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)


def lines(reports: Iterable[Report], settings: Settings) -> Iterator[str]:
    """Yield the header and a line for each pair of each mention; the mentions must come day by day."""
    yield "\t".join(COLUMNS) + "\n"
    dated, undated, today = SmallNumbers(), SmallNumbers(), ""
    for report in reports:
        if not report.mention.actors and not report.mention.recipients:
            settings.notes["mentions left out because no party is named"] += 1
            continue
        day = when_of(report.mention, report_day=settings.report_day).day
        if not day:
            settings.notes["mentions without an event date, because the text does not give the day"] += 1
        elif day != today:
            dated.clear()
            today = day
        for dyad in dyads(report.mention):
            key = (report.mention.event_mention_id, party_key(dyad.actor), party_key(dyad.recipient), *dyad.apart)
            number = (dated if day else undated).give("icews", *key)
            yield tab_line([number, day, *_row(report, dyad)])


def _row(report: Report, dyad: Dyad) -> list[Any]:
    mention = report.mention
    return [
        *_party(dyad.actor),
        load().from_cameo(mention.cameo_code).label if mention.cameo_code else None,
        mention.cameo_code,
        goldstein(mention.cameo_code),
        *_party(dyad.recipient),
        small_number("story", mention.document_id),
        mention.sentence_index + 1,
        report.publisher,
        *_place(mention.place),
    ]


def _party(party: Party | None) -> list[str | None]:
    """Name, sectors and country of a party, in words as ICEWS has them."""
    if party is None:
        return [None, None, None]
    return [party_name(party), ",".join(load().sector(s).label for s in party.sectors), _country(party.country)]


def _country(code: str | None) -> str | None:
    """Return the name of a country; an organisation belongs to none."""
    found = country(code)
    return found.name if found else None


def _place(place: Place | None) -> list[Any]:
    """City, district, province, country, latitude and longitude."""
    if place is None:
        return [None] * 6
    city = place.name if place.granularity == "city" else None
    province = place.name if place.granularity == "region" else None
    return [city, None, province, _country(place.country), place.latitude, place.longitude]
