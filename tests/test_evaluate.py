"""Scoring against gold: figures worked out by hand, and the same as the bench's scorer where the bench is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from newsledger.apps.cli import cli
from newsledger.errors import InputError
from newsledger.export.gold import gold as gold_of
from newsledger.ledger import Ledger
from newsledger.records import EventMention, from_row, to_row
from newsledger.scoring import Coded, GoldSentence, from_mention, read_gold, read_pages, score
from newsledger.scoring.coded import Side
from newsledger.scoring.goldfile import documents_of, read_lines
from newsledger.scoring.matching import match, overlap, span_hits
from newsledger.scoring.sources import from_codings
from tests.builders import TEXT, coding, day, document, mention, party

BENCH = Path(__file__).parent.parent.parent / "shared" / "bench"
NONE: frozenset[Any] = frozenset()


def event(kind: str, start: int, end: int, **changes: Any) -> Coded:
    plain = Coded(kind, None, NONE, (start, end), (), (), None, None, NONE, ())
    return replace(plain, **changes)


def sentence(number: int, *events: Coded, document: str = "one") -> GoldSentence:
    return GoldSentence(document, number * 10, number * 10 + 10, "0123456789", events)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["evaluate", *map(str, arguments)], catch_exceptions=False)


def lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(to_row(row)) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [((0, 4), (2, 10), 0.5), ((0, 4), (4, 8), 0.0), ((0, 2), (0, 9), 1.0), (None, (0, 1), 0.0), ((1, 3), None, 0.0)],
)
def test_overlap_is_of_the_shorter_span(
    one: tuple[int, int] | None, other: tuple[int, int] | None, share: float
) -> None:
    assert overlap(one, other) == share


def test_events_of_one_type_match_by_their_words_first() -> None:
    gold = (event("AID", 0, 3), event("AID", 5, 8))
    coded = (event("AID", 5, 8), event("AID", 20, 22), event("CONSULT", 0, 3))
    matched = match(gold, coded)
    assert matched.pairs == ((gold[1], coded[0]), (gold[0], coded[1]))
    assert matched.confused == ()
    assert matched.extra == (coded[2],)


def test_unlike_types_on_the_same_words_are_a_confusion() -> None:
    gold, coded = event("AID", 0, 3), event("CONSULT", 1, 3)
    assert match([gold], [coded]).confused == ((gold, coded),)
    assert match([gold], [event("CONSULT", 4, 6)]).missed == (gold,)


def test_a_span_is_hit_once_and_by_half() -> None:
    assert span_hits([(0, 4), (0, 4)], [(2, 9)]) == 1
    assert span_hits([(0, 5)], [(3, 9)]) == 0
    assert span_hits([None, (0, 5)], [(0, 5)]) == 1


def test_figures_by_hand() -> None:
    kenya, uganda = Side("KEN", "GOV", (0, 2)), Side("UGA", "GOV", (4, 6))
    gold = [
        sentence(
            0, event("AID", 0, 3, actors=(kenya,), recipients=(uganda,), when="2031", quantities=frozenset({3.0}))
        ),
        sentence(1, event("AID", 10, 13), event("CONSULT", 15, 18), document="two"),
        sentence(2),
        sentence(3),
    ]
    coded = {
        "one": [
            event("AID", 0, 3, actors=(kenya,), when="2031", quantities=frozenset({2.0, 3.0}), confidence=0.9),
            event("ACCUSE", 20, 22, confidence=0.6),
        ],
        "two": [event("CONSULT", 15, 17, confidence=0.8)],
    }
    report = score(gold, coded, draws=0)
    assert (report.documents, report.sentences) == (2, 4)
    assert (report.type.precision, report.type.recall, report.type.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert report.macro_f1.value == pytest.approx((2 / 3 + 1) / 2)
    assert (report.types["ACCUSE"].coded, report.types["ACCUSE"].gold, report.types["ACCUSE"].f1) == (1, 0, 0.0)
    assert report.any_event_kappa.value == pytest.approx((0.75 - 0.5) / 0.5)
    assert report.type_actor_recipient.f1 == pytest.approx(1 / 3)
    assert report.of_matched == {"mode": 1.0, "actor_country": 1.0, "recipient_country": 0.5, "actor_sector": 1.0}
    assert (report.fields["recipient_span"].recall, report.fields["quantity"].precision) == (0.0, 0.5)
    assert report.fields["when"].f1 == 1.0
    assert report.calibration_error == pytest.approx((0.1 + 0.6 + 0.2) / 3)
    assert ("AID", "–", 1) in report.confusion
    assert report.misses["recipient country"][0].gold == "UGA"
    assert report.type.low is None


def test_intervals_are_the_same_for_a_seed_and_hold_the_figure() -> None:
    gold = [sentence(0, event("AID", 0, 3), document=str(n)) for n in range(12)]
    coded = {str(n): [event("AID", 0, 3)] for n in range(8)}
    one, same = (score(gold, coded, seed=3) for _ in range(2))
    assert one == same
    assert one.type.low is not None
    assert one.type.high is not None
    assert one.type.low < one.type.f1 < one.type.high
    assert one.macro_f1.low == one.type.low


@pytest.fixture
def coded_page() -> EventMention:
    page = document(external_id="one", document_creation_time="2031-03-10")
    actors = (party(page, "Kenya's foreign minister", "KEN", "GOV"),)
    return mention(page, actors=actors, time=day("2031-03-10"))


def gold_row(**changes: Any) -> dict[str, Any]:
    told = {
        "trigger": "met", "type": "CONSULT", "mode": None, "aux": [],
        "actor": [{"text": "Kenya's foreign minister", "code": "KEN", "sector": "GOV"}], "recipient": [],
        "when": {"text": "Monday", "value": "2031-03-10"}, "where": None, "quantity": [], "attributed_to": [],
    }  # fmt: skip
    return {"doc": "one", "sent": 0, "events": [told | changes], "attribution": []}


def test_a_ledger_is_scored_by_the_ids_given_on_input(tmp_path: Path, coded_page: EventMention) -> None:
    book = Ledger(tmp_path / "ledger")
    page = document(external_id="one", document_creation_time="2031-03-10")
    book.commit([coding(page, actors=coded_page.actors, time=coded_page.time)])
    gold = lines(tmp_path / "gold.jsonl", gold_row(), {"doc": "nowhere", "sent": 0, "events": []})
    answer = json.loads(run("--gold", gold, "--ledger", book.path, "--format", "json").output)
    assert answer["type"]["f1"] == answer["fields"]["when"]["f1"] == answer["fields"]["actor_span"]["f1"] == 1.0
    assert answer["left_out"] == {"the document is not known": 1}
    table = run("--gold", gold, "--ledger", book.path).output
    assert "CONSULT" in table
    assert "left out: 1 rows" in table


def test_mentions_are_gold_too(tmp_path: Path, coded_page: EventMention) -> None:
    book = Ledger(tmp_path / "ledger")
    book.commit([coding(document(external_id="one"))])
    gold = lines(tmp_path / "gold.jsonl", replace(coded_page, event_type="ACCUSE", event_mode=None))
    answer = json.loads(run("--gold", gold, "--ledger", book.path, "--format", "json").output)
    assert answer["confusion"] == [["ACCUSE", "CONSULT", 1]]
    assert answer["misses"]["another type"][0]["words"] == "met"


def test_what_the_verdicts_export_is_read_back_as_it_was_coded() -> None:
    pages = {"one": next(iter(read_gold_pages()))}
    row = gold_row(when={"text": "now", "value": "PRESENT"}, event_mention_id="m-1", start=3, end=6)
    (found,) = read_gold([row], pages).sentences[0].events
    assert (found.when, found.trigger) == ("PRESENT_REF", (3, 6))
    (other,) = read_gold([gold_row(when={"value": "PRESENT"})], pages).sentences[0].events
    assert other.when == "PRESENT"


def read_gold_pages() -> list[Any]:
    from newsledger.scoring import Page

    return [Page("one", TEXT, ((0, len(TEXT)),))]


OTHER = "Norway's envoy met Chad's president in Oslo on Friday."
"""A page that was put in with the same id."""


def test_documents_that_share_an_id_are_told_apart_or_left_out(tmp_path: Path) -> None:
    book = Ledger(tmp_path / "ledger")
    one, other = document(external_id="wire"), document(OTHER, external_id="wire")
    book.commit([coding(one), coding(other, event_type="ACCUSE")])
    mentions = lines(tmp_path / "mentions.jsonl", mention(one), mention(other, event_type="ACCUSE"))
    answer = json.loads(run("--gold", mentions, "--ledger", book.path, "--format", "json").output)
    assert (answer["documents"], answer["type"]["f1"], answer["left_out"]) == (2, 1.0, {})
    told = {"doc": "wire", "sent": 0, "events": []}
    both = lines(tmp_path / "gold.jsonl", told, gold_row() | {"doc": one.document_id})
    answer = json.loads(run("--gold", both, "--ledger", book.path, "--format", "json").output)
    assert (answer["sentences"], answer["left_out"]) == (1, {"more than one document has the id": 1})


def test_pages_coded_now_that_share_an_id_are_left_out() -> None:
    one, other = document(external_id="wire"), document(OTHER, external_id="wire")
    found = from_codings([coding(one), coding(other)], ["wire", one.document_id])
    assert (set(found.pages), found.shared) == ({one.document_id}, {"wire"})
    assert set(from_codings([coding(one), coding(one)], ["wire"]).pages) == {"wire"}


def test_two_documents_with_one_id_are_refused(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": text, "sentences": [[0, 4]]} for text in (TEXT, OTHER)]
    assert set(read_pages(lines(tmp_path / "same.jsonl", rows[0], rows[0]))) == {"a"}
    with pytest.raises(InputError, match="another document has the id 'a'"):
        read_pages(lines(tmp_path / "two.jsonl", *rows))


def test_the_verdicts_name_a_document_by_its_own_id_where_the_given_one_is_shared() -> None:
    one, other, third = document(external_id="wire"), document(OTHER, external_id="wire"), document(external_id="own")
    codings = [coding(page) for page in (one, other, third)]
    found = gold_of(
        [c.document for c in codings],
        {c.document.document_id: c.articles for c in codings},
        [m for c in codings for m in c.mentions],
        {m.event_mention_id: "accepted" for c in codings for m in c.mentions},
    )
    names = {one.document_id, other.document_id, "own"}
    assert {row["doc"] for row in found.sentences} == {page["id"] for page in found.documents} == names


def test_a_document_may_have_the_number_nought() -> None:
    assert documents_of([{"doc": 0, "events": []}, {"doc": 1, "events": []}]) == ["0", "1"]
    row = {"event_mention_id": "m-1", "external_id": "wire", "document_id": "d-1"}
    assert documents_of([row]) == ["d-1", "wire"]


def test_rows_of_one_sentence_are_joined() -> None:
    pages = {"one": read_gold_pages()[0]}
    rows = [gold_row(), gold_row(trigger="envoy", type="AID"), gold_row()]
    (found,) = read_gold(rows, pages).sentences
    assert [e.type for e in found.events] == ["CONSULT", "AID"]


def test_a_line_ends_at_its_line_feed_alone(tmp_path: Path) -> None:
    page = {"id": "a", "text": "Kenya\u2028met\x85Uganda.", "sentences": [[0, 9]]}
    file = tmp_path / "docs.jsonl"
    file.write_text(json.dumps(page, ensure_ascii=False) + "\r\n\n", encoding="utf-8")
    assert read_pages(file)["a"].text == page["text"]


def test_resamplings_without_a_rare_type_say_nothing_of_it() -> None:
    gold = [sentence(0, event("AID", 0, 3), document=str(n)) for n in range(12)]
    gold.append(sentence(0, event("ASSAULT", 0, 3), document="rare"))
    coded = {s.document: list(s.events) for s in gold}
    report = score(gold, coded)
    assert (report.types["ASSAULT"].f1, report.types["ASSAULT"].low, report.types["ASSAULT"].high) == (1.0, 1.0, 1.0)
    assert report.macro_f1.low == 1.0
    never = report.fields["where_country"]
    assert (never.f1, never.low, never.high) == (0.0, None, None)
    assert score([sentence(0), sentence(0, document="two")], {}).macro_f1.value == 0.0


def test_own_codes_are_compared_on_wish() -> None:
    own = mention(own_type="TALK", own_mode="visit")
    found = from_mention(own, own=True)
    assert found is not None
    assert (found.type, found.mode) == ("TALK", "visit")
    assert from_mention(mention(), own=True) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no sentence of"),
        ("[1]", "no JSON object"),
        ("{", "no JSON Lines"),
        ('{"sent": 0}', "has no doc and events"),
        ('{"doc": "one", "sent": 0, "events": [{"type": "AID"}]}', "wrong event"),
        ('{"doc": "two", "sent": 0, "events": []}', "the document is not known (1)"),
        ('{"doc": "one", "sent": 9, "events": []}', "the sentence is not in the document (1)"),
    ],
)
def test_gold_that_cannot_be_scored_says_why(tmp_path: Path, text: str, message: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(text, encoding="utf-8")
    book = Ledger(tmp_path / "ledger")
    book.commit([coding(document(external_id="one"))])
    with pytest.raises(InputError) as error:
        run("--gold", gold, "--ledger", book.path)
    assert message in str(error.value)


def test_pages_are_coded_when_no_ledger_is_named(tmp_path: Path) -> None:
    text = "Police in Kenya arrested two opposition leaders on 8 March 2021."
    row = {"doc": "a", "sent": 0, "events": [{"trigger": "arrested", "type": "COERCE", "mode": "arrest"}]}
    gold = lines(tmp_path / "gold.jsonl", row)
    page = {"id": "a", "text": text, "sentences": [[0, len(text)]]}
    documents = lines(tmp_path / "documents.jsonl", page)
    answer = json.loads(run("--gold", gold, "--documents", documents, "--format", "json").output)
    assert (answer["types"]["COERCE"]["f1"], answer["of_matched"]["mode"]) == (1.0, 1.0)
    again = run("--gold", gold, "--input", documents, "--format", "json", "--output", tmp_path / "score.json")
    assert again.exit_code == 0
    assert json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))["type"]["f1"] == 1.0
    assert run("--gold", gold).exit_code == 2
    assert run("--gold", gold, "--ledger", tmp_path, "--input", documents).exit_code == 2


def bench_predictions(folder: Path) -> Path:
    from newsledger import code
    from newsledger.export import open_writer

    found = code([json.loads(line) for line in (BENCH / "events" / "docs.jsonl").read_text("utf-8").splitlines()])
    with open_writer("jsonl", folder / "coded.jsonl") as writer:
        writer.write(found)
    return folder / "coded.jsonl"


@pytest.mark.skipif(not (BENCH / "score_events.py").exists(), reason="the bench is not beside the repository")
def test_the_figures_are_those_of_the_bench(tmp_path: Path) -> None:
    docs, gold = BENCH / "events" / "docs.jsonl", BENCH / "events" / "gold.jsonl"
    predictions = bench_predictions(tmp_path)
    command = [sys.executable, str(BENCH / "score_events.py"), str(docs), str(gold), str(predictions), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    coded: dict[str, list[Coded]] = {}
    for row in read_lines(predictions):
        found = from_mention(from_row(EventMention, row))
        assert found is not None
        coded.setdefault(row["external_id"], []).append(found)
    mine = score(read_gold(read_lines(gold), read_pages(docs)).sentences, coded, draws=0)
    figures = {"type": mine.type, "any_event": mine.any_event, "type_actor_recipient": mine.type_actor_recipient}
    figures |= dict(mine.fields) | {f"type:{kind}": figure for kind, figure in mine.types.items()}
    expected = {name: theirs[name] for name in (*mine.fields, "type", "any_event", "type_actor_recipient")}
    expected |= {f"type:{kind}": figure for kind, figure in theirs["per_type"].items()}
    assert figures.keys() == expected.keys()
    same: Callable[..., Any] = pytest.approx
    for name, figure in figures.items():
        row = expected[name]
        told = (row["p"], row["r"], row["f1"], row["gold"], row["pred"])
        assert (figure.precision, figure.recall, figure.f1, figure.gold, figure.coded) == same(told), name
    numbers = (mine.macro_f1.value, mine.any_event_kappa.value, *mine.of_matched.values())
    shares = [theirs["of_matched"][name] for name in ("mode", "actor_code", "recipient_code", "actor_sector")]
    assert numbers == same((theirs["type_macro_f1"], theirs["any_event_kappa"], *shares))
