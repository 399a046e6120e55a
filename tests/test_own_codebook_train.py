"""Learning from labelled examples: it helps where there is something to learn, and is not kept where there is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from click.testing import CliRunner, Result

from newsledger.apps.cli import cli
from newsledger.engine import teaching
from newsledger.engine.coder import Coder
from newsledger.errors import InputError, NewsledgerError, OntologyError
from newsledger.ontology.own import read_codebook
from newsledger.ontology.own.labelled import Labelled, read_labelled
from newsledger.ontology.own.layer import Layer, features, read_layer, write_layer
from newsledger.ontology.own.learning import TRUST, Item, fit, folds
from newsledger.ontology.own.scaffold import new_codebook
from newsledger.records import Document, DocumentCoding
from tests.builders import coding, document, mention

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "own-codebook"
PLACES = ("Kenya", "Ghana", "Peru", "Chile", "Nepal", "Laos", "Mali", "Togo", "Fiji", "Oman", "Cuba", "Iran")


class Meetings:
    """A coder that reads every "met" as CONSULT."""

    codebook = None

    def code(self, page: Document) -> DocumentCoding:
        return coding(page, trigger="met") if "met" in page.text else coding(document("They met.", external_id="x"))


@pytest.fixture
def reader() -> Coder:
    return cast(Coder, Meetings())


def labelled(kinds: Sequence[str]) -> tuple[Labelled, ...]:
    """Meetings on fish are of one type, those on salt of another; nothing but the sentence tells them apart."""
    found = []
    for n, place in enumerate(PLACES):
        kind = kinds[n % len(kinds)]
        text = f"Envoys of {place} met on {'fish' if kind == 'FISH' else 'salt'} in town."
        start = text.index("met")
        found.append(Labelled(text, ((start, start + 3, kind),)))
    return tuple(found)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "types").mkdir()
    for kind in ("FISH", "SALT"):
        (tmp_path / "types" / f"{kind}.toml").write_text('examples = [{ text = "They met.", trigger = "met" }]')
    (tmp_path / "codebook.toml").write_text('name = "trade"')
    (tmp_path / "rules.toml").write_text('[[rules]]\nname = "all"\ntype = "FISH"\nwhen.event_type = "CONSULT"')
    return tmp_path


def test_what_the_rules_cannot_tell_is_learned(book: Path, reader: Coder) -> None:
    lesson = teaching.teach(labelled(["FISH", "SALT"]), reader, read_codebook(book), number=4)
    assert lesson.before[""].f1 == 0.5
    assert lesson.after[""].f1 == 1.0
    assert lesson.better
    assert lesson.low > 0
    write_layer(lesson.layer, book / "layer.json")
    learned = read_codebook(book)
    assert learned.id != read_codebook(book).name
    on_salt = learned.apply(mention(document("Envoys of Iraq met on salt in town.")))
    assert (on_salt.own_type, on_salt.provenance.rules[-1]) == ("SALT", "own:learned")
    on_fish = learned.apply(mention(document("Envoys of Iraq met on fish in town.")))
    assert (on_fish.own_type, on_fish.provenance.rules[-1]) == ("FISH", "own:all")
    assert on_fish.provenance.scores[-1].field == "own_type"


def test_the_same_examples_give_the_same_layer(book: Path, reader: Coder) -> None:
    one, same = (teaching.teach(labelled(["FISH", "SALT"]), reader, read_codebook(book), seed=5) for _ in range(2))
    assert one == same
    assert one.layer.digest == same.layer.digest


def test_nothing_to_learn_is_not_better(book: Path, reader: Coder) -> None:
    negative = tuple(Labelled(f"Nobody met in {place}.", ()) for place in PLACES[:2])
    lesson = teaching.teach((*labelled(["FISH"]), *negative), reader, read_codebook(book), number=3)
    assert not lesson.better


def test_few_examples_leave_the_decision_to_the_rules() -> None:
    layer = fit([Item(("rule=A", "word=x"), "A", "t1"), Item(("rule=B", "word=y"), "B", "t2")])
    weights = dict(zip(layer.features, layer.weights, strict=True))
    assert weights["rule=A"][layer.labels.index("A")] == pytest.approx(TRUST, abs=0.2)


def test_the_layer_is_at_the_bottom_of_its_loss() -> None:
    items = [Item((f"w={n % 3}", "common", "rule="), "AB"[n % 2], str(n)) for n in range(9)]
    layer = fit(items)
    x = np.array([[f in i.features for f in layer.features] for i in items], dtype=float)
    scores = x @ np.array(layer.weights) + np.array(layer.bias)
    odds = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    y = np.array([[label == i.label for label in layer.labels] for i in items], dtype=float)
    assert np.abs((odds - y).sum(axis=0)).max() < 1e-3  # the bias is free, so its gradient vanishes


def test_folds_keep_texts_together_and_lose_none() -> None:
    dealt = folds([f"text {n % 7}" for n in range(20)], 3, seed=1)
    assert sorted(t for fold in dealt for t in fold) == sorted({f"text {n}" for n in range(7)})
    assert dealt == folds([f"text {n}" for n in range(7)], 3, seed=1)


def test_a_layer_is_read_as_it_was_written(tmp_path: Path) -> None:
    types = read_codebook(EXAMPLE).types
    layer = Layer(("", "DISSENT/street"), ("rule=", 'word="'), ((1.5, -1.0), (0.25, 0.0)), (0.1, -0.1))
    write_layer(layer, tmp_path / "layer.json")
    assert read_layer(tmp_path / "layer.json", types) == layer
    for text in ("{", "[]", json.dumps({**layer.to_json(), "format": 9}), json.dumps({**layer.to_json(), "bias": [1]})):
        (tmp_path / "layer.json").write_text(text)
        with pytest.raises(OntologyError, match=r"layer\.json") as error:
            read_layer(tmp_path / "layer.json", types)
        assert "train it again" in str(error.value)
    write_layer(Layer(("NOBODY",), (), (), (0.0,)), tmp_path / "layer.json")
    with pytest.raises(OntologyError, match="'NOBODY', which the codebook does not have"):
        read_layer(tmp_path / "layer.json", types)


def test_features_are_words_and_codes_of_the_record() -> None:
    found = features(mention(), None)
    assert found == sorted(set(found))
    assert {"type=CONSULT", "trigger=met", "word=envoy", "rule="} <= set(found)


def test_examples_as_csv_and_json_lines(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(
        'text,trigger,type,mode\n"They met, then met.",met,TALK,\n"They met, then met.",then met,TALK,late\nRain.,,,\n'
    )
    (tmp_path / "b.jsonl").write_text(
        '{"text": "They met, then met.", "events": [{"trigger": "met", "type": "TALK", "start": 15},'
        ' {"trigger": "met", "type": "TALK"}]}\n'
    )
    assert read_labelled(table) == (
        Labelled("They met, then met.", ((5, 8, "TALK"), (10, 18, "TALK/late"))),
        Labelled("Rain.", ()),
    )
    assert read_labelled(tmp_path / "b.jsonl")[0].events == ((5, 8, "TALK"), (15, 18, "TALK"))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "words\nx\n", "no column text"),
        ("a.csv", "text,trigger,type\nThey met.,talked,TALK\n", "'talked' does not stand"),
        ("a.jsonl", "{", "a.jsonl:1 is no JSON"),
        ("a.jsonl", "[]", "no JSON object"),
        ("a.jsonl", '{"text": ""}', "no text"),
        ("a.jsonl", '{"text": "They met.", "events": [{"trigger": "met"}]}', "needs trigger and type"),
        ("a.jsonl", "", "no example"),
    ],
)
def test_wrong_examples_say_which_row(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError) as error:
        read_labelled(tmp_path / name)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        (labelled(["FISH", "SALT"])[:3], "3 texts are too few"),
        (labelled(["FISH"]), "the same label"),
        (labelled(["FISH", "IRON"]), "the codebook has no 'IRON'"),
    ],
)
def test_examples_that_cannot_teach_are_refused(
    book: Path, reader: Coder, examples: tuple[Labelled, ...], message: str
) -> None:
    with pytest.raises(InputError) as error:
        teaching.teach(examples, reader, read_codebook(book))
    assert message in str(error.value)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["train", *map(str, arguments)], catch_exceptions=False)


def write(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_rules_that_do_well_are_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    shutil.copytree(EXAMPLE, mine)
    rows = [
        {"text": f"Police in {place} {verb} two opposition leaders.", "trigger": verb, "type": "REPRESSION",
         "mode": "detention"}
        for place in PLACES[:3] for verb in ("arrested", "detained")
    ] + [{"text": f"Students in {place} marched through the capital.", "trigger": "marched", "type": "DISSENT",
          "mode": "street"} for place in PLACES[3:9]]  # fmt: skip
    result = run("--examples", write(tmp_path / "rows.jsonl", rows), "--codebook", mine, "--folds", 3)
    assert "Not kept" in result.output
    assert not (mine / "layer.json").exists()
    assert "12 texts, 12 events" in result.output


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"text": "Envoys met in Rome.", "trigger": "met", "type": "TALK"}], "1 texts are too few"),
        ([{"text": "Envoys met in Rome.", "trigger": "met", "type": "TALK", "mode": "by phone"}],
         "'by phone' is no usable mode of TALK"),
        ([{"text": "Envoys met in Rome.", "trigger": "met", "type": "T.K"}], "'T.K' is no usable code"),
        ([{"text": "Rain."}], "the examples have no event"),
    ],
)  # fmt: skip
def test_a_new_codebook_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: Sequence[Any], message: str
) -> None:
    monkeypatch.setattr(Coder, "load", lambda *_: Meetings())
    examples = write(tmp_path / "rows.jsonl", rows)
    for _ in range(2):
        with pytest.raises(NewsledgerError, match=message):
            run("--examples", examples, "-o", tmp_path / "new")
    assert list(tmp_path.iterdir()) == [examples]


def test_an_empty_folder_becomes_the_codebook(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    with new_codebook(folder, labelled(["FISH", "SALT"])) as made:
        assert not any(folder.iterdir())
        assert read_codebook(made).name == "here"
    assert {t.code for t in read_codebook(folder).types} == {"FISH", "SALT"}
    assert list(tmp_path.iterdir()) == [folder]


def test_a_codebook_is_made_from_examples(tmp_path: Path) -> None:
    rows = [{"text": f"Envoys of {p} met in Rome.", "trigger": "met", "type": "CONSULT"} for p in PLACES[:5]]
    rows += [{"text": f'Police in {p} arrested "two" men.', "trigger": "arrested", "type": "COERCE", "mode": "arrest"}
             for p in PLACES[:4]]  # fmt: skip
    rows += [{"text": f"Rain fell in {p}.", "trigger": "Rain", "type": "WEATHER"} for p in PLACES[:3]]
    made = tmp_path / "made"
    result = run("--examples", write(tmp_path / "rows.jsonl", rows), "-o", made, "--folds", 3)
    assert result.exit_code == 0
    book = read_codebook(made)
    assert {t.code for t in book.types} == {"CONSULT", "COERCE", "WEATHER"}
    assert [r.name for r in book.rules] == ["plover-consult", "plover-coerce-arrest", "plover-coerce"]
    assert "the words of 3 the reader sees no event" in result.output.replace("\n", " ")
    with pytest.raises(OntologyError, match="is not empty"):
        run("--examples", tmp_path / "rows.jsonl", "-o", made)
    assert run("--examples", tmp_path / "rows.jsonl").exit_code == 2
