"""What the ledger table can be filtered by: each filter as a condition on the cache, and as one on the ledger's views.

Both are the same question: the first is quick (:mod:`newsledger.ledger.browse_cache`), the second is what a reader can
copy into ``newsledger query``. Values are bound; only :func:`as_sql` writes them into a statement, as DuckDB quotes
them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from newsledger.ledger.browse_cache import FOLDED

_WORDS = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFilter:
    """Which event mentions are asked for; of several values of one field any will do, of several fields all must hold.

    Attributes:
        type: PLOVER types.
        mode: PLOVER modes.
        actor: Codes of an actor's country or organisation.
        recipient: The same of a recipient.
        party: The same of either.
        sector: PLOVER sectors of either.
        quad: Quad codes, ``1`` to ``4``.
        publisher: Outlets.
        word_of: Kinds of sources (``named_person``, ``office`` …); ``article`` is the article's own voice.
        certainty: FactBank values.
        verdict: ``accepted``, ``rejected``, ``corrected`` or ``open`` (nobody decided).
        place: Countries of the place.
        since: First ISO day of the document's date.
        until: Last ISO day of it.
        updated_since: ISO 8601 instant in UTC; mentions whose event changed then or later.
        document: Id of the page.
        event: Id of the event.
        q: Words that the sentence has, each from its beginning; words in quotation marks stand together.
    """

    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    quad: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    word_of: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    verdict: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    updated_since: str | None = None
    document: str | None = None
    event: str | None = None
    q: str | None = None

    def given(self) -> dict[str, tuple[str, ...] | str]:
        """Return the fields that are set."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}


@dataclass(frozen=True, slots=True)
class _Condition:
    """A filter as SQL; ``$value`` is its value, a list for those that may have several."""

    listed: str
    view: str


def _cast(kind: str) -> str:
    return f"[x for x in [try_cast(v as {kind}) for v in $value] if x is not null]"


def _one_of(column: str, kind: str, view: str | None = None) -> _Condition:
    return _Condition(f"list_contains({_cast(kind)}, {column})", f"list_contains($value, {view or column})")


def _any_of(column: str, kind: str, view: str) -> _Condition:
    return _Condition(f"list_has_any({column}, {_cast(kind)})", f"list_has_any({view}, $value)")


_ACTORS, _RECIPIENTS = "[p.country for p in actors]", "[p.country for p in recipients]"

_CONDITIONS = {
    "type": _one_of("event_type", "event_type"),
    "mode": _one_of("event_mode", "varchar"),
    "actor": _any_of("actors", "code", _ACTORS),
    "recipient": _any_of("recipients", "code", _RECIPIENTS),
    "party": _Condition(
        f"(list_has_any(actors, {_cast('code')}) or list_has_any(recipients, {_cast('code')}))",
        f"list_has_any({_ACTORS} || {_RECIPIENTS}, $value)",
    ),
    "sector": _any_of("sectors", "sector", "flatten([p.sectors for p in actors || recipients])"),
    "quad": _one_of("quad", "utinyint", "quad_code"),
    "publisher": _Condition(
        f"list_contains({_cast('outlet')}, publisher)",
        "document_id in (select document_id from documents where list_contains($value, publisher))",
    ),
    "word_of": _any_of(
        "tellers", "teller", "case when len(attributions) = 0 then ['article'] else [a.kind for a in attributions] end"
    ),
    "certainty": _one_of("certainty", "certainty", "factuality"),
    "verdict": _Condition(
        "coalesce((select r.verdict from reviewed as r where r.event_mention_id = listed.event_mention_id), 'open') "
        "in (select unnest($value))",
        "coalesce((select r.verdict from reviews as r where r.event_mention_id = event_mentions.event_mention_id), "
        "'open') in (select unnest($value))",
    ),
    "place": _one_of("place_country", "code", "place.country"),
    "since": _Condition("day >= $value", "left(document_creation_time, 10) >= $value"),
    "until": _Condition("day <= $value and day <> ''", "left(document_creation_time, 10) <= $value"),
    "updated_since": _Condition(
        "updated_at >= $value",
        "event_id in (select event_id from events where coalesce(updated_at, '9999') >= $value)",
    ),
    "document": _Condition("document_id = $value", "document_id = $value"),
    "event": _Condition("event_id = $value", "event_id = $value"),
}


@dataclass(frozen=True, slots=True)
class Where:
    """A condition with the values of its parameters; ``true`` when nothing is asked."""

    sql: str
    values: Mapping[str, Any]


def where_listed(chosen: MentionFilter, *, without: str | None = None) -> Where:
    """Return the condition on the cache's table ``listed``."""
    return _where(chosen, listed=True, without=without)


def where_view(chosen: MentionFilter) -> Where:
    """Return the condition on the view ``event_mentions``."""
    return _where(chosen, listed=False, without=None)


def _where(chosen: MentionFilter, *, listed: bool, without: str | None) -> Where:
    parts: list[str] = []
    values: dict[str, Any] = {}
    for name, value in chosen.given().items():
        if name == without:
            continue
        if name == "q":
            for n, words in enumerate(search_words(str(value))):
                values[f"q{n}"] = words
                parts.append(f"contains({'words' if listed else FOLDED.format('text')}, {words_needle(n)})")
            continue
        condition = _CONDITIONS[name]
        values[name] = list(value) if isinstance(value, tuple) else value
        parts.append((condition.listed if listed else condition.view).replace("$value", f"${name}"))
    return Where(" and ".join(parts) or "true", values)


def words_needle(number: int) -> str:
    """Return the SQL of the words ``$qN`` as they are searched for."""
    return FOLDED.format(f"$q{number}")


def search_words(text: str) -> list[str]:
    """Return the words of a search, and those in quotation marks together; marks without a letter are left out."""
    found = [quoted or single for quoted, single in _WORDS.findall(text)]
    return [words for words in found if any(c.isalnum() for c in words)]


def as_sql(chosen: MentionFilter) -> str:
    """Return the question as one statement on the ledger's views, for ``newsledger query``."""
    found = where_view(chosen)
    condition = re.sub(r"\$(\w+)", lambda name: _literal(found.values[name[1]]), found.sql)
    lines = ["from event_mentions"]
    if condition != "true":
        lines.append("where " + condition)
    lines.append("order by coalesce(document_creation_time, '') desc, event_mention_id")
    return "\n".join(lines)


def _literal(value: Any) -> str:
    """Return a value as DuckDB writes it."""
    import duckdb

    return str(duckdb.ConstantExpression(value))
