"""What the ledger table can be filtered by: each filter as a condition on the cache, and as one on the ledger's views.

Both are the same question: the first is quick (:mod:`newsledger.ledger.browse_cache`), the second is what a reader can
copy into ``newsledger query``. Values are bound; only :func:`as_sql` writes them into a statement, as DuckDB quotes
them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from newsledger.ledger.browse_tables import FOLDED

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
        until: Last ISO day of it; a month or year counts whole.
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
    """A filter as SQL; ``$NAME`` is its value, a list for those that may have several."""

    listed: str
    view: str


def _set(name: str, field: str | None = None) -> str:
    """The condition that the set of a field has one of the values."""
    return f"{name}_set in (select set_id from sets where field = '{name}' and list_has_any(codes, ${field or name}))"


def _one_of(name: str, view: str) -> _Condition:
    return _Condition(_set(name), f"list_contains(${name}, {view})")


def _any_of(name: str, view: str) -> _Condition:
    return _Condition(_set(name), f"list_has_any({view}, ${name})")


_ACTORS, _RECIPIENTS = "[p.country for p in actors]", "[p.country for p in recipients]"


def until_of(day: str) -> str:
    """Return the SQL that a day is not after the day, month or year ``$until``."""
    return f"left({day}, length($until)) <= $until"


_TELLERS = "case when len(attributions) = 0 then ['article'] else [a.kind for a in attributions] end"

_CONDITIONS = {
    "type": _one_of("type", "event_type"),
    "mode": _one_of("mode", "event_mode"),
    "actor": _any_of("actor", _ACTORS),
    "recipient": _any_of("recipient", _RECIPIENTS),
    "party": _Condition(
        f"({_set('actor', 'party')} or {_set('recipient', 'party')})",
        f"list_has_any({_ACTORS} || {_RECIPIENTS}, $party)",
    ),
    "sector": _any_of("sector", "flatten([p.sectors for p in actors || recipients])"),
    "quad": _one_of("quad", "quad_code"),
    "publisher": _Condition(
        _set("publisher"),
        "document_id in (select document_id from documents where list_contains($publisher, publisher))",
    ),
    "word_of": _any_of("word_of", _TELLERS),
    "certainty": _one_of("certainty", "factuality"),
    "verdict": _Condition(
        "coalesce((select r.verdict from reviewed as r where r.event_mention_id = listed.event_mention_id), 'open') "
        "in (select unnest($verdict))",
        "coalesce((select r.verdict from reviews as r where r.event_mention_id = event_mentions.event_mention_id), "
        "'open') in (select unnest($verdict))",
    ),
    "place": _one_of("place", "place.country"),
    "since": _Condition("day >= $since", "left(document_creation_time, 10) >= $since"),
    "until": _Condition(f"{until_of('day')} and day <> ''", until_of("document_creation_time")),
    "updated_since": _Condition(
        "updated_at >= $updated_since",
        "event_id in (select event_id from events where coalesce(updated_at, '9999') >= $updated_since)",
    ),
    "document": _Condition("document_id = $document", "document_id = $document"),
    "event": _Condition("event_id = $event", "event_id = $event"),
}


@dataclass(frozen=True, slots=True)
class Where:
    """A condition with the values of its parameters; ``true`` when nothing is asked."""

    sql: str
    values: Mapping[str, Any]


def where_listed(chosen: MentionFilter, *, places: Mapping[str, Sequence[int]] | None = None) -> Where:
    """Return the condition on the cache's table ``listed``.

    Args:
        chosen: What is asked.
        places: Numbers of the rows that have a word, for words that were looked up because they are rare.
    """
    return _where(chosen, listed=True, places=places or {})


def where_view(chosen: MentionFilter) -> Where:
    """Return the condition on the view ``event_mentions``."""
    return _where(chosen, listed=False, places={})


def _where(chosen: MentionFilter, *, listed: bool, places: Mapping[str, Sequence[int]]) -> Where:
    parts: list[str] = []
    values: dict[str, Any] = {}
    for name, value in chosen.given().items():
        if name == "q":
            for n, words in enumerate(search_words(str(value))):
                if words in places:
                    parts.append(f"number in ({', '.join(map(str, places[words])) or '-1'})")
                    continue
                values[f"q{n}"] = words
                parts.append(has_words(n, words) if listed else f"contains({FOLDED.format('text')}, {words_needle(n)})")
            continue
        condition = _CONDITIONS[name]
        values[name] = list(value) if isinstance(value, tuple) else value
        parts.append(condition.listed if listed else condition.view)
    return Where(" and ".join(parts) or "true", values)


def words_needle(number: int) -> str:
    """Return the SQL of the words ``$qN`` as they are searched for."""
    return f"' ' || trim({FOLDED.format(f'$q{number}')})"


def has_words(number: int, words: str) -> str:
    """Return the SQL that a row of ``listed`` has the words ``$qN``: one word is looked up, several are read."""
    if not words.isalnum():
        return f"contains(words, {words_needle(number)})"
    return f"number in ({numbers_of(number)})"


def numbers_of(number: int) -> str:
    """Return the SQL of the rows of ``listed`` that have the one word ``$qN``."""
    return (
        "select p.number from postings as p where p.token_id in "
        f"(select token_id from vocabulary where starts_with(token, ltrim({words_needle(number)})))"
    )


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
