"""Sparklines: the course of a few values as the path of an SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, AIR = 100, 28, 3


def course(values: Sequence[float | None]) -> str:
    """The path through values at even distances, with gaps; empty where fewer than two are there.

    >>> course([1.0, None, 2.0, 3.0])
    'M0.0 25.0 M66.7 14.0 L100.0 3.0'
    """
    known = [one for one in values if one is not None]
    if len(known) < 2:  # noqa: PLR2004 - a point has no course
        return ""
    low, high = min(known), max(known)
    span, step = (high - low) or 1.0, WIDTH / (len(values) - 1)
    level = HEIGHT / 2 if high == low else None
    parts, pen = [], "M"
    for number, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        y = HEIGHT - AIR - (value - low) / span * (HEIGHT - 2 * AIR) if level is None else level
        parts.append(f"{pen}{number * step:.1f} {y:.1f}")
        pen = "L"
    return " ".join(parts)
