"""Newsledger reads the news and keeps the ledger of world politics.

>>> import newsledger
>>> table = newsledger.code("Kenya's foreign minister met Uganda's envoy in Nairobi on 8 March 2021.")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsledger.api import Mentions, code, find_events, find_findings, find_measures, panel, tariff_rate

__version__ = "0.1.0"
__all__ = [
    "Mentions",
    "__version__",
    "code",
    "find_events",
    "find_findings",
    "find_measures",
    "panel",
    "tariff_rate",
]


def __getattr__(name: str) -> Any:
    """Import the public face on first use: the command line must start without it."""
    if name in __all__:
        from newsledger import api

        return getattr(api, name)
    raise AttributeError(f"module 'newsledger' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names too, so that they are completed before their first use."""
    return sorted({*globals(), *__all__})
