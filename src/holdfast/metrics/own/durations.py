"""Durations: how long it takes from the anchor to the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.forms.duration import Duration
from holdfast.metrics.forms.model import Window
from holdfast.metrics.forms.wait import Wait
from holdfast.metrics.own.journeys import journey_of, outcome_words
from holdfast.metrics.own.parts import (
    LIMIT_HOURS,
    WITHIN_DAYS,
    days_of,
    hours_of,
    metric_of,
    population_of,
    words_of,
)

if TYPE_CHECKING:
    from holdfast.metrics.declaration import Metric
    from holdfast.metrics.own.part import Part


def declared(name: str, definition: Part) -> Metric:
    """The duration that a definition defines: in hours to an instant of the same row, or in days.

    Raises:
        InputError: A part cannot be used.
    """
    window, outcome = definition.inner("window"), definition.inner("outcome")
    if window.has("hours"):
        return _in_hours(name, definition, outcome, window)
    if outcome.has("until"):
        outcome.refuse("until", "until is counted in hours", "window = { hours = … }, or at in its place")
    population = definition.inner("population")
    form = Duration(journey_of(population, outcome), Window(WITHIN_DAYS, "days"))
    words = words_of(population, f"rows of {form.population.table}"), outcome_words(outcome, form.journey)
    parameters = (days_of(window),)
    return metric_of(
        name, definition, form, unit="days", bounds=(0.0, None), words=words, parameters=parameters
    )


def _in_hours(name: str, definition: Part, outcome: Part, window: Part) -> Metric:
    if window.has("days"):
        window.refuse("days", "days stands beside hours", "one of the two", "Take one out")
    if not outcome.has("until"):
        remedy = 'Write until = "…", or window = { days = … }'
        outcome.refuse("", "until is missing", "hours are counted to an instant of the same row", remedy)
    for key in outcome.given:
        if key not in {"until", "words"}:
            outcome.refuse(key, f"{key} stands beside until", "until alone", "Take one of the two out")
    population = definition.inner("population")
    rows = population_of(population)
    form = Wait(rows, outcome.column("until", rows.table, "ts"), Window(LIMIT_HOURS, "hours"))
    words = words_of(population, f"rows of {rows.table}"), outcome.text("words", f"{form.until} is set")
    parameters = (hours_of(window),)
    return metric_of(
        name, definition, form, unit="hours", bounds=(0.0, None), words=words, parameters=parameters
    )
