"""Names of two states: Georgia, Congo, Guinea, Korea, Tripoli, told apart by the other words of the article."""

from __future__ import annotations

import re

_HOMOGRAPHS = {
    "georgia": ("GEO", "USA", r"Atlanta|Savannah|Kemp|Raffensperger|Abrams|Alabama|Tennessee|Florida|U\.?S\. state"
                r"|Republican|Democrat|Fulton County|Georgia Tech|Georgia Power|Governor of Georgia|Arizona"
                r"|Pennsylvania|Michigan|Wisconsin|Nevada|Carolina|Ossoff|Warnock|Loeffler|Perdue"),
    "congo": ("COD", "COG", r"Brazzaville|Sassou"),
    "guinea": ("GIN", "PNG", r"Port Moresby|Bougainville"),
    "korea": ("KOR", "PRK", r"$^"),
    "tripoli": ("LBY", "LBN", r"(?s)\A(?!.*\bLibya).*\bLeban"),
}  # fmt: skip
HOMOGRAPH_CODES = frozenset(code for usual, other, _ in _HOMOGRAPHS.values() for code in (usual, other))


def settled(name: str, code: str, article: str) -> str:
    """The meaning of a homograph in an article; other names keep their code."""
    homograph = _HOMOGRAPHS.get(name.lower())
    if homograph and code in homograph[:2]:
        usual, other, signs = homograph
        return other if re.search(signs, article) else usual
    return code
