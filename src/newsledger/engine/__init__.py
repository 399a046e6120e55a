"""Running a coder over documents: in this process, in several, or on a cluster, with the same result."""

from typing import TYPE_CHECKING, Any

from newsledger.engine.runner import ENGINES, Tally, run
from newsledger.engine.shards import Item, Shard

if TYPE_CHECKING:
    from newsledger.engine.coder import Coder

__all__ = ["ENGINES", "Coder", "Item", "Shard", "Tally", "run"]


def __getattr__(name: str) -> Any:
    """Load the coder, and with it the reading model's library, only where something is coded in this process."""
    if name != "Coder":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from newsledger.engine.coder import Coder

    return Coder
