"""The stylesheet and the script of all fragments, and the policy under which they run."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

ASSETS = ("newsledger.css", "newsledger.js")
"""Files of ``view/static/``, in the order in which a page names them."""

_POLICY = "default-src 'none'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
_ALONE = "default-src 'none'; form-action 'none'; base-uri 'none'"


@cache
def asset(name: str) -> str:
    """Return a file of ``view/static/``.

    Raises:
        KeyError: It is none of :data:`ASSETS`.
    """
    if name not in ASSETS:
        raise KeyError(name)
    return resources.files("newsledger.view").joinpath("static", name).read_text(encoding="utf-8")


def stylesheet() -> str:
    """Return the stylesheet."""
    return asset("newsledger.css")


def script() -> str:
    """Return the script."""
    return asset("newsledger.js")


def csp(*, inline: bool = False) -> str:
    """Return the content security policy of a page.

    Args:
        inline: The page has the stylesheet and the script within itself and asks for nothing; they are allowed by their
            hashes. Otherwise both come as files from the same server.
    """
    if inline:
        return f"{_ALONE}; style-src {_hash(stylesheet())}; script-src {_hash(script())}"
    return f"{_POLICY}; style-src 'self'; script-src 'self'; frame-ancestors 'none'"


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
