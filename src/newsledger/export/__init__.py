"""Mentions in the formats of the field, written as a stream."""

from newsledger.export.formats import FORMATS, Writer, open_writer

__all__ = ["FORMATS", "Writer", "open_writer"]
