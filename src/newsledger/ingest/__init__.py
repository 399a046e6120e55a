"""Placeholder of the room; its docstring is written with it."""
