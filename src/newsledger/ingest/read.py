"""Raw pages to documents and skips: decoding, parsing, extraction, language and dates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from numbers import Integral
from typing import Any

from newsledger.errors import InputError
from newsledger.ingest.cut import EMPTY, cut_inputs
from newsledger.ingest.dates import date_in_url, is_missing, parse_date, written_date
from newsledger.ingest.files import printable, skip
from newsledger.ingest.html import STATED, is_html, read_html
from newsledger.ingest.language import refuse_other_languages
from newsledger.ingest.mend import mend
from newsledger.ingest.raw import Kind, Raw
from newsledger.ingest.rows import FIELDS, field
from newsledger.ingest.text import clean, decode
from newsledger.records import Document, Skip, make_document

_FEED = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<[!?][^>]{0,500}>\s*){0,5}<(?:rss|feed|rdf:RDF)[\s>]")


def read_inputs(
    inputs: Iterable[str],
    *,
    date: str | None = None,
    publisher: str | None = None,
    allow_private: Iterable[str] = (),
) -> Iterator[Document | Skip]:
    """Yield the documents behind the inputs, and a skip for each thing that cannot be read.

    Args:
        inputs: Paths, folders, globs, URLs, or ``-`` for standard input.
        date: ISO 8601 document creation time for documents that are given without one; it goes before what a page
            says of itself.
        publisher: Outlet for documents that are given without one.
        allow_private: Hosts (``HOST`` or ``HOST:PORT``) of the user's own network that URLs may lead to.

    Raises:
        InputError: ``date`` is no ISO 8601 date.
    """
    for found in cut_inputs(inputs, date=date, publisher=publisher, allow_private=allow_private):
        yield found if isinstance(found, Skip) else read_raw(found)


def read_raw(raw: Raw) -> Document | Skip:
    """Return the document of a page or row that was cut out of its input, or why it cannot be read. Never raises."""
    try:
        return _document(_record(raw), date=raw.date, publisher=raw.publisher)
    except InputError as error:
        return skip(raw.origin, error.args[0], error.hint)
    except Exception as error:  # one page among millions must not end the run, whatever a parser makes of it
        return skip(raw.origin, f"could not be parsed: {type(error).__name__}: {error}", "is the page damaged?")


def read_records(
    records: Iterable[Mapping[str, Any]], *, date: str | None = None, publisher: str | None = None, first: int = 1
) -> Iterator[Document | Skip]:
    """Yield documents from rows with ``text`` or ``html`` and optionally id, title, date, publisher, url, language.

    ``first`` is the number of the first record, for the names of skips.
    """
    date = parse_date(date) if date else None
    for number, record in enumerate(records, first):
        try:
            yield _document(record, date=date, publisher=publisher)
        except InputError as error:
            yield skip(f"record {number}", error.args[0], error.hint)


def _record(raw: Raw) -> Mapping[str, Any]:
    if raw.kind is Kind.ROW:
        return _row(decode(raw.body))
    text, labels = decode(raw.body, declared=raw.labels.charset), raw.labels
    if raw.kind is not Kind.TEXT and _FEED.match(text):
        raise InputError("this is a feed, not a page", hint="`newsledger watch` reads feeds; here, give the pages")
    html = raw.kind is not Kind.TEXT and ((raw.kind is Kind.HTML and "<" in text) or is_html(text))
    return {
        "id": labels.external_id,
        "html" if html else "text": text,
        "title": labels.title,
        "date": labels.date,
        "publisher": labels.publisher,
        "url": labels.url,
        "language": labels.language,
    }


def _row(text: str) -> Mapping[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason, hint = f"not a JSON object: {error}", "one complete JSON object a line; was the file cut off?"
        raise InputError(reason, hint=hint) from None
    if not isinstance(record, dict):
        raise InputError(f"a JSON {type(record).__name__}, not an object", hint='write {"id": …, "text": …}')
    return record


def _document(record: Mapping[str, Any], *, date: str | None, publisher: str | None) -> Document:
    values = {name: _string(record, name) for name in FIELDS}
    text, title, outlet, url = values["text"], values["title"], values["publisher"] or publisher, values["url"]
    language, stated, found_in = values["language"], None, STATED
    if text is None and values["html"] is not None:
        page = read_html(values["html"], url=url)
        text, stated, found_in = page.text, page.date, page.date_basis
        title, outlet = title or page.title, outlet or page.publisher
        url, language = url or page.url, language or page.language
    if text is None:
        raise InputError("neither `text` nor `html`", hint=_where_pages_lie(record))
    text, title = mend(clean(text), wrapped=values["text"] is not None), mend(title) if title else None
    if not text.strip():
        raise InputError(EMPTY)
    refuse_other_languages(text)
    moment, basis = _creation_time(values["date"], date, (stated, found_in), url)
    return make_document(
        text,
        external_id=values["id"],
        title=title,
        publisher=outlet,
        url=url,
        language=language,
        document_creation_time=moment,
        basis=basis,
    )


def _where_pages_lie(record: Mapping[str, Any]) -> str:
    """Return a hint for a record that is no page: the list within it that may hold the pages, or the fields known."""
    found = next((name for name, value in record.items() if _is_list_of_objects(value)), None)
    if found is not None:
        return f"do the pages lie in {printable(str(found))[:40]!r}? write that list to a file of its own"
    return f"fields known: {', '.join(FIELDS)}"


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _string(record: Mapping[str, Any], name: str) -> str | None:
    value = field(record, name)
    if value is None or value == "" or value != value:  # data frames have NaN for what is missing
        return None
    if name == "id" and (isinstance(value, Integral) or (isinstance(value, float) and value.is_integer())):
        return str(int(value))
    if name == "date" and isinstance(value, date | Integral | float):
        return value.isoformat() if isinstance(value, date) else str(value)
    if not isinstance(value, str):
        raise InputError(f"`{name}` is a {type(value).__name__}, not a string", hint="quote it")
    return value if name in {"text", "html"} else clean(value).strip() or None


def _creation_time(
    given: str | None, default: str | None, found: tuple[str | None, str], url: str | None
) -> tuple[str | None, str]:
    """Return the day or time of publication, and what it rests on; a row's date that cannot be read costs no page."""
    given = None if given is None or is_missing(given) else given
    read = written_date(given) if given else None
    stated, found_in = found
    if read or default:
        return read or default, "given"
    if stated:
        return stated, found_in
    in_url = date_in_url(url)
    if in_url:
        return in_url, "url"
    if given:
        return None, f"the date given, {given[:40]!r}, cannot be read: write ISO 8601"
    return None, "no date is given, and the page states none"
