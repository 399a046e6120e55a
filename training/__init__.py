"""Corpora, training and evaluation of the reader. Not part of the wheel."""
