"""A feed of a filter: what changed last comes first."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from newsledger.apps.web.answers import answer
from newsledger.apps.web.asking import Page, address
from newsledger.apps.web.known import Mentions
from newsledger.apps.web.site import State
from newsledger.ledger.browse_lists import mentions_page
from newsledger.records import EventMention, from_row
from newsledger.view.cells import event_cell, parties_cell
from newsledger.view.markup import clean

router = APIRouter(include_in_schema=False)

_ATOM = "http://www.w3.org/2005/Atom"
_FAR = "9999"


@router.get("/event-mentions.atom")
def feed(request: Request, state: State, chosen: Mentions, paging: Page) -> Response:
    """Return the event mentions of a filter as an Atom feed, by the moment at which their events changed."""
    found = mentions_page(state, chosen, after=paging.after, limit=paging.limit, order="updated")
    rows = [from_row(EventMention, row) for row in found.rows]
    query = "select event_mention_id, updated_at from listed where event_mention_id in (select unnest($ids))"
    moments = {
        r["event_mention_id"]: r["updated_at"] for r in state.rows(query, {"ids": [m.event_mention_id for m in rows]})
    }
    base = str(request.base_url).rstrip("/")
    root = ET.Element("feed", xmlns=_ATOM)
    _add(root, "id", base + address(request, after=None))
    _add(root, "title", "Newsledger: " + (", ".join(str(v) for v in _told(chosen.given())) or "all event mentions"))
    _add(root, "updated", max((_moment(m) for m in moments.values()), default=_moment("")))
    root.append(ET.Element("link", rel="self", href=base + address(request)))
    for mention in rows:
        entry = ET.SubElement(root, "entry")
        place = f"{base}/event-mentions/{mention.event_mention_id}"
        _add(entry, "id", f"urn:newsledger:{mention.event_mention_id}")
        entry.append(ET.Element("link", rel="alternate", href=place))
        _add(
            entry,
            "title",
            f"{event_cell(mention)}: {parties_cell(mention.actors)} → {parties_cell(mention.recipients)}",
        )
        _add(entry, "updated", _moment(moments[mention.event_mention_id]))
        _add(ET.SubElement(entry, "author"), "name", "Newsledger")
        _add(entry, "summary", mention.text)
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return answer(request, body, "application/atom+xml")


def _told(given: dict[str, tuple[str, ...] | str]) -> list[str]:
    return [value if isinstance(value, str) else " or ".join(value) for value in given.values()]


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = clean(text)


def _moment(updated_at: str) -> str:
    """Return an instant for Atom; an event that is not merged yet has none."""
    return updated_at if updated_at and not updated_at.startswith(_FAR) else "1970-01-01T00:00:00+00:00"
