"""Inputs to documents: files, folders, globs, standard input, plain text, HTML, JSON Lines, JSON, CSV."""

from newsledger.ingest.cut import cut_inputs
from newsledger.ingest.dates import parse_date
from newsledger.ingest.files import SUFFIXES
from newsledger.ingest.raw import MAX_BYTES, Kind, Labels, Raw
from newsledger.ingest.read import read_inputs, read_raw, read_records

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "Kind",
    "Labels",
    "Raw",
    "cut_inputs",
    "parse_date",
    "read_inputs",
    "read_raw",
    "read_records",
]
