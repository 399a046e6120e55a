"""Records to what people look at: cells, HTML, marked text. Pure functions, the same for notebook and terminal."""

from newsledger.view.cells import COLUMNS, cells
from newsledger.view.html import mentions_html
from newsledger.view.marks import Mark, marks_of

__all__ = ["COLUMNS", "Mark", "cells", "marks_of", "mentions_html"]
