"""Fuzzing: each module hands arbitrary bytes to one kind of reader and says what must hold (``README.md``)."""
