"""Teaches the reader to read measures: which words name one, what becomes of it, who takes it, at whom it is aimed."""
