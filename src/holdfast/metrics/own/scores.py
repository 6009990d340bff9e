"""Scores: promoters less detractors of persons, the share of the best scores, or their mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.declaration import Parameter
from holdfast.metrics.forms.model import Population, Window
from holdfast.metrics.forms.opinion import Opinion
from holdfast.metrics.forms.rating import Rating
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
    if definition.inner("outcome").has("scale"):
        return _on_a_scale(name, definition)
    return _of_promoters(name, definition)


def _of_promoters(name: str, definition: Part) -> Metric:
    population, outcome = definition.inner("population"), definition.inner("outcome")
    if outcome.has("boxes"):
        outcome.refuse("", "scale is missing, and boxes are given", "both", "Write scale = [1, 5]")
    rows = population_of(population)
    if rows.table != _TABLE:
        found = f"answers of persons stand in {_TABLE}, not in {rows.table}"
        population.refuse("table", found, _TABLE, "Write scale in the outcome for scores of another table")
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
    parameters = (_lag(definition),)
    return metric_of(
        name, definition, form, unit="points", bounds=(-100.0, 100.0), words=words, parameters=parameters
    )


def _on_a_scale(name: str, definition: Part) -> Metric:
    """Every answer counts: the share of the boxes, or the mean of the scale."""
    population, outcome = definition.inner("population"), definition.inner("outcome")
    rows, asked = population_of(population), population.condition("asked", population.table())
    scale = outcome.span("scale")
    boxes = outcome.span("boxes") if outcome.has("boxes") else None
    if boxes and not scale[0] <= boxes[0] < boxes[1] <= scale[1]:
        outcome.refuse("boxes", f"boxes are {list(boxes)}", f"scores of the scale {list(scale)}")
    form = Rating(
        population=Population(rows.table, rows.at, (*asked, *rows.where)),
        score=outcome.column("value", rows.table, "int"),
        scale=scale,
        boxes=boxes,
        sent=Population(rows.table, population.column("asked_at", rows.table, "ts"), asked),
        lag=Window(_LAG, "days"),
    )
    counted = f"{boxes[0]} to {boxes[1]}" if boxes else "the mean of the scores"
    words = (
        words_of(population, f"rows of {rows.table}"),
        outcome.text("words", f"{counted}, on a scale from {scale[0]} to {scale[1]}"),
    )
    bounds = (0.0, 1.0) if boxes else (float(scale[0]), float(scale[1]))
    return metric_of(
        name,
        definition,
        form,
        unit="share" if boxes else "points",
        bounds=bounds,
        words=words,
        parameters=(_lag(definition),),
    )


def _lag(definition: Part) -> Parameter:
    """How long after the sending answers still come."""
    days = _USUAL_LAG
    if definition.has("window"):
        days = days_of(definition.inner("window"), _LONGEST_LAG).default
    return Parameter(_LAG, default=days, low=0, high=_LONGEST_LAG)
