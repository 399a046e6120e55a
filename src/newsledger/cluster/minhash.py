"""MinHash behind one function, so that the library can be changed without anyone noticing but the stored keys."""

from __future__ import annotations

from collections.abc import Sequence

BANDS, ROWS = 96, 2
"""Two sets that share a fifth of their elements meet in a band with probability .98, those that share a hundredth
with .01."""
_SEED = 20310312


def band_keys(elements: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of a set of strings: similar sets share one.

    Reference: Broder 1997, "On the resemblance and containment of documents"; Leskovec, Rajaraman and Ullman 2014,
    "Mining of massive datasets", chapter 3.4 (banding).
    """
    from rensa import RMinHash

    if not elements:
        return ()
    sketch = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    sketch.update(sorted(set(elements)))
    values = sketch.digest()
    return tuple(
        f"{band:x}:" + "".join(f"{v:08x}" for v in values[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)
    )
