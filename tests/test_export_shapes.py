"""Maps, networks, FollowTheMoney, annotation formats, Arrow: checked by the rules of their readers."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree

from newsledger.export import EXPORTS, Selection, Settings, export_ledger
from newsledger.export.ftm import _party_id as party_id
from newsledger.export.network import legal_xml
from newsledger.export.tokens import tokens
from newsledger.ledger import Ledger
from newsledger.records import EventMention, Party, content_id, from_row
from tests.export_world import codings, ledger, pages

TEXTS = {page.document_id: page.text for page in pages()}
MENTIONS = [m for coding in codings() for m in coding.mentions]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return ledger(tmp_path_factory.mktemp("shapes") / "ledger")


def write(book: Ledger, name: str, file: Path) -> Counter[str]:
    settings = Settings(Selection(auxiliary=not EXPORTS[name].counts))
    export_ledger(book, name, file, settings)
    return settings.notes


def objects(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_geojson_obeys_rfc_7946(book: Ledger, tmp_path: Path) -> None:
    notes = write(book, "geojson", tmp_path / "map")
    found = json.loads((tmp_path / "map").read_text(encoding="utf-8"))
    assert set(found) == {"type", "features"}
    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == 3
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == "Point"
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
    nairobi = next(f for f in found["features"] if f["properties"]["place"] == "Nairobi")
    assert nairobi["geometry"]["coordinates"] == [36.81667, -1.28333]
    assert sum(notes.values()) == 3, "what did not happen"


def test_gexf_1_3_is_well_formed_and_complete(book: Ledger, tmp_path: Path) -> None:
    write(book, "gexf", tmp_path / "net")
    names = {"g": "http://gexf.net/1.3"}
    root = etree.parse(str(tmp_path / "net")).getroot()
    assert root.get("version") == "1.3"
    nodes = {n.get("id"): n.get("label") for n in root.iterfind(".//g:node", names)}
    assert nodes == {
        "KEN": "Kenya",
        "UGA": "Uganda",
        "NOR": "Norway",
        "SWE": "Sweden",
        "actor:gunmen": "Gunmen",
    }
    declared = {group.get("class"): {a.get("id") for a in group} for group in root.iterfind(".//g:attributes", names)}
    for edge in root.iterfind(".//g:edge", names):
        assert edge.get("source") in nodes
        assert edge.get("target") in nodes
        assert {v.get("for") for v in edge.iterfind(".//g:attvalue", names)} == declared["edge"]
    pairs = {(e.get("source"), e.get("target")): e for e in root.iterfind(".//g:edge", names)}
    assert set(pairs) == {
        ("KEN", "UGA"),
        ("UGA", "KEN"),
        ("NOR", "UGA"),
        ("SWE", "UGA"),
        ("actor:gunmen", "KEN"),
    }
    raid = {v.get("for"): v.get("value") for v in pairs["actor:gunmen", "KEN"].iterfind(".//g:attvalue", names)}
    assert (raid["material_conflict"], raid["events"], raid["goldstein_mean"]) == ("1", "1", "-10.0")


def test_graphml_names_every_key_that_it_uses(book: Ledger, tmp_path: Path) -> None:
    write(book, "graphml", tmp_path / "net")
    names = {"g": "http://graphml.graphdrawing.org/xmlns"}
    root = etree.parse(str(tmp_path / "net")).getroot()
    keys = {k.get("id"): k.get("for") for k in root.iterfind("g:key", names)}
    nodes = {n.get("id") for n in root.iterfind(".//g:node", names)}
    for kind in ("node", "edge"):
        for item in root.iterfind(f".//g:{kind}", names):
            assert {keys[d.get("key")] for d in item.iterfind("g:data", names)} == {kind}
    for edge in root.iterfind(".//g:edge", names):
        assert {edge.get("source"), edge.get("target")} <= nodes


def test_networkx_reads_both(book: Ledger, tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx", reason="networkx is not installed")
    write(book, "gexf", tmp_path / "a")
    write(book, "graphml", tmp_path / "b")
    one, other = networkx.read_gexf(tmp_path / "a"), networkx.read_graphml(tmp_path / "b")
    assert set(one.edges) == set(other.edges)
    assert other.edges["NOR", "UGA"]["material_cooperation"] == 1


def test_what_xml_forbids_is_removed() -> None:
    assert legal_xml("a\x00b\x07c\x0bd\ufffee\ud800f\tg\U0001f600") == "abcdef\tg\U0001f600"


# What schema/Event.yaml, LegalEntity.yaml and Document.yaml of followthemoney 4 allow of what is written.
_THING = {"name", "alias", "country", "sector", "summary", "description", "keywords", "publisher", "sourceUrl", "proof"}
_FTM = {
    "Event": _THING - {"alias", "sector"} | {"date", "startDate", "endDate", "location", "organizer", "involved"},
    "Article": {"name", "title", "fileName", "publisher", "sourceUrl", "publishedAt"},
    **{s: {"name", "country", "sector"} for s in ("Person", "LegalEntity", "Organization", "PublicBody")},
}


def test_followthemoney_entities_fit_their_schemas(book: Ledger, tmp_path: Path) -> None:
    write(book, "ftm", tmp_path / "entities")
    found = objects(tmp_path / "entities")
    by_id = {e["id"]: e for e in found}
    assert len(by_id) == len(found)
    for entity in found:
        assert set(entity) == {"id", "schema", "properties"}
        assert set(entity["properties"]) <= _FTM[entity["schema"]]
        assert entity["properties"]["fileName" if entity["schema"] == "Article" else "name"]
        for values in entity["properties"].values():
            assert values
            assert all(isinstance(v, str) and v for v in values)
    for event in (e["properties"] for e in found if e["schema"] == "Event"):
        assert {by_id[p]["schema"] for p in event["proof"]} == {"Article"}
        assert {by_id[p]["schema"] for p in event.get("involved", [])} <= set(_FTM) - {"Event", "Article"}
    person = next(e for e in found if e["schema"] == "Person")
    assert person["properties"]["name"] == ["Amina Otieno"]
    assert person["properties"]["country"] == ["ke"]


def test_a_state_is_one_entity_whether_it_is_named_or_follows_from_a_code() -> None:
    named = Party("Kenya", 0, 5, name="Kenya", country="KEN", sector="GOV", actor_id="country:KEN:Kenya")
    inferred = replace(named, text="its", name=None, actor_id=None)
    told = (replace(named, actor_id=None), inferred, replace(named, actor_id="demonym:KEN:Kenya"))
    assert {party_id(p) for p in (named, *told)} == {content_id("p", "country:KEN:Kenya", "kenya", "KEN", "GOV")}
    assert party_id(replace(named, sector="MIL")) != party_id(named)
    assert party_id(replace(inferred, text="Kenya's envoy")) != party_id(named)


def test_followthemoney_itself_takes_them(book: Ledger, tmp_path: Path) -> None:
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    write(book, "ftm", tmp_path / "entities")
    for entity in objects(tmp_path / "entities"):
        ftm.model.get(entity["schema"]).validate(entity)


def test_label_studio_values_are_the_words_of_the_text(book: Ledger, tmp_path: Path) -> None:
    write(book, "label-studio", tmp_path / "tasks")
    tasks = json.loads((tmp_path / "tasks").read_text(encoding="utf-8"))
    assert len(tasks) == 4
    for task in tasks:
        text = task["data"]["text"]
        (prediction,) = task["predictions"]
        spans = {r["id"]: r for r in prediction["result"] if r["type"] == "labels"}
        for span in spans.values():
            value = span["value"]
            assert value["text"] == text[value["start"] : value["end"]] != ""
            assert len(value["labels"]) == 1
        for relation in (r for r in prediction["result"] if r["type"] == "relation"):
            assert {relation["from_id"], relation["to_id"]} <= set(spans)
            assert relation["labels"] == spans[relation["to_id"]]["value"]["labels"]


def test_doccano_ids_are_unique_and_its_relations_lead_somewhere(book: Ledger, tmp_path: Path) -> None:
    write(book, "doccano", tmp_path / "rows")
    rows = objects(tmp_path / "rows")
    ids = [e["id"] for row in rows for e in (*row["entities"], *row["relations"])]
    assert len(ids) == len(set(ids))
    for row in rows:
        known = {e["id"] for e in row["entities"]}
        assert all({r["from_id"], r["to_id"]} <= known for r in row["relations"])
        assert row["text"] == TEXTS[row["id"]]
    met = next(r for r in rows if "Nairobi" in r["text"])
    words = {met["text"][e["start_offset"] : e["end_offset"]]: e["label"] for e in met["entities"]}
    assert words["met"] == "CONSULT"
    assert words["Nairobi"] == "PLACE"


def test_prodigy_spans_stand_on_tokens(book: Ledger, tmp_path: Path) -> None:
    notes = write(book, "prodigy", tmp_path / "rows")
    for row in objects(tmp_path / "rows"):
        for number, token in enumerate(row["tokens"]):
            assert token["id"] == number
            assert token["text"] == row["text"][token["start"] : token["end"]]
        for span in row["spans"]:
            assert row["tokens"][span["token_start"]]["start"] == span["start"]
            assert row["tokens"][span["token_end"]]["end"] == span["end"]
        for relation in row["relations"]:
            assert relation["child_span"] in row["spans"]
            assert relation["child"] == relation["child_span"]["token_end"]
    assert not notes


def test_brat_reads_its_own_offsets(book: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "brat"
    write(book, "brat", folder)
    assert len(list(folder.glob("*.txt"))) == len(list(folder.glob("*.ann"))) == 4
    configuration = (folder / "annotation.conf").read_text(encoding="utf-8")
    for notes in folder.glob("*.ann"):
        text = notes.with_suffix(".txt").read_bytes().decode("utf-8")
        assert text == TEXTS[notes.stem]
        lines = notes.read_text(encoding="utf-8").splitlines()
        spans = {}
        for line in (line for line in lines if line.startswith("T")):
            name, place, words = line.split("\t")
            label, _, offsets = place.partition(" ")
            parts = [tuple(map(int, part.split())) for part in offsets.split(";")]
            assert " ".join(text[a:b] for a, b in parts) == words
            spans[name] = label
            assert re.search(rf"^{label}\b", configuration, re.MULTILINE)
        for line in (line for line in lines if line.startswith("E")):
            (head, *arguments) = line.split("\t")[1].split()
            assert spans[head.split(":")[1]] == head.split(":")[0]
            assert all(spans[a.split(":")[1]] == a.split(":")[0].rstrip("0123456789") for a in arguments)


def test_conll_tags_are_bio_and_stand_at_the_words(book: Ledger, tmp_path: Path) -> None:
    write(book, "conll", tmp_path / "rows")
    text = (tmp_path / "rows").read_text(encoding="utf-8")
    columns = text.splitlines()[0].removeprefix("# columns = ").split()
    tagged = set()
    for block in text.split("\n\n"):
        before = ["O"] * (len(columns) - 3)
        for line in (line for line in block.splitlines() if line and not line.startswith("# ")):
            cells = line.split("\t")
            assert len(cells) == len(columns)
            for last, tag in zip(before, cells[3:], strict=True):
                assert tag == "O" or tag[:2] == "B-" or last[2:] == tag[2:], "I follows B or I of the same label"
            before = cells[3:]
            if cells[3] != "O":
                tagged.add((cells[0], cells[3]))
    assert {("met", "B-CONSULT"), ("meet", "B-AGREE"), ("again", "I-AGREE"), ("killed", "B-ASSAULT")} <= tagged


def test_tokens_keep_possessives_and_numbers_apart() -> None:
    text = "Kenya's U.S. envoy gave $1,200 at 05:30 (maybe)."
    assert [text[t.start : t.end] for t in tokens(text)] == [
        *("Kenya", "'s", "U.S.", "envoy", "gave", "$", "1,200", "at", "05:30", "(", "maybe", ")", "."),
    ]


@pytest.mark.parametrize("name", ["parquet", "arrow"])
def test_tables_hold_the_whole_record(book: Ledger, tmp_path: Path, name: str) -> None:
    write(book, name, tmp_path / "table")
    table = pq.read_table(tmp_path / "table") if name == "parquet" else pa.ipc.open_file(tmp_path / "table").read_all()
    read = [from_row(EventMention, row) for row in table.to_pylist()]
    told = {m.event_mention_id: (m.trigger, m.actors, m.time, m.place, m.quantities) for m in read}
    assert told == {m.event_mention_id: (m.trigger, m.actors, m.time, m.place, m.quantities) for m in MENTIONS}


@pytest.mark.parametrize("name", ["jsonl", "plover", "csv"])
def test_formats_of_mentions_have_a_row_a_mention(book: Ledger, tmp_path: Path, name: str) -> None:
    write(book, name, tmp_path / "rows")
    lines = (tmp_path / "rows").read_text(encoding="utf-8").splitlines()
    assert sum(m.event_mention_id in "".join(lines) for m in MENTIONS) == len(MENTIONS)
