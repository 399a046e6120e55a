"""POLECAT's weekly files: 40 tab-separated columns with a header, "None" for what is missing.

Column names: Halterman and others, "POLECAT weekly data", doi:10.7910/DVN/AJGVIT. One row is one event as one story
tells it; compound parties and all parties of a reciprocal event stand in one cell, joined with "; ".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from newsledger.export.countries import state_numbers
from newsledger.export.dates import when_of
from newsledger.export.dyads import distinct
from newsledger.export.merged import Report
from newsledger.export.naming import party_name
from newsledger.export.settings import Settings, tab_line
from newsledger.records import Party, Place

COLUMNS = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)
EMPTY = "None"
QUADS = {
    "1": "VERBAL COOPERATION",
    "2": "MATERIAL COOPERATION",
    "3": "VERBAL CONFLICT",
    "4": "MATERIAL CONFLICT",
}
_FEATURES = {"city": "PPL", "region": "ADM1", "country": "PCLI", "island": "ISL", "sea": "SEA", "river": "STM"}


def lines(reports: Iterable[Report], settings: Settings) -> Iterator[str]:
    """Yield the header and a line for each mention."""
    yield "\t".join(COLUMNS) + "\n"
    for report in reports:
        yield tab_line(_row(report, settings), empty=EMPTY)


def _row(report: Report, settings: Settings) -> list[Any]:
    mention = report.mention
    when = when_of(mention, report_day=settings.report_day)
    if not when.day:
        settings.notes["rows without an event date, because the text does not give the day"] += 1
    published = (mention.document_creation_time or "")[:10]
    return [
        f"{mention.document_id}_{mention.event_mention_id}",
        when.day,
        mention.event_type,
        mention.event_mode,
        mention.intensity,
        QUADS[mention.quad_code],
        "; ".join(mention.contexts),
        *_side(distinct(mention.actors), when.day or published or None),
        *_side(distinct(mention.recipients), when.day or published or None),
        *_place(mention.place),
        report.publisher,
        published,
        None,
        None,
        None,
        report.language,
        f"newsledger-{mention.provenance.version}",
    ]


def _side(parties: list[Party], day: str | None) -> list[str | None]:
    """Name, country, COW number, sector, all sectors, title, words and Wikipedia id of a side."""

    def joined(of: Callable[[Party], str | None]) -> str | None:
        values = [of(p) for p in parties]
        return "; ".join(v or EMPTY for v in values) if any(values) else None

    return [
        joined(party_name),
        joined(lambda p: p.country),
        joined(lambda p: state_numbers(p.country, day)[0]),
        joined(lambda p: p.sector),
        joined(lambda p: "|".join(p.sectors)),
        None,
        joined(lambda p: p.text),
        None,
    ]


def _place(place: Place | None) -> list[Any]:
    """Name, city, district, province, country, latitude, longitude, GeoNames id, words and feature type of a place."""
    if place is None:
        return [None] * 10
    return [
        place.name,
        place.name if place.granularity == "city" else None,
        None,
        place.name if place.granularity == "region" else None,
        place.country,
        place.latitude,
        place.longitude,
        place.geonames_id,
        place.text,
        _FEATURES.get(place.granularity or ""),
    ]
