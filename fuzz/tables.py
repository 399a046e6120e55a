"""What users bring: actors (CSV, TOML), a codebook (TOML), its layer (JSON), labelled examples (CSV, JSON Lines)."""

from __future__ import annotations

from pathlib import Path

from fuzz.aid import folder, split, written
from newsledger.errors import NewsledgerError
from newsledger.ontology.own import read_codebook
from newsledger.ontology.own.labelled import check_labels, read_labelled
from newsledger.ontology.own.layer import LAYER_FILE, write_layer
from newsledger.resolve import read_actors
from newsledger.resolve.actors import actors_id

KINDS = (
    "actors.csv", "actors.toml", "codebook.toml", "types/RIOT.toml", "rules.toml", LAYER_FILE, "examples.csv",
    "examples.jsonl",
)  # fmt: skip
BOOK = {
    "codebook.toml": b'name = "riots"\nlabel = "Riots"\nuse = "beside"\n',
    "types/RIOT.toml": (
        b'label = "Riot"\ndefinition = "A riot"\n[[examples]]\ntext = "Youths rioted."\ntrigger = "rioted"\n'
        b'[modes.looting]\ndescription = "Goods are taken"\nexamples = [{ text = "Youths looted a shop.", '
        b'trigger = "looted" }]\n'
    ),
    "rules.toml": (
        b'[[rules]]\nname = "riots"\ntype = "RIOT"\nwhen = { trigger = ["riot*", "rioted"] }\n'
        b'[[rules]]\nname = "loot"\ntype = "RIOT"\nmode = "looting"\nwhen = { trigger = "looted", domestic = true }\n'
    ),
    LAYER_FILE: b'{"format": 1, "labels": ["", "RIOT"], "bias": [0.1, 0.2], "weights": {"word=riot": [0.5, -0.5]}}',
}
_OTHERS = {
    "actors.csv": b"name,country,sector,kind,aliases,from,to\nHarbour Guard,KEN,MIL,organisation,HG|Guard,2031-01,\n",
    "actors.toml": b'[[actor]]\nname = "Harbour Guard"\ncountry = "KEN"\naliases = ["HG"]\nfrom = "2031-01-01"\n',
    "examples.csv": b"text,trigger,type,mode\nYouths rioted.,rioted,RIOT,\n",
    "examples.jsonl": b'{"text": "Youths rioted.", "events": [{"trigger": "rioted", "type": "RIOT", "start": 7}]}\n',
}
DICTIONARY = (
    b"[[actor]]", b"[[rules]]", b"[modes.", b"[[examples]]", b"when", b"unless", b"domestic", b"mode", b"aliases",
    b"before", b"after", b"1979-05-27", b"inf", b"nan", b"'''", b"weights", b"labels", b"events", b"start", b"1e999",
)  # fmt: skip


def seeds() -> tuple[bytes, ...]:
    """Return a file of each kind, behind the byte that names it."""
    return tuple(bytes([n]) + (BOOK | _OTHERS)[kind] for n, kind in enumerate(KINDS))


def one(data: bytes) -> None:
    """Read a file of a user: it is taken, or refused with a reason."""
    kind, body = split(data, KINDS)
    try:
        if kind in BOOK:
            _codebook(kind, body)
        elif kind.startswith("actors"):
            actors = read_actors(written(kind, body))
            actors_id(actors)
            assert all(isinstance(name, str) for actor in actors for name, _ in actor.entries())
        else:
            examples = read_labelled(written(kind, body))
            assert all(e.text[start:end] for e in examples for start, end, _ in e.events)
            check_labels(examples, read_codebook(_folder(BOOK)).types)
    except NewsledgerError:
        return


def _codebook(kind: str, body: bytes) -> None:
    book = read_codebook(_folder(BOOK | {kind: body}))
    assert book.id
    if book.layer:
        write_layer(book.layer, folder() / "written.json")


def _folder(files: dict[str, bytes]) -> Path:
    path = folder() / "book"
    (path / "types").mkdir(parents=True, exist_ok=True)
    for name, body in files.items():
        (path / name).write_bytes(body)
    return path
