"""Before a holdout: how many customers or weeks show the change that matters, and what so many can show."""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.stats.power import ArmsDesign, needed_units, visible_difference
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.records import Unit

Verdict = Literal["large enough", "large enough if quarters are pooled", "too small"]

WEEKS = 13
"""Of a quarter."""

MOST_QUARTERS = 4
USUAL_LIKENESS = 0.01
"""How alike customers of one week are, where nobody knows: one hundredth."""


@dataclass(frozen=True, slots=True)
class SizingQuestion:
    """What shall be seen, and how many customers there are.

    Attributes:
        base: The value today: a share 0..1, or a mean.
        change: The smallest difference that matters, in the same unit, above 0.
        deviation: Standard deviation of one customer's outcome; None for a share, which has its own.
        unit: Of the outcome, for words.
        available: Customers that can be assigned at once.
        weekly: Further ones that come each week.
        held_out: Part of them in the holdout.
        correlation: Between the outcome and what is known of the same customer from before.
        likeness: Correlation of the outcomes of customers of one week, where weeks are drawn.
        by_week: The lot draws weeks of signing, and not customers.

    Raises:
        InputError: A number cannot be.
    """

    base: float
    change: float
    deviation: float | None = None
    unit: Unit = "share"
    available: int = 0
    weekly: float = 0.0
    held_out: float = 0.5
    correlation: float = 0.0
    likeness: float = USUAL_LIKENESS
    by_week: bool = False

    def __post_init__(self) -> None:
        _refuse_impossible(self)

    def customers_after(self, quarters: int) -> int:
        """Customers in both arms after so many quarters."""
        return self.available + round(self.weekly * WEEKS * quarters)

    def design(self, *, by_week: bool | None = None) -> ArmsDesign:
        """As `holdfast.stats.power` has it."""
        weeks = self.by_week if by_week is None else by_week
        variance = self.base * (1 - self.base) if self.deviation is None else self.deviation**2
        return ArmsDesign(
            variance,
            self.held_out,
            0.0 if weeks else self.correlation,
            max(1.0, self.weekly) if weeks else 1.0,
            self.likeness if weeks else 0.0,
        )


@dataclass(frozen=True, slots=True)
class Sizing:
    """How large a holdout has to be.

    Attributes:
        verdict: See `Verdict`.
        needed: Customers in the treated arm and in the holdout; None where nobody has so many.
        weeks: Until they have come; 0 where they are there; None where they never come.
        visible: By quarters of customers put together (0: those that are there), customers and the smallest
            change that they show in 80 of 100 cases.
        visible_by_week: The same where weeks of signing are drawn, for quarters whose weeks are enough.
        plainly: Customers in both arms without adjusting for what was known before, or None likewise.
    """

    verdict: Verdict
    needed: tuple[int, int] | None
    weeks: int | None
    visible: tuple[tuple[int, int, float], ...]
    visible_by_week: tuple[tuple[int, int, float], ...]
    plainly: int | None


def sizing_of(question: SizingQuestion) -> Sizing:
    """Both directions: customers for the change that matters, and the change that so many show."""
    design = question.design()
    needed = needed_units(design, question.change)
    weeks = _weeks(question, needed)
    plain = needed_units(_plain(design), question.change)
    return Sizing(
        verdict=_verdict(weeks),
        needed=needed,
        weeks=weeks,
        visible=_visible(question, by_week=False),
        visible_by_week=_visible(question, by_week=True) if question.weekly else (),
        plainly=None if plain is None else sum(plain),
    )


def _plain(design: ArmsDesign) -> ArmsDesign:
    return ArmsDesign(design.variance, design.held_out, 0.0, design.together, design.likeness)


def _weeks(question: SizingQuestion, needed: tuple[int, int] | None) -> int | None:
    if needed is None:
        return None
    missing = sum(needed) - question.available
    if missing <= 0:
        return 0
    return ceil(missing / question.weekly) if question.weekly else None


def _verdict(weeks: int | None) -> Verdict:
    if weeks is None or weeks > WEEKS * MOST_QUARTERS:
        return "too small"
    return "large enough" if weeks <= WEEKS else "large enough if quarters are pooled"


def _visible(question: SizingQuestion, *, by_week: bool) -> tuple[tuple[int, int, float], ...]:
    quarters = range(1 if by_week or not question.available else 0, MOST_QUARTERS + 1)
    design, found = question.design(by_week=by_week), []
    for count in quarters if question.weekly else (0,):
        # Customers that were there before signed in no week of the plan.
        customers = round(question.weekly * WEEKS * count) if by_week else question.customers_after(count)
        if customers >= 4 * design.together:
            found.append((count, customers, visible_difference(design, customers)))
    return tuple(found)


def _refuse_impossible(question: SizingQuestion) -> None:
    if question.deviation is None and not 0 < question.base < 1:
        raise InputError("base", f"a share of {question.base:g} was given", "above 0 and below 1")
    if question.deviation is None and not 0 < question.change < 1:
        raise InputError(
            "change", f"{100 * question.change:g} points were given", "above 0, below 100 points"
        )
    if not question.change > 0:
        raise InputError("change", f"{question.change:g} was given", "the smallest that matters, above 0")
    if question.deviation is not None and not question.deviation > 0:
        raise InputError("deviation", f"{question.deviation:g} was given", "above 0")
    if question.available < 0 or question.weekly < 0:
        raise InputError("customers", "fewer than none were given", "a count")
    if not question.available and not question.weekly:
        raise InputError("customers", "none are there and none come", "how many are there, or come each week")


def gain_of(correlation: float) -> float:
    """Part of the error that adjusting for what was known before takes off.

    >>> round(gain_of(0.6), 2)
    0.2

    Source:
        Deng, Xu, Kohavi & Walker 2013: the error shrinks by the square root of 1 - correlation².
    """
    return 1 - sqrt(1 - correlation**2)
