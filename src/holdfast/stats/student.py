"""Student's distribution: quantiles for ranges that rest on few customers, and what lies beyond."""

from __future__ import annotations

from math import atan, cos, pi, sin, sqrt, tan

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z

# Each row divides by a power of the degrees of freedom: coefficients of z, z³, z⁵ …, and their divisor.
_TERMS = (
    ((1, 1), 4),
    ((3, 16, 5), 96),
    ((-15, 17, 19, 3), 384),
    ((-945, -1920, 1482, 776, 79), 92_160),
)


def two_sided_t(level: float, degrees: int) -> float:
    """Standard errors on each side that hold the given share of Student's distribution.

    Exact for one and two degrees of freedom, within 0.2 % from three on at a level of 95 %.

    >>> [round(two_sided_t(0.95, degrees), 2) for degrees in (1, 2, 4, 30)]
    [12.71, 4.3, 2.78, 2.04]

    Args:
        level: A share in (0, 1).
        degrees: Degrees of freedom, at least 1.

    Raises:
        InputError: The level or the degrees are out of range.

    Source:
        Abramowitz & Stegun 1964, 26.7.5 and table 26.10.
    """
    z = two_sided_z(level)
    if degrees < 1:
        raise InputError("degrees", f"{degrees} were given", "at least 1", "Two customers give one")
    if degrees == 1:
        return tan(pi * level / 2)
    if degrees == 2:  # noqa: PLR2004 - the closed form is of two degrees
        return level * sqrt(2 / (1 - level * level))
    found, power = z, 1
    for coefficients, divisor in _TERMS:
        power *= degrees
        found += sum(c * z ** (2 * i + 1) for i, c in enumerate(coefficients)) / (divisor * power)
    return found


def upper_t(value: float, degrees: int) -> float:
    """Share of Student's distribution above a value, 0..1.

    >>> [round(upper_t(2.0, degrees), 4) for degrees in (1, 2, 5, 30)]
    [0.1476, 0.0918, 0.051, 0.0273]

    Args:
        value: In standard errors.
        degrees: Degrees of freedom, at least 1.

    Raises:
        InputError: The degrees are out of range.

    Source:
        Abramowitz & Stegun 1964, 26.7.3 and 26.7.4: exact.
    """
    if degrees < 1:
        raise InputError("degrees", f"{degrees} were given", "at least 1", "Two customers give one")
    angle = atan(value / sqrt(degrees))
    is_odd = degrees % 2
    term, total = (cos(angle) if is_odd else 1.0), 0.0
    for place in range(3 if is_odd else 2, degrees + 1, 2):
        total += term
        term *= cos(angle) ** 2 * (place - 1) / place
    inside = 2 / pi * (angle + sin(angle) * total) if is_odd else sin(angle) * total
    return (1 - inside) / 2
