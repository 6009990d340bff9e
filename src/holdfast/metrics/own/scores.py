"""Scores: promoters less detractors, from the latest answer of each person in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.declaration import Parameter
from holdfast.metrics.forms.model import Window
from holdfast.metrics.forms.opinion import Opinion
from holdfast.metrics.own.parts import days_of, metric_of, population_of, words_of

if TYPE_CHECKING:
    from holdfast.metrics.declaration import Metric
    from holdfast.metrics.own.part import Part

_TABLE = "surveys"
_LAG = "response_days"
_USUAL_LAG, _LONGEST_LAG = 14, 365


def declared(name: str, definition: Part) -> Metric:
    """The score that a definition defines.

    Raises:
        InputError: A part cannot be used.
    """
    population, outcome = definition.inner("population"), definition.inner("outcome")
    rows = population_of(population)
    if rows.table != _TABLE:
        population.refuse("table", f"answers of persons stand in {_TABLE}, not in {rows.table}", _TABLE)
    [asked] = population.condition("asked", rows.table)
    form = Opinion(
        rows,
        outcome.column("value", rows.table, "int"),
        population.column("asked_at", rows.table, "ts"),
        asked,
        Window(_LAG, "days"),
    )
    words = (
        words_of(population, "people who answered in the period, each with the latest answer,"),
        outcome.text("words", "9 or 10 (promoter) less 0 to 6 (detractor)"),
    )
    days = (
        days_of(definition.inner("window"), _LONGEST_LAG).default if definition.has("window") else _USUAL_LAG
    )
    lag = Parameter(_LAG, default=days, low=0, high=_LONGEST_LAG)
    return metric_of(
        name, definition, form, unit="points", bounds=(-100.0, 100.0), words=words, parameters=(lag,)
    )
