"""Measure the resolver with gold spans.

Usage: python -m benchmarks.resolve [--shared FOLDER] [--set train|dev|gsr] [--errors N]
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsledger.records import (
    Article,
    Attribution,
    Claim,
    Document,
    EventMention,
    Party,
    Place,
    Provenance,
    Sentence,
    TextSpan,
    make_document,
)
from newsledger.resolve import Resolver, code_party

Row = dict[str, Any]
SETS = {"train": "train", "dev": "bench/events"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set", dest="name", choices=["train", "dev", "gsr"], default="dev")
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.name == "gsr":
        measure_gsr(arguments.shared / "bench/plover_gsr/dev.jsonl", arguments.errors)
    else:
        measure_events(arguments.shared / SETS[arguments.name], arguments.errors)


def rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as handle:
        yield from (json.loads(line) for line in handle if line.strip())


def pages(folder: Path) -> Iterator[tuple[Row, Document, Article, list[Row]]]:
    gold: dict[str, list[Row]] = {}
    for row in rows(folder / "gold.jsonl"):
        gold.setdefault(row["doc"], []).append(row)
    for page in rows(folder / "docs.jsonl"):
        document, article = article_of(page)
        yield page, document, article, gold.get(page["id"], [])


def article_of(page: Row) -> tuple[Document, Article]:
    document = make_document(page["text"], external_id=page["id"], title=page.get("title"), url=page.get("url"),
                             document_creation_time=page.get("date"))  # fmt: skip
    sentences = tuple(Sentence(start, end) for start, end in page["sentences"])
    article = Article("a", document.document_id, 0, 0, len(page["text"]), "main", False, None, None, sentences)  # noqa: FBT003
    return document, article


def parties(items: list[Row], sentence: str, base: int) -> tuple[Party, ...]:
    """One party per distinct span, as the reader would give it; one without words where the sentence names none."""
    seen: dict[str, Party] = {}
    for item in items:
        at = sentence.find(item["text"]) if item["text"] else -1
        if at >= 0:
            seen.setdefault(item["text"], Party(item["text"], base + at, base + at + len(item["text"])))
    if items and not seen:
        return (Party(None, None, None, reason="named in an earlier sentence"),)
    return tuple(seen.values())


def mention_of(
    event: Row, row: Row, *, number: str, base: int, sentence: str, attributions: list[Attribution]
) -> EventMention:
    where = event.get("where")
    place = None
    if where and where["text"] in sentence:
        at = base + sentence.find(where["text"])
        place = Place(where["text"], at, at + len(where["text"]))
    at = base + max(sentence.find(event["trigger"]), 0)
    return EventMention(
        number, "e", "d", row["doc"], 0, row["sent"], None, sentence, base, base + len(sentence), event["type"],
        event.get("mode"), (), (), None, "", 0.0, TextSpan(event["trigger"], at, at + len(event["trigger"])),
        parties(event["actor"], sentence, base), parties(event["recipient"], sentence, base),
        None, place, (), tuple(attributions[i] for i in event.get("attributed_to") or [] if i < len(attributions)),
        "CT+", 1.0, Provenance("gold", (), "0"),
    )  # fmt: skip


def attribution_of(item: Row, sentence: str, base: int) -> Attribution:
    at = base + max(sentence.find(item["text"]), 0)
    return Attribution(item["text"], at, at + len(item["text"]), None, item["kind"], bool(item.get("anonymous")))


def build(gold: list[Row], article: Article, text: str) -> tuple[list[tuple[Row, Row, EventMention]], list[Claim]]:
    mentions: list[tuple[Row, Row, EventMention]] = []
    claims: list[Claim] = []
    for row in gold:
        span = article.sentences[row["sent"]]
        sentence = text[span.start : span.end]
        attributions = [attribution_of(a, sentence, span.start) for a in row.get("attribution") or []]
        claims += [Claim("c", "d", 0, row["sent"], a, i, ()) for i, a in enumerate(attributions)]
        for event in row["events"]:
            mention = mention_of(
                event, row, number=str(len(mentions)), base=span.start, sentence=sentence, attributions=attributions
            )
            mentions.append((row, event, mention))
    return mentions, claims


def measure_events(folder: Path, n_errors: int) -> None:
    resolver = Resolver.load()
    count: Counter[str] = Counter()
    errors: list[str] = []
    seconds = 0.0
    for page, document, article, gold in pages(folder):
        built, claims = build(gold, article, page["text"])
        started = time.process_time()
        resolved = resolver.resolve([m for _, _, m in built], article, document, sources=claims)
        sources = resolver.resolve_claims(claims, article, document)
        seconds += time.process_time() - started
        count["words"] += len(page["text"].split())
        by_id = {m.event_mention_id: m for m in resolved}
        for row, event, gold_mention in built:
            mention = by_id[gold_mention.event_mention_id]
            for role, found in (("actor", mention.actors), ("recipient", mention.recipients)):
                score_parties(event[role], found, role, count, errors, f"{page['id']}:{row['sent']} {event['type']}")
            where = event.get("where")
            if where and mention.place:
                count["place"] += 1
                count["place_ok"] += where["country"] == mention.place.country
                if where["country"] != mention.place.country:
                    label = f"PLACE {page['id']}:{row['sent']} {where['text']!r} gold {where['country']}"
                    errors.append(f"{label} got {mention.place.country}: {mention.place.reason}")
        for row in gold:
            for item in row.get("attribution") or []:
                claim = next(
                    (c for c in sources if c.sentence_index == row["sent"] and c.attribution.text == item["text"]), None
                )
                if claim:
                    count["source"] += 1
                    count["source_ok"] += claim.attribution.country == item["code"]
                    if claim.attribution.country != item["code"]:
                        label = f"SOURCE {page['id']}:{row['sent']} {item['text']!r} gold {item['code']}"
                        errors.append(f"{label} got {claim.attribution.country}")
    report(count, seconds)
    for error in errors[:n_errors]:
        print(error)


def score_parties(
    gold: list[Row], found: tuple[Party, ...], role: str, count: Counter[str], errors: list[str], label: str
) -> None:
    named = [g for g in gold if g["text"]]
    got = {p.country for p in found if p.country}
    count[f"{role}_set"] += 1
    count[f"{role}_set_ok"] += got == {g["code"] for g in gold if g["code"]}
    count[f"{role}_named_set"] += bool(named)
    count[f"{role}_named_set_ok"] += bool(named) and got == {g["code"] for g in named if g["code"]}
    count[f"{role}_all_sectors_ok"] += {p.sector for p in found} == {g["sector"] for g in gold}
    count[f"{role}_sectors"] += bool(named)
    count[f"{role}_sectors_ok"] += bool(named) and {p.sector for p in found} == {g["sector"] for g in named}
    for text in dict.fromkeys(g["text"] for g in named):
        mine = [p for p in found if p.text == text]
        wanted = {g["code"] for g in named if g["text"] == text}
        sectors = {g["sector"] for g in named if g["text"] == text}
        count["party"] += 1
        country_ok = {p.country for p in mine} == wanted
        sector_ok = {p.sector for p in mine} == sectors
        count["party_country"] += country_ok
        count["party_sector"] += sector_ok
        if not country_ok or not sector_ok:
            kind = ("COUNTRY " if not country_ok else "") + ("SECTOR " if not sector_ok else "")
            wants = sorted(f"{g['code']}.{g['sector']}" for g in named if g["text"] == text)[:4]
            gave = [f"{p.country}.{p.sector}" for p in mine][:4]
            errors.append(
                f"{kind}{label} {role} {text!r} gold {wants} got {gave}: {mine[0].reason[:160] if mine else ''}"
            )


def report(count: Counter[str], seconds: float) -> None:
    def share(part: str, whole: str) -> str:
        return f"{count[part] / max(count[whole], 1):.3f} ({count[part]}/{count[whole]})"

    print(f"party country          {share('party_country', 'party')}")
    print(f"party sector           {share('party_sector', 'party')}")
    for role in ("actor", "recipient"):
        print(f"{role + ' set, named':22s} {share(role + '_named_set_ok', role + '_named_set')}")
        print(f"{role + ' set, all':22s} {share(role + '_set_ok', role + '_set')}")
        print(f"{role + ' sectors, named':22s} {share(role + '_sectors_ok', role + '_sectors')}")
        print(f"{role + ' sectors, all':22s} {share(role + '_all_sectors_ok', role + '_set')}")
    print(f"source country         {share('source_ok', 'source')}")
    print(f"place country          {share('place_ok', 'place')}")
    print(f"speed                  {count['words'] / max(seconds, 1e-9):.0f} words/s")


def measure_gsr(path: Path, n_errors: int) -> None:
    resolver = Resolver.load()
    total = right = strict = 0
    errors = []
    slips = {"JAP": "JPN", "ITL": "ITA"}
    for row in rows(path):
        page = {"id": row["id"], "text": row["text"], "sentences": [[0, len(row["text"])]]}
        document, article = article_of(page)
        context = resolver.context(article, document)
        for event in row["events"]:
            for role in ("source", "target"):
                texts, codes = event[f"{role}_text"], event[role]
                if not texts or not codes:
                    continue
                # PLOVER 0.5 has one code, IGO, for what is now IGO, UNO and EUR.
                wanted = {slips.get(c[:3], c[:3]) for c in codes}
                got = set()
                for text in texts:
                    at = row["text"].find(text)
                    got |= {c.country for c in code_party(text, context, at=at if at >= 0 else None) if c.country}
                strict += got == wanted
                if "IGO" in wanted:
                    got = {"IGO" if c in {"UNO", "EUR"} else c for c in got}
                total += 1
                right += got == wanted
                if got != wanted:
                    errors.append(f"{row['id']} {role} {texts} gold {codes} got {sorted(got)}")
    print(f"gsr countries of each side {right / max(total, 1):.3f} ({right}/{total}), literally {strict}")
    for error in errors[:n_errors]:
        print(error)


if __name__ == "__main__":
    main()
