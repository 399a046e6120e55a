"""Where a ledger lies: a folder of this machine, or a place of an object store that Delta Lake reaches.

DuckDB reads local files only (its httpfs extension is downloaded at run time, which Newsledger never does), so tables
of an object store are read through Delta Lake's own access to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

SCHEMES = ("s3", "s3a", "gs", "gcs", "az", "azure", "adl", "abfs", "abfss", "r2", "memory")

UNUSABLE = re.compile(r"[\[\]#?]|%[0-9A-Fa-f]{2}")
"""What Delta Lake takes for a part of a URL in the path of a folder."""

_COLLAPSED = re.compile(r"([a-z][a-z0-9]+):/+(?=[^/])")


@dataclass(frozen=True, slots=True)
class Location:
    """The place of a ledger.

    Attributes:
        uri: The folder, or the URL without its last slash.
        options: Options for the object store, as ``deltalake`` takes them (keys, endpoint); what they lack comes from
            the environment (``AWS_…``, ``GOOGLE_…``, ``AZURE_…``).
    """

    uri: str
    options: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(place: Path | str, options: Mapping[str, str] | None = None) -> Location:
        """Read a path or URL; of a URL that became a ``Path``, and so lost a slash, the slash is put back."""
        text = str(place)
        scheme = _COLLAPSED.match(text)
        if scheme and scheme[1] == "file":
            return Location(unquote(urlsplit("file:///" + text[scheme.end() :]).path))
        if scheme and scheme[1] in SCHEMES:
            return Location(f"{scheme[1]}://{text[scheme.end() :].rstrip('/')}", dict(options or {}))
        return Location(text)

    @property
    def is_local(self) -> bool:
        """True for a folder of this machine, or one that is mounted here."""
        return "://" not in self.uri

    @property
    def path(self) -> Path:
        """The folder; for an object store only its name as a path."""
        return Path(self.uri)

    def table(self, name: str) -> str:
        """Return the place of one table."""
        return str(self.path / name) if self.is_local else f"{self.uri}/{name}"


def file_path(uri: str) -> str:
    """Return the path of a file that Delta Lake names: it escapes what URLs do not take, even without a scheme."""
    if uri.startswith("file:"):
        return unquote(urlsplit(uri).path)
    return uri if "://" in uri else unquote(uri)
