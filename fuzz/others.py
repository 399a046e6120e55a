"""Rows of other data sets: POLECAT, ICEWS, GDELT, plain and packed."""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import islice
from pathlib import Path

from fuzz.aid import split, written
from fuzz.ingest import _zip
from newsledger.errors import NewsledgerError
from newsledger.export.compare.files import file_kind, read_gdelt, read_icews, read_polecat
from newsledger.export.icews import COLUMNS

NAMES = ("rows.tsv", "rows.tsv.gz", "rows.zip")
READERS = {"polecat": read_polecat, "icews": read_icews, "gdelt": read_gdelt}
_EXAMPLE = Path(__file__).parent.parent / "examples" / "gdelt" / "march-2031.export.CSV"
_POLECAT = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\t"
    "Actor COW\tRecipient Name\tRecipient Country\tRecipient COW\tPlacename\tCountry\tLatitude\tLongitude\t"
    "Publication Date\tHeadline\n"
    "e1\t2031-03-12\tCONSULT\tvisit\t2.0\tVERBAL COOPERATION\tdiplomatic\tKenya; Uganda\tKEN;UGA\t501;500\tNone\tNone\t"
    "None\tNairobi\tKenya\t-1.3\t36.8\t2031-03-12\tTalks\n"
)
_ICEWS_ROW = (
    "1", "2031-03-12", "Ann Lund", "Government", "Kenya", "Consult", "040", "1.0", "Bo Oyelaran", "Government",
    "Uganda",
)  # fmt: skip
DICTIONARY = (
    b"\t",
    b"\n",
    b"Event Type",
    b"Actor Name",
    b"CAMEO Code",
    b"Source Name",
    b"Headline",
    b"None",
    b";",
    b"COW",
)


def seeds() -> tuple[bytes, ...]:
    """Return a file of each data set and packing, behind the byte that names it."""
    width = len(COLUMNS)
    row = "\t".join((_ICEWS_ROW + ("",) * width)[:width])
    icews = ("\t".join(COLUMNS) + "\n" + row + "\n").encode()
    plain = (_POLECAT.encode(), icews, b"\n".join(_EXAMPLE.read_bytes().splitlines()[:2]))
    return (*(b"\0" + data for data in plain), b"\1" + gzip.compress(icews), b"\2" + _zip())


def one(data: bytes) -> None:
    """Tell what a file is and read it; each reader also takes what is not its own."""
    name, body = split(data, NAMES)
    path = written(name, body)
    try:
        kind = file_kind(path)
    except NewsledgerError:
        kind = ""
    for known in (kind,) if kind else tuple(READERS):
        notes: Counter[str] = Counter()
        try:
            for coded in islice(READERS[known](path, notes), 2000):
                assert all(isinstance(v, str) for v in (coded.day, coded.actor, coded.recipient, coded.event_type))
        except NewsledgerError:
            continue
