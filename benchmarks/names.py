"""Names and chains on GUM's open texts: linking of names that the base holds, and coreference of the news stories.

Usage: python -m benchmarks.names [--shared FOLDER] [--set dev|train] [--errors N]

Linking: of the mentions that GUM links to a Wikipedia title and that the resolver links to an actor of the base, the
share whose actor bears that title as one of its names. Coreference: gold mentions of people, organisations and places
in news; the mean of MUC, B-cubed and entity CEAF (Pradhan et al. 2014, "Scoring coreference partitions").
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from newsledger.records import Article, Document, Sentence, make_document
from newsledger.resolve import Context, Resolver, code_party
from newsledger.resolve.knowledge import Knowledge

Row = dict[str, Any]
Clusters = list[set[int]]
TYPES = frozenset({"person", "organization", "place"})
ACTORS = ("country", "demonym", "capital", "seat", "organisation", "person")
PRONOUN = re.compile(
    r"(?:i|me|my|mine|we|us|our|ours|you|your|yours|he|him|his|she|her|hers|it|its|they|them|their|theirs|who|whom|whose"
    r"|which|that|this|these|those|one|both|each|(?:my|your|him|her|it|our|them)sel(?:f|ves))",
    re.I,
)
_EDGES = re.compile(r"^(?:the|an?)\s+|['’]s?$", re.I)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set", dest="name", choices=["dev", "train"], default="dev")
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    path = arguments.shared / "bench/names_gum" / f"{arguments.name}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        pages = [json.loads(line) for line in handle]
    errors = measure_links(pages)
    measure_chains([p for p in pages if p["genre"] == "news"])
    for error in errors[: arguments.errors]:
        print(error)


def story_of(page: Row) -> tuple[Article, Document]:
    document = make_document(page["text"], title=page.get("title"), document_creation_time=page["dct"])
    sentences = tuple(Sentence(s["start"], s["end"]) for s in page["sentences"])
    article = Article("a", document.document_id, 0, 0, len(page["text"]), "main", False, None, None, sentences)  # noqa: FBT003
    return article, document


def names_of_entries(knowledge: Knowledge) -> dict[str, set[str]]:
    """All names of each actor of the base, by its id."""
    names: dict[str, set[str]] = defaultdict(set)
    for phrase, entries in knowledge.index.items():
        for entry in entries:
            names[entry.entry_id].add(plain(phrase))
            names[entry.entry_id].add(plain(entry.name))
    for country in knowledge.countries.values():
        names[f"country:{country['iso3']}"].update(map(plain, (country["name"], *country["aliases"].split("|"))))
    return names


def plain(name: str) -> str:
    return re.sub(r"^the ", "", re.sub(r"\s*\(.*\)", "", name.replace("_", " ")).casefold())


def measure_links(pages: list[Row]) -> list[str]:
    resolver = Resolver.load()
    names = names_of_entries(resolver.knowledge)
    count: Counter[str] = Counter()
    errors = []
    for page in pages:
        context = resolver.context(*story_of(page))
        for entity in sorted(page["entities"], key=lambda e: (e["start"], -e["end"])):
            words = _EDGES.sub("", page["text"][entity["start"] : entity["end"]])
            if not entity["identity"] or entity["type"] not in TYPES or PRONOUN.fullmatch(words):
                continue
            count["mentions"] += 1
            hits = resolver.knowledge.scan(words)
            if len(hits) != 1 or hits[0].text != words:
                continue
            codes = code_party(words, context, at=entity["start"])[0]
            if not codes.actor_id:
                continue
            count["linked"] += 1
            title = plain(unquote(entity["identity"]))
            kind = codes.actor_id.split(":")[0]
            known = names[codes.actor_id] | (names[f"country:{codes.country}"] if kind == "demonym" else set())
            count["right"] += title in known
            count[f"{kind} linked"] += 1
            count[f"{kind} right"] += title in known
            if title not in known:
                errors.append(f"{page['id']} {words!r} is {entity['identity']}, got {codes.actor_id}: {codes.reason}")
    print(f"names with a title {count['mentions']}, in the base {count['linked']}")
    right, linked = (sum(count[f"{k} {what}"] for k in ACTORS) for what in ("right", "linked"))
    print(f"linking precision, countries, organisations, people {right / max(linked, 1):.3f} ({right}/{linked})")
    for kind in sorted(k.removesuffix(" linked") for k in count if k.endswith(" linked")):
        print(f"  {kind:14s} {count[f'{kind} right']}/{count[f'{kind} linked']}")
    return errors


def measure_chains(pages: list[Row]) -> None:
    totals: dict[str, Counter[str]] = {"MUC": Counter(), "B3": Counter(), "CEAFe": Counter()}
    for page in pages:
        mentions = [e for e in page["entities"] if e["type"] in TYPES]
        mentions.sort(key=lambda e: (e["start"], e["end"]))
        gold = gold_clusters(mentions)
        found = found_clusters(page, mentions)
        for name, score in (("MUC", muc), ("B3", b_cubed), ("CEAFe", ceaf_e)):
            totals[name].update(score(gold, found))
    figures = {name: f1(total) for name, total in totals.items()}
    print(f"chains on news, {len(pages)} stories: CoNLL F1 {sum(figures.values()) / 3:.3f} "
          + " ".join(f"{n} {v:.3f}" for n, v in figures.items()))  # fmt: skip


def gold_clusters(mentions: list[Row]) -> Clusters:
    chains: dict[str, set[int]] = defaultdict(set)
    for number, entity in enumerate(mentions):
        chains[entity["chain"]].add(number)
    return list(chains.values())


def found_clusters(page: Row, mentions: list[Row]) -> Clusters:
    """Chains as the resolver sees them: antecedents, names of one actor, full names and their surnames."""
    context = Resolver.load().context(*story_of(page))
    parent = list(range(len(mentions)))
    starts: dict[int, int] = {}
    keys: dict[str, int] = {}
    for number, entity in enumerate(mentions):
        words = _EDGES.sub("", page["text"][entity["start"] : entity["end"]])
        codes = code_party(words, context, at=entity["start"])
        before = starts.get(codes[0].antecedent) if codes[0].antecedent is not None else None
        for key in chain_keys(words, codes[0].actor_id, context):
            before = keys.get(key) if before is None else before
            keys[key] = number
        if before is not None and len(codes) == 1:
            parent[number] = root(parent, before)
        starts.setdefault(entity["start"], number)
    clusters: dict[int, set[int]] = defaultdict(set)
    for number in range(len(mentions)):
        clusters[root(parent, number)].add(number)
    return list(clusters.values())


def chain_keys(words: str, actor_id: str | None, context: Context) -> list[str]:
    """What two mentions of one thing share: the actor or the person of that name, else the same words."""
    if PRONOUN.fullmatch(words):
        return []
    full = context.people.full(words)
    known = any(p.name == full for p in context.people.occurrences)
    if known:
        return [f"person {full}"]
    return [f"words {words.casefold()}"] + ([f"actor {actor_id}"] if actor_id and words[:1].isupper() else [])


def root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        number = parent[number]
    return number


def f1(total: Counter[str]) -> float:
    precision = total["pn"] / max(total["pd"], 1e-9)
    recall = total["rn"] / max(total["rd"], 1e-9)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def muc(gold: Clusters, found: Clusters) -> Counter[str]:
    def links(one: Clusters, other: Clusters) -> tuple[float, float]:
        where = {m: i for i, cluster in enumerate(other) for m in cluster}
        kept = sum(len(c) - len({where[m] for m in c}) for c in one)
        return kept, sum(len(c) - 1 for c in one)

    rn, rd = links(gold, found)
    pn, pd = links(found, gold)
    return Counter({"rn": rn, "rd": rd, "pn": pn, "pd": pd})


def b_cubed(gold: Clusters, found: Clusters) -> Counter[str]:
    mine = {m: c for c in found for m in c}
    theirs = {m: c for c in gold for m in c}
    both = {m: len(mine[m] & theirs[m]) for m in mine}
    recall = sum(n / len(theirs[m]) for m, n in both.items())
    precision = sum(n / len(mine[m]) for m, n in both.items())
    return Counter({"rn": recall, "rd": len(both), "pn": precision, "pd": len(both)})


def ceaf_e(gold: Clusters, found: Clusters) -> Counter[str]:
    """Best one-to-one match of chains by their overlap, found greedily from the best pair down."""
    pairs = sorted(
        ((2 * len(g & f) / (len(g) + len(f)), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if g & f),
        reverse=True,
    )
    used_gold, used_found, total = set[int](), set[int](), 0.0
    for value, i, j in pairs:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            total += value
    return Counter({"rn": total, "rd": len(gold), "pn": total, "pd": len(found)})


if __name__ == "__main__":
    main()
