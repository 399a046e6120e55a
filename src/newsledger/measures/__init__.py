"""Measures read from text, the register of standing rules, and findings: which act touches which rule."""

from newsledger.measures.register import Register, load_register

__all__ = ["Register", "load_register"]
