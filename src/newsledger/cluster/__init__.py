"""Many reports, one event: stories of documents, copies of texts, events of mentions."""

from newsledger.cluster.identity import assign_events
from newsledger.cluster.stories import group_stories

__all__ = ["assign_events", "group_stories"]
