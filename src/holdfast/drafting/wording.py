"""The words of a drafted OKR, and targets as people would write them."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from holdfast.records.words import value_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.drafting.leads import Lead
    from holdfast.drafting.model import Figure, Scope
    from holdfast.records import MetricCard, Unit

_TENTH = 0.1
_STEPS = {
    "share": 0.01,
    "hours": 0.5,
    "days": 0.5,
    "points": 1.0,
    "ratio": 0.05,
    "count": 1.0,
    "money": 100.0,
}


def rounded(value: float, card: MetricCard, *, up: bool) -> float:
    """A value in steps that people use, never beyond what the metric can be.

    Args:
        value: In the metric's unit.
        card: Of the metric.
        up: Round to the next step above; else to the one below.
    """
    step = _step(value, card.unit)
    whole: Callable[[float], int] = ceil if up else floor
    found = whole(value / step - 1e-9 if up else value / step + 1e-9) * step
    low = card.low if card.low is not None else found
    high = card.high if card.high is not None else found
    return min(max(round(found, 6), low), high)


def better(value: float, than: float, card: MetricCard) -> float:
    """A target, or the nearest step that is better than what there is now where the target is none.

    What a metric would come to by itself may lie below its last value; nobody calls that an aim.

    Args:
        value: The target, rounded.
        than: The last value.
        card: Of the metric.
    """
    up = card.better == "up"
    if value > than if up else value < than:
        return value
    step = _step(than, card.unit)
    return rounded(than + step if up else than - step, card, up=not up)


def _step(value: float, unit: Unit) -> float:
    """A whole per cent, half an hour; a tenth of it where the value itself is small."""
    step = _STEPS[unit]
    return step / 10 if abs(value) < 10 * step else step


def figure_text(value: float, card: MetricCard, *, currency: str) -> str:
    """A value as a key result states it: ``58%``, ``3.5%``, ``6 hours``."""
    if card.unit == "share":
        return f"{round(100 * value, 1):g}%"
    if card.unit in {"hours", "days"}:
        return f"{round(value, 1):g} {card.unit if value != 1 else card.unit[:-1]}"
    if card.unit == "points":
        return f"{round(value, 1):g}"
    return value_text(value, card.unit, currency=currency)


def objective_text(lead: Lead, scope: Scope) -> str:
    """What is wished, and by what it is to come."""
    text = f"{scope.existing} stay with us because they {lead.means}"
    return text[:1].upper() + text[1:]


def staying_text(figure: Figure, scope: Scope, *, currency: str) -> str:
    """The key result that measures the objective."""
    start, goal = (
        figure_text(one, figure.card, currency=currency) for one in (figure.baseline, figure.target)
    )
    return f"Reduce the share of {scope.existing} who leave in a quarter from {start} to {goal}"


def lead_text(lead: Lead, figure: Figure, scope: Scope, *, currency: str) -> str:
    """The key result that leads there."""
    customers = scope.new if lead.who == "new" else scope.existing
    return lead.sentence.format(
        customers=customers,
        baseline=figure_text(figure.baseline, figure.card, currency=currency),
        target=figure_text(figure.target, figure.card, currency=currency),
        **dict(figure.settings),
    )


def guard_text(figure: Figure, *, currency: str) -> str:
    """The key result that the way there must not cost."""
    card = figure.card
    title = card.title[:1].lower() + card.title[1:]
    median = "median " if card.unit in {"hours", "days"} else ""
    side = "at or above" if card.better == "up" else "at or below"
    return f"Keep the {median}{title} {side} {figure_text(figure.target, card, currency=currency)}"


def assumption_text(lead: Lead, scope: Scope, figure: Figure) -> str:
    """What the OKR takes for granted."""
    because = lead.because.format(**dict(figure.settings))
    customers = f"new {scope.new}" if lead.who == "new" else scope.existing
    more = "more " if figure.card.better == "up" else ""
    return (
        f"If {more}{customers} {lead.means}, more of them stay: {because}. If that is wrong, every key "
        "result can be met and customers leave all the same."
    )
