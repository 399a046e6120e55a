"""Measures read from text, the register of standing rules, and findings: which act touches which rule."""

from newsledger.measures.document import VERSION, read_rules
from newsledger.measures.register import Register, load_register

__all__ = ["VERSION", "Register", "load_register", "read_rules"]
