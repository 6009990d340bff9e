"""What a range of a difference says, where the difference is one of arms or of units that began."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from holdfast.records import Direction
    from holdfast.units import Interval

Judged = Literal[
    "supported by your data",
    "points the other way",
    "no sign of a link",
    "too small to tell",
]

BOTH_HELD = "the range holds nothing as well as what would matter"


def judged(found: Interval, *, matters: float, better: Direction) -> tuple[Judged, str]:
    """The verdict of a 95 % range, and why it is no plain one; empty where it is.

    Args:
        found: Of the difference.
        matters: The smallest that would matter, above 0.
        better: The direction that is good.
    """
    low, high = (found.low, found.high) if better == "up" else (-found.high, -found.low)
    if low > 0:
        return "supported by your data", ""
    if high < 0:
        return "points the other way", ""
    if low > -matters and high < matters:
        return "no sign of a link", ""
    return "too small to tell", BOTH_HELD
