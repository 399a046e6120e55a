"""Quantities: how much of what, with bounds, unit and what the number measures."""

from newsledger.extract.quantity.find import find_quantities
from newsledger.extract.quantity.numbers_only import find_numbers

__all__ = ["find_numbers", "find_quantities"]
