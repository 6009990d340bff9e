"""The chance of a key result through the weeks, and its owner's confidence beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from holdfast.web.checkins.models import CheckIn

WIDTH, HEIGHT = 320, 100
"""Of the drawing: a chance of 100 in 100, and a confidence of 10, lie at its top."""
_TENTHS = 10
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Week:
    """One forecast.

    Attributes:
        on: Local date.
        chance: Of being met, a share.
        confidence: The owner's own on that day, 0 to 10; None before the first one.
    """

    on: date
    chance: float
    confidence: int | None


@dataclass(frozen=True, slots=True)
class Courses:
    """Both through the weeks, as paths of an SVG.

    Attributes:
        chance: A line from forecast to forecast.
        confidence: A line with steps, since it holds until the owner says another; may be empty.
        first: Day at the left; `last` at the right.
    """

    chance: str
    confidence: str
    first: date
    last: date


def weeks_of(forecasts: Iterable[tuple[date, float]], check_ins: Sequence[CheckIn]) -> tuple[Week, ...]:
    """Each forecast with the confidence that stood on its day.

    Args:
        forecasts: Day and chance, in order of time.
        check_ins: The latest first.
    """
    said = [(one.on, one.confidence) for one in check_ins if one.confidence is not None]
    return tuple(
        Week(day, chance, next((confidence for on, confidence in said if on <= day), None))
        for day, chance in forecasts
    )


def courses_of(weeks: Sequence[Week]) -> Courses | None:
    """Both lines; None where fewer than two forecasts lie on different days."""
    if len(weeks) < _FEWEST or weeks[0].on == weeks[-1].on:
        return None
    chance = " L".join(f"{_x(one, weeks):.1f} {HEIGHT * (1 - one.chance):.1f}" for one in weeks)
    return Courses(f"M{chance}", _steps(weeks), weeks[0].on, weeks[-1].on)


def _steps(weeks: Sequence[Week]) -> str:
    parts, pen = [], "M"
    for one in weeks:
        if one.confidence is None:
            continue
        x, y = _x(one, weeks), HEIGHT * (1 - one.confidence / _TENTHS)
        parts.append(f"M{x:.1f} {y:.1f}" if pen == "M" else f"H{x:.1f} V{y:.1f}")
        pen = "H"
    return " ".join(parts)


def _x(one: Week, weeks: Sequence[Week]) -> float:
    return WIDTH * (one.on - weeks[0].on).days / (weeks[-1].on - weeks[0].on).days
