"""GDELT 2.0: events (61 columns) and mentions (16 columns), tab-separated, without a header.

Columns: The GDELT Project, "Event Database Data Format Codebook V2.0" (2015). A row of the events file is one pair of
parties of one merged event; each row of the mentions file is one report of such a row. ``GLOBALEVENTID`` has at most 52
bits, so that R reads it without loss, and is the same in both files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from newsledger.export.countries import country
from newsledger.export.dates import When
from newsledger.export.dyads import Dyad, identity, party_key
from newsledger.export.merged import Merged, Report
from newsledger.export.naming import party_name
from newsledger.export.numbers import stable_number
from newsledger.export.settings import Settings, tab_line
from newsledger.ontology.crosswalks import cameo_role, goldstein
from newsledger.records import EventMention, Party, Place

_CAMEO_COUNTRIES = {"ROU": "ROM", "TLS": "TMP"}
_GROUPS = {"UNO": "UNO", "EUR": "EEC"}
_LEAD_SENTENCES = 2
_NO_GEO = ("0", "", "", "", "", "", "", "")
_WEB = "1"


_ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENT_COLUMNS = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{where}Geo_{name}" for where in ("Actor1", "Actor2", "Action") for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
MENTION_COLUMNS = (
    *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier"),
    *("SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence"),
    *("MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"),
)


def event_lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield a line for each pair of each event."""
    for event in events:
        if _nobody(event):
            settings.notes["events left out because no party is named"] += 1
            continue
        when = event.when(report_day=settings.report_day)
        if not when.day:
            settings.notes["events without SQLDATE, because the text does not give the day"] += 1
        for dyad in event.dyads:
            yield tab_line(_event_row(event, dyad, when))


def mention_lines(events: Iterable[Merged], settings: Settings) -> Iterator[str]:
    """Yield a line for each report of each pair of each event."""
    for event in events:
        if _nobody(event):
            settings.notes["events left out because no party is named"] += 1
            continue
        when = event.when(report_day=settings.report_day)
        for dyad in event.dyads:
            for report in event.reports:
                yield tab_line(_mention_row(event, dyad, when, report))


def _nobody(event: Merged) -> bool:
    return not event.lead.mention.actors and not event.lead.mention.recipients


def global_event_id(event: Merged, dyad: Dyad) -> int:
    """Return the number of a pair of an event."""
    return stable_number("gdelt", event.event_id, party_key(dyad.actor), party_key(dyad.recipient), *dyad.apart)


def _event_row(event: Merged, dyad: Dyad, when: When) -> list[Any]:
    sample = event.sample
    code = sample.cameo_code or ""
    first = event.reports[0]
    return [
        global_event_id(event, dyad),
        *_dates(when),
        *_actor(dyad.actor),
        *_actor(dyad.recipient),
        int(any(_in_lead(m) for m in event.mentions)),
        code,
        code[:3],
        code[:2],
        sample.quad_code,
        goldstein(code),
        len(event.reports),
        event.source_count,
        event.document_count,
        "",
        *_NO_GEO,
        *_NO_GEO,
        *_geo(event.place),
        _moment(event.first_reported_at),
        first.url or first.mention.external_id or first.mention.document_id,
    ]


def _in_lead(mention: EventMention) -> bool:
    """Whether the mention stands in the first sentences of its story, GDELT's lead paragraph."""
    return mention.sentence_index < _LEAD_SENTENCES


def _dates(when: When) -> list[Any]:
    """SQLDATE, MonthYear, Year and FractionDate, each only as far as the text gives it."""
    day, month, year = when.day, when.month, when.year
    fraction = None
    if day:
        found = date.fromisoformat(day)
        fraction = f"{found.year + ((found.month - 1) * 30 + found.day) / 365:.4f}"  # GDELT's own approximation
    return [(day or "").replace("-", ""), (month or "").replace("-", ""), year, fraction]


def _actor(party: Party | None) -> list[str]:
    """The ten columns of a party; ethnicity and religion are not coded."""
    if party is None:
        return [""] * 10
    found = country(party.country)
    code = _CAMEO_COUNTRIES.get(found.iso3, found.iso3) if found else ""
    group = "" if found else _GROUPS.get(party.country or "", "")
    coded = [cameo_role(s) for s in party.sectors]
    roles = list(dict.fromkeys(r for r in ([] if found else [cameo_role(party.country)]) + coded if r))[:3]
    name = (party_name(party) or "").upper()
    head = code or group
    whole = head + "".join(r for r in roles if r != head)
    return [whole, name, code, group, "", "", "", *(roles + [""] * 3)[:3]]


def _geo(place: Place | None) -> list[Any]:
    """The eight columns of a place. ADM1 codes and feature ids of other gazetteers than ours stay empty."""
    if place is None or not place.name:
        return list(_NO_GEO)
    found = country(place.country)
    fips = found.fips if found else ""
    whole = [place.name, *([found.name] if found and found.name != place.name else [])]
    if place.granularity == "country":
        return ["1", place.name, fips, fips, "", place.latitude, place.longitude, fips]
    american, region = place.country == "USA", place.granularity == "region"
    kind = ("2" if region else "3") if american else ("5" if region else "4")
    return [kind, ", ".join(whole), fips, "", "", place.latitude, place.longitude, ""]


def _moment(iso: str | None) -> str:
    """Return an ISO time as YYYYMMDDHHMMSS in UTC, as GDELT has it; a bare day is its midnight."""
    if not iso:
        return ""
    try:
        moment = datetime.fromisoformat(iso)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y%m%d%H%M%S").zfill(14)
    except (ValueError, OverflowError):  # no date of the calendar, or its first or last day
        digits = "".join(c for c in iso[:19] if c.isdigit())
        return (digits + "000000")[:14] if len(digits) >= 8 else ""


def _mention_row(event: Merged, dyad: Dyad, when: When, report: Report) -> list[Any]:
    mention = report.mention
    return [
        global_event_id(event, dyad),
        _moment(when.day),
        _moment(mention.document_creation_time),
        _WEB,
        report.publisher,
        report.url or mention.external_id or mention.document_id,
        mention.sentence_index + 1,
        _offset(mention.actors, dyad.actor, also=mention.recipients),
        _offset(mention.recipients, dyad.recipient, also=mention.actors),
        mention.trigger.start,
        1,
        round(mention.confidence * 100),
        report.text_length,
        "",
        "",
        "",
    ]


def _offset(side: tuple[Party, ...], wanted: Party | None, *, also: tuple[Party, ...]) -> int:
    """Return where the words of a party start in this report, -1 where it does not name it; its very words first."""
    named = [p for p in (*side, *also) if p.start is not None and party_key(p) == party_key(wanted)]
    same = [p for p in named if identity(p) == identity(wanted)]
    return next((p.start for p in (*same, *named) if p.start is not None), -1)
