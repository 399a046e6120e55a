"""Inputs to documents: files, folders, globs, standard input, plain text, HTML, JSON Lines, JSON, CSV."""

from newsledger.ingest.dates import parse_date
from newsledger.ingest.files import SUFFIXES
from newsledger.ingest.read import MAX_BYTES, read_inputs, read_records

__all__ = ["MAX_BYTES", "SUFFIXES", "parse_date", "read_inputs", "read_records"]
