"""How many units two arms need to show a difference, and what difference so many can show."""

from __future__ import annotations

from math import ceil, inf, sqrt

from holdfast.errors import InputError
from holdfast.stats.normal import two_sided_z
from holdfast.stats.student import two_sided_t
from holdfast.values import dataclass

LEVEL, POWER = 0.95, 0.80


@dataclass(frozen=True, slots=True)
class ArmsDesign:
    """How two arms are compared.

    Attributes:
        variance: Of one unit's outcome, in its unit squared, above 0; of a share p it is p (1 - p).
        held_out: Part of the units in the holdout, above 0 and below 1.
        correlation: Between the outcome and what is known of the same unit from before, above -1 and below 1:
            the adjustment takes off its square of the variance.
        together: Units that are drawn together (customers of one week), at least 1.
        likeness: Correlation of the outcomes of units that are drawn together, 0 to 1.
        level: Coverage of the range that decides, a share.
        power: Part of the cases in which the difference shall be seen, a share.

    Raises:
        InputError: One of them is out of range.
    """

    variance: float
    held_out: float = 0.5
    correlation: float = 0.0
    together: float = 1.0
    likeness: float = 0.0
    level: float = LEVEL
    power: float = POWER

    def __post_init__(self) -> None:
        _refuse_impossible(self)

    @property
    def remaining(self) -> float:
        """Variance of one unit that is left after adjusting, and that units drawn together add."""
        return self.variance * (1 - self.correlation**2) * (1 + (self.together - 1) * self.likeness)

    @property
    def split(self) -> float:
        """How much the split costs: 4 where both arms are equal, more the less they are."""
        return 1 / self.held_out + 1 / (1 - self.held_out)


def visible_difference(design: ArmsDesign, units: int) -> float:
    """The smallest difference that so many units show in the given part of the cases, in the outcome's unit.

    >>> round(visible_difference(ArmsDesign(0.85 * 0.15), 200), 3)
    0.141

    Args:
        design: How the arms are compared.
        units: In both arms together.

    Raises:
        InputError: There are fewer than two units, or fewer than four groups of them that are drawn together.

    Source:
        Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, chapter 4; units drawn
        together: Donner & Klar 2000, Design and Analysis of Cluster Randomization Trials, chapter 5.
    """
    groups = units / design.together
    least = 4 if design.together > 1 else 2
    if groups < least:
        raise InputError("customers", f"{units:,} were given", f"at least {least * design.together:g}")
    return _factor(design, groups) * sqrt(design.remaining * design.split / units)


def needed_units(design: ArmsDesign, difference: float) -> tuple[int, int] | None:
    """Units that the treated arm and the holdout need to show a difference; None beyond a million million.

    >>> needed_units(ArmsDesign(0.85 * 0.15), 0.10)
    (201, 201)

    Args:
        design: How the arms are compared.
        difference: In the outcome's unit, not 0.

    Raises:
        InputError: The difference is 0.

    Source:
        As `visible_difference`: for equal arms and no adjustment 15.7 p (1 - p) / d² an arm.
    """
    if not difference:
        raise InputError("change", "it is 0", "the smallest change that matters", "Nothing shows no change")
    units = _units(design, difference, _factor(design, inf))
    for _ in range(20):  # few groups need more, which makes them more: it settles within a few rounds
        groups = max(4.0, units / design.together)
        again = _units(design, difference, _factor(design, groups))
        if abs(again - units) < 0.5:  # noqa: PLR2004 - half of one unit
            break
        units = again
    if not units < 1e12:  # noqa: PLR2004 - nobody has a million million customers
        return None
    return ceil(units * (1 - design.held_out) - 1e-9), ceil(units * design.held_out - 1e-9)


def _units(design: ArmsDesign, difference: float, factor: float) -> float:
    return design.remaining * design.split * (factor / difference) ** 2


def _factor(design: ArmsDesign, groups: float) -> float:
    """Standard errors that the difference must have: 2.8 for 95 % and 80 % and very many groups."""
    if design.together <= 1 or groups == inf:
        return two_sided_z(design.level) + two_sided_z(2 * design.power - 1)
    degrees = max(2, round(groups) - 2)
    return two_sided_t(design.level, degrees) + two_sided_t(2 * design.power - 1, degrees)


def _refuse_impossible(design: ArmsDesign) -> None:
    checks = (
        ("variance", design.variance, 0 < design.variance < inf, "a number above 0"),
        ("share held out", design.held_out, 0 < design.held_out < 1, "above 0 and below 1"),
        ("correlation", design.correlation, -1 < design.correlation < 1, "above -1 and below 1"),
        ("drawn together", design.together, 1 <= design.together < inf, "at least 1"),
        ("likeness", design.likeness, 0 <= design.likeness <= 1, "0 to 1"),
        ("power", design.power, 0.5 < design.power < 1, "above 0.5 and below 1"),  # noqa: PLR2004
    )
    for name, value, is_possible, expected in checks:
        if not is_possible:
            raise InputError(name, f"{value:g} was given", expected)
