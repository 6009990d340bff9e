"""States: of those who stand at the start of a period, who stands no longer at its end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.metrics import trailing
from holdfast.metrics.declaration import Parameter, Variant
from holdfast.metrics.forms.standing import AVERAGE, DAILY, STANDARD, STRIPE, Standing
from holdfast.metrics.own.parts import days_of, metric_of, population_of, words_of

if TYPE_CHECKING:
    from holdfast.metrics.declaration import Metric
    from holdfast.metrics.own.part import Part

_SUMS = (DAILY, AVERAGE)


def declared(name: str, definition: Part) -> Metric:
    """The state metric that a definition defines.

    Raises:
        InputError: A part cannot be used.
    """
    population, outcome = definition.inner("population"), definition.inner("outcome")
    rows = population_of(population)
    until = outcome.column("until", rows.table, "ts")
    is_kept = outcome.text("counts") == "kept"
    form = Standing(rows, until, counts="kept" if is_kept else "left")
    words = (
        words_of(population, f"customers with a row of {rows.table} at the start of the period"),
        outcome.text("words", "with one at its end too" if is_kept else "with none at its end"),
    )
    made = metric_of(
        name,
        definition,
        form,
        unit="share",
        bounds=(0.0, 1.0),
        words=words,
        parameters=_trailing(definition),
        variants=(STANDARD,) if is_kept else (STANDARD, STRIPE, *_SUMS),
    )
    return made if is_kept else replace(made, changes=_changes(made))


def _changes(metric: Metric) -> tuple[Variant, ...]:
    """Sums of days and of joiners are no shares, and may exceed 1."""
    return tuple(Variant(name, card=replace(metric.card, high=None)) for name in _SUMS)


def _trailing(definition: Part) -> tuple[Parameter, ...]:
    """The window that ends with the period, as a parameter; the period itself where none is given."""
    if not definition.has("window"):
        return trailing.PARAMETERS
    days = days_of(definition.inner("window")).default
    return tuple(
        replace(one, default=days) if one.name == trailing.DAYS else one for one in trailing.PARAMETERS
    )
