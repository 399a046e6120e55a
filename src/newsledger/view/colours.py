"""Colours of the four quads, for terminals: cooperation green, conflict yellow to red."""

from __future__ import annotations

QUAD_STYLES = {"1": "green", "2": "bold green", "3": "yellow", "4": "bold red"}
