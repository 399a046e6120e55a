"""Quantities: how much of what, with bounds, unit and what the number measures."""

from newsledger.extract.quantity.find import find_numbers, find_quantities

__all__ = ["find_numbers", "find_quantities"]
