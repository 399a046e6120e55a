"""Running a coder over documents: in this process or in several, with the same result."""

from newsledger.engine.coder import Coder
from newsledger.engine.local import Progress, Shard, run

__all__ = ["Coder", "Progress", "Shard", "run"]
