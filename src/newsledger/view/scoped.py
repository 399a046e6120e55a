"""A fragment that brings its style along, for notebooks."""

from __future__ import annotations

import re

from markupsafe import Markup

from newsledger.view.assets import stylesheet
from newsledger.view.markup import tag, verbatim

_PAGES = "/* whole pages */"
"""What stands after this in the stylesheet is for whole pages."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def scoped(fragment: Markup) -> str:
    """Return a fragment that brings its style along; all rules of the stylesheet are bound to the class ``nl``."""
    rules = _COMMENT.sub("", stylesheet().partition(_PAGES)[0])
    style = tag("style", verbatim(re.sub(r"\n+", "\n", rules)))
    return str(tag("div", style, fragment, class_="nl nl-notebook"))
