"""The Equal Earth projection: areas keep their proportions, so that a filled country is as heavy as it is large.

Šavrič, B., Patterson, T. and Jenny, B. (2019), The Equal Earth map projection, International Journal of Geographical
Information Science 33(3), 454-465, equations 4 to 6.
"""

from __future__ import annotations

from math import asin, cos, pi, radians, sin, sqrt

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2
_HALF_WIDTH = 2.7066297
"""Of the map of a sphere of radius 1: x of the 180th meridian on the equator."""
CENTRE = 11.0
"""Degrees east of the middle of the map: no continent is cut, the edge runs through the Bering Strait."""
WIDTH, HEIGHT = 10_000.0, 4_867.0
"""Of the whole map, in its own units."""
_SCALE = WIDTH / (2 * _HALF_WIDTH)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a point lies on the map, in its units, from the upper left corner.

    Args:
        latitude: Degrees north, cut to -90 to 90.
        longitude: Degrees east, any turn.
    """
    turn = (longitude - CENTRE + 180.0) % 360.0 - 180.0
    theta = asin(_M * sin(radians(max(-90.0, min(90.0, latitude)))))
    square = theta * theta
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = cos(theta) * (turn * pi / 180.0) / (_M * slope)
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return WIDTH / 2 + x * _SCALE, HEIGHT / 2 - y * _SCALE
