"""Mentions to events: which mentions report the same event."""

from newsledger.cluster.identity import assign_events

__all__ = ["assign_events"]
