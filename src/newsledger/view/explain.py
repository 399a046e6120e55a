"""Why a mention is coded as it is: one line a field."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from newsledger.ontology import load
from newsledger.ontology.own.book import LEARNED, OWN
from newsledger.records import CERTAINTY, RESTS, RESTS_NOT, Attribution, EventMention, Party
from newsledger.records.verdict import Verdict
from newsledger.view.cells import event_cell
from newsledger.view.draw.counts import range_words


@dataclass(frozen=True, slots=True)
class Reason:
    """One field of a mention with the words, the reader's score and the reason behind it."""

    field: str
    value: str
    words: str
    score: float | None
    why: str


def explanation(mention: EventMention) -> list[Reason]:
    """Return the reasons for all fields; a field that the text leaves open says so."""
    return list(_lines(mention))


def decisions(verdicts: Sequence[Verdict], standing: Collection[str]) -> list[Reason]:
    """Return what people decided about a mention, oldest first.

    Args:
        verdicts: The verdicts on it.
        standing: Ids of those that are the last word, from :func:`newsledger.ledger.reviews.standing`.
    """
    return [_decision(v, overruled=v.verdict_id not in standing) for v in verdicts]


def _decision(verdict: Verdict, *, overruled: bool) -> Reason:
    value = f"{verdict.field} = {verdict.value}" if verdict.field else _DEEDS[verdict.kind]
    when = verdict.decided_at[:16].replace("T", " ")
    why = f"{verdict.reviewer}, {when}" + (f": {verdict.note}" if verdict.note else "")
    return Reason("verdict", value, "", None, f"{why} (overruled)" if overruled else why)


_DEEDS = {"accept": "accepted", "reject": "rejected", "merge": "merged with others", "split": "split from others"}


def _lines(mention: EventMention) -> Iterator[Reason]:
    words = mention.trigger.text
    rules = ", ".join(_plain(r) for r in mention.provenance.rules if ":" not in r) or "no rule changed it"
    why = f"read by the model {mention.provenance.model}; {rules}"
    yield Reason("event", event_cell(mention), words, mention.confidence, why)
    yield from _mode(mention)
    yield from _own(mention)
    for role, parties in (("actor", mention.actors), ("recipient", mention.recipients)):
        if not parties:
            yield Reason(role, "", "", None, "the text names none")
        for party in parties:
            yield _party(mention, role, party)
    yield _time(mention)
    yield _place(mention)
    for q in mention.quantities:
        value = " ".join(filter(None, (range_words(q.low, q.high), q.unit)))
        why = f"counts {q.measures}" if q.measures else "counted noun not in the table"
        yield Reason("quantity", value, q.text, _argument_score(mention, "quantity", q.start), why)
    yield from _sources(mention)
    yield from _sureness(mention)
    yield from _auxiliary(mention)
    yield from _contexts(mention)
    codes = f"CAMEO {mention.cameo_code or '-'}, quad {mention.quad_code}, intensity {mention.intensity:g}"
    yield Reason("codes", codes, "", None, "from type, mode and contexts by the codebook's tables")


def _contexts(mention: EventMention) -> Iterator[Reason]:
    cues: dict[str, list[str]] = {}
    for words, context in load().context_cues(mention.text):
        cues.setdefault(context, []).append(words)
    for context in mention.contexts:
        found = ", ".join(cues.get(context, ()))
        yield Reason(
            "context", context, found, None, "cue words in the sentence" if found else "every event of its mode"
        )


def _mode(mention: EventMention) -> Iterator[Reason]:
    for s in mention.provenance.scores:
        if s.field == "event_mode":
            yield Reason("mode", s.value, mention.trigger.text, s.score, "best of the type's modes")


def _own(mention: EventMention) -> Iterator[Reason]:
    """The code of the user's own codebook, with the rule that gave it."""
    if mention.own_type is None:
        return
    score = next((s.score for s in mention.provenance.scores if s.field == "own_type"), None)
    rules = [r.removeprefix(OWN) for r in mention.provenance.rules if r.startswith(OWN)]
    why = "learned from your examples" if rules == [LEARNED] else f"your rule {', '.join(rules)}"
    code = "/".join(filter(None, (mention.own_type, mention.own_mode)))
    yield Reason("your codebook", code, mention.trigger.text, score, why)


