"""Event coreference across documents on ECB+, with gold mentions and from raw text.

Usage: python -m benchmarks.merging [--shared FOLDER] [--set dev|train] [--raw]

CoNLL F1, the mean of MUC, B-cubed and entity CEAF (Pradhan et al. 2014), over the action mentions of the evaluated
sentences, singletons included, all documents of the set in one pot: topics are not given. Gold mentions have words and
sentence only, no types, parties or times. From raw text (``--raw``, minutes) a mention of the coder stands for the gold
mention whose words it shares; what the coder misses or adds counts against it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.names import Clusters, b_cubed, ceaf_e, f1, muc
from newsledger.cluster.grouping import group_all
from newsledger.cluster.merging import MentionSpace
from newsledger.cluster.profile import Profile, profile, sentence_vector, topic_of
from newsledger.cluster.roots import roots
from newsledger.cluster.terms import Vector, text_vector
from newsledger.records import Document, make_document

Row = dict[str, Any]
Offsets = list[list[tuple[int, int]]]
_TIGHT_BEFORE = set(".,;:!?%)]}'’”") | {"'s", "’s", "n't", "'re", "'ve", "'ll", "'d", "'m"}
_TIGHT_AFTER = set("([{“$‘")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set", dest="name", choices=["dev", "train"], default="dev")
    parser.add_argument("--raw", action="store_true")
    arguments = parser.parse_args()
    path = arguments.shared / "bench/reports_ecbplus" / f"{arguments.name}.jsonl"
    if not path.is_file():
        print(f"skipped: {path} is not here; give its place with --shared")
        return
    pages = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    gold, profiles, spans = read_gold(pages)
    report("gold mentions", gold, clusters(profiles), len(profiles))
    heads = defaultdict(set)
    for number, item in enumerate(profiles):
        for word in sorted(item.trigger):
            heads[word].add(number)
    report("the same word is the same event (to compare with)", gold, partition(heads.values(), len(profiles)), 0)
    if arguments.raw:
        from_raw(pages, gold, spans)


def text_of(page: Row) -> tuple[str, Offsets]:
    """Return the text of a page, and where each token stands in it."""
    parts: list[str] = []
    offsets: Offsets = []
    at = 0
    for tokens in page["sentences"]:
        line, before = [], ""
        for token in tokens:
            gap = "" if not before or token in _TIGHT_BEFORE or before in _TIGHT_AFTER else " "
            parts.append(gap + token)
            at += len(gap)
            line.append((at, at + len(token)))
            at += len(token)
            before = token
        offsets.append(line)
        parts.append("\n")
        at += 1
    return "".join(parts), offsets


def is_gold(mention: Row) -> bool:
    return bool(mention["in_eval_sentence"] and mention.get("chain") and mention["type"].startswith(("ACTION", "NEG_")))


def read_gold(pages: list[Row]) -> tuple[Clusters, list[Profile], list[tuple[str, int, int]]]:
    """Return the gold chains, a profile for each mention, and where it stands."""
    chains: dict[str, set[int]] = defaultdict(set)
    profiles: list[Profile] = []
    spans: list[tuple[str, int, int]] = []
    for page in pages:
        text, offsets = text_of(page)
        topic = topic_of(text_vector(text))
        for mention in filter(is_gold, page["mentions"]):
            line = offsets[mention["sent"]]
            chains[mention["chain"]].add(len(profiles))
            spans.append((page["id"], line[mention["tokens"][0]][0], line[mention["tokens"][-1]][1]))
            profiles.append(_profile(page["id"], len(profiles), mention["text"], text[line[0][0] : line[-1][1]], topic))
    return list(chains.values()), profiles, spans


def _profile(page: str, number: int, trigger: str, sentence: str, topic: Vector) -> Profile:
    words = sentence_vector(sentence, trigger)
    nobody: frozenset[str] = frozenset()
    return Profile(
        event_mention_id=f"{number:06d}",
        document_id=page,
        day=None,
        coming=False,
        event_type="",
        event_mode=None,
        trigger=roots(trigger),
        said=trigger,
        actors=nobody,
        recipients=nobody,
        sectors=nobody,
        when=None,
        place=None,
        quantities=(),
        words=words,
        topic=topic,
    )


def clusters(profiles: list[Profile]) -> Clusters:
    return [set(map(int, group)) for c in group_all(profiles, MentionSpace()) for group in c.groups]


def partition(groups: Iterable[set[int]], number: int) -> Clusters:
    """Return groups without overlaps, each mention in the first group that has it."""
    seen: set[int] = set()
    found: Clusters = []
    for group in groups:
        if group - seen:
            found.append(group - seen)
            seen |= group
    return [*found, *({n} for n in range(number) if n not in seen)]


def report(name: str, gold: Clusters, found: Clusters, number: int) -> None:
    scores = {"MUC": f1(muc(gold, found)), "B3": f1(b_cubed(gold, found)), "CEAFe": f1(ceaf_e(gold, found))}
    details = " ".join(f"{k} {v:.3f}" for k, v in scores.items())
    print(f"{name}: CoNLL F1 {sum(scores.values()) / 3:.3f} {details}" + (f" ({number} mentions)" if number else ""))


def from_raw(pages: list[Row], gold: Clusters, spans: list[tuple[str, int, int]]) -> None:
    """Code the pages and compare what was found and merged with the gold chains."""
    from newsledger.engine import Coder

    coder = Coder.load()
    score_raw([(p, coder.code(document_of(p)).mentions) for p in pages], gold, spans)


def document_of(page: Row) -> Document:
    return make_document(text_of(page)[0], external_id=page["id"])


def score_raw(coded: Iterable[tuple[Row, Any]], gold: Clusters, spans: list[tuple[str, int, int]]) -> None:
    """Score with mentions of the coder: a missed gold mention is a chain of its own in none of the found groups."""
    at: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, (page, start, end) in enumerate(spans):
        at[page].append((start, end, number))
    profiles: list[Profile] = []
    numbers: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for row, mentions in coded:
        text, offsets = text_of(row)
        shown = [(offsets[n][0][0], offsets[n][-1][1]) for n in row["eval_sentences"]]
        topic = topic_of(text_vector(text))
        for mention in mentions:
            start, end = mention.trigger.start, mention.trigger.end
            if not any(a <= start < b for a, b in shown):
                continue
            hit = next((n for a, b, n in at[row["id"]] if a < end and start < b and n not in numbers.values()), None)
            counts["right" if hit is not None else "extra"] += 1
            numbers[mention.event_mention_id] = len(spans) + len(numbers) if hit is None else hit
            profiles.append(profile(mention, topic))
    groups = [g for c in group_all(profiles, MentionSpace()) for g in c.groups]
    found = [{numbers[i] for i in group} for group in groups]
    print(f"from raw text: {counts['right']} of {len(spans)} gold mentions found, {counts['extra']} others")
    scores = _raw_scores(gold, found)
    print(
        f"from raw text: CoNLL F1 {sum(scores.values()) / 3:.3f} " + " ".join(f"{k} {v:.3f}" for k, v in scores.items())
    )
    both = set().union(*found) & set(range(len(spans)))
    report("raw text, of mentions found", _kept(gold, both), _kept(found, both), len(both))


def _kept(groups: Clusters, mentions: set[int]) -> Clusters:
    return [g & mentions for g in groups if g & mentions]


def _raw_scores(gold: Clusters, found: Clusters) -> dict[str, float]:
    """Scores over different sets of mentions: what the other side lacks is a singleton there that does not count."""
    in_gold, in_found = (set().union(*groups) for groups in (gold, found))
    gold_all = [*gold, *({n} for n in in_found - in_gold)]
    found_all = [*found, *({n} for n in in_gold - in_found)]
    mine = {m: c for c in found for m in c}
    theirs = {m: c for c in gold for m in c}
    overlap = {m: len(mine[m] & theirs[m]) for m in mine.keys() & theirs.keys()}
    cubed = Counter({
        "rn": sum(n / len(theirs[m]) for m, n in overlap.items()), "rd": len(theirs),
        "pn": sum(n / len(mine[m]) for m, n in overlap.items()), "pd": len(mine),
    })  # fmt: skip
    return {"MUC": f1(muc(gold_all, found_all)), "B3": f1(cubed), "CEAFe": f1(ceaf_e(gold, found))}


if __name__ == "__main__":
    main()