def _auxiliary(mention: EventMention) -> Iterator[Reason]:
    for s in mention.provenance.scores:
        if s.field == "auxiliary":
            kept = "kept" if s.value in mention.auxiliary else "not kept"
            yield Reason("auxiliary mode", s.value, "", s.score, kept)


def _party(mention: EventMention, role: str, party: Party) -> Reason:
    codes = ".".join(filter(None, (party.country, *party.sectors[:1])))
    value = " ".join(filter(None, (codes, f"({party.name})" if party.name else "")))
    score = _argument_score(mention, role, party.start)
    return Reason(role, value, party.text or "", score, party.reason)


def _argument_score(mention: EventMention, role: str, start: int | None) -> float | None:
    for s in mention.provenance.scores:
        if s.field == role and s.value.partition(":")[0] == str(start):
            return s.score
    return None


def _time(mention: EventMention) -> Reason:
    time = mention.time
    if time is None:
        return Reason("time", "", "", None, "the sentence gives none")
    value = time.value or "open"
    if time.earliest and time.earliest != time.value:
        value += f" ({time.earliest} … {time.latest})"
    return Reason("time", value, time.text, _argument_score(mention, "time", time.start), time.reason)


def _place(mention: EventMention) -> Reason:
    place = mention.place
    if place is None:
        return Reason("place", "", "", None, "the sentence gives none")
    parts = (place.name, place.country, f"GeoNames {place.geonames_id}" if place.geonames_id else None)
    score = _argument_score(mention, "place", place.start)
    return Reason("place", ", ".join(filter(None, parts)), place.text, score, place.reason)


def _sources(mention: EventMention) -> Iterator[Reason]:
    rests = [r.removeprefix(RESTS) for r in mention.provenance.rules if r.startswith(RESTS)]
    refused = [r.removeprefix(RESTS_NOT) for r in mention.provenance.rules if r.startswith(RESTS_NOT)]
    if not mention.attributions:
        why = "no source covers this event" + "".join(
            f"; not the one cited: {_told('attribution', r)}" for r in refused
        )
        yield Reason("on whose word", "the article's own voice", "", None, why)
    for number, source in enumerate(mention.attributions):
        known = len(rests) == len(mention.attributions)
        rule = _told("attribution", rests[number]) if known else "source and cue read together"
        yield from _source(number, source, rule)


def _source(number: int, source: Attribution, why: str) -> Iterator[Reason]:
    codes = ".".join(filter(None, (source.country, source.sector)))
    said = "first reported" if source.first_reported else "quoted" if source.quoted else "in other words"
    value = " ".join(filter(None, (source.kind, codes, "unnamed" if source.anonymous else "", f"({said})")))
    words = source.text + (f" … {source.cue.text}" if source.cue else "")
    yield Reason("on whose word" if number == 0 else "… citing", value, words, None, why)
    if source.anonymity_reason:
        yield Reason("… unnamed because", "", source.anonymity_reason.text, None, "the sentence gives the reason")
    if source.authority:
        claimed = "; ".join(words.text for words in source.authority)
        yield Reason("… claims to know as", "", claimed, None, "words that claim standing")


def _sureness(mention: EventMention) -> Iterator[Reason]:
    rules = [_told("certainty", r.removeprefix(CERTAINTY)) for r in mention.provenance.rules if r.startswith(CERTAINTY)]
    why = ", ".join(rules) or ("from the auxiliary modes" if mention.auxiliary else "told as fact")
    yield Reason("factuality", mention.factuality, "", None, why)
    committed = mention.article_factuality != "UU"
    voice = "the verbs of its sources vouch for it" if mention.attributions else "it says so itself"
    why = voice if committed else "it only relays"
    yield Reason("the article's own", mention.article_factuality, "", None, why)


def _told(kind: str, rule: str) -> str:
    """What a rule says, in plain words."""
    return reasons()[kind].get(rule, _plain(rule))


@cache
def reasons() -> dict[str, dict[str, str]]:
    """The plain words for the names of rules, by kind."""
    text = resources.files("newsledger.view").joinpath("reasons.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _plain(rule: str) -> str:
    return rule.replace("-", " ")
