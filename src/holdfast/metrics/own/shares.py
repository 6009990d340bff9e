"""Shares: of those anchored in a period, whom the outcome reaches within the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.forms.model import Window
from holdfast.metrics.forms.repeat import Repeat
from holdfast.metrics.forms.share import Share
from holdfast.metrics.own.journeys import journey_of, outcome_words
from holdfast.metrics.own.parts import WITHIN_DAYS, days_of, metric_of, population_of, words_of
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from holdfast.metrics.declaration import Metric, Parameter
    from holdfast.metrics.own.part import Part

DAY = "day"
_BY_OCCURRENCE = "by_order"
_WINDOW = Window(WITHIN_DAYS, "days")


def declared(name: str, definition: Part) -> Metric:
    """The share that a definition defines.

    Raises:
        InputError: A part cannot be used.
    """
    population, outcome = definition.inner("population"), definition.inner("outcome")
    window = days_of(definition.inner("window"))
    if outcome.has("again"):
        return _again(name, definition, population, outcome, window)
    form = Share(journey_of(population, outcome), _WINDOW)
    words = words_of(population, f"rows of {form.population.table}"), outcome_words(outcome, form.journey)
    return metric_of(
        name, definition, form, unit="share", bounds=(0.0, 1.0), words=words, parameters=(window,)
    )


def _again(name: str, definition: Part, population: Part, outcome: Part, window: Parameter) -> Metric:
    for key in outcome.given:
        if key not in {"again", "words"}:
            outcome.refuse(key, f"{key} stands beside again", "again alone", "Take one of the two out")
    rows = population_of(population)
    if population.text("entity", "customer_id") != "customer_id":
        population.refuse("entity", "again is about customers", "customer_id", "Take it out")
    by_day = outcome.text("again") == DAY
    key = next(iter(TABLES[rows.table].key), rows.at)
    identity = key if by_day else outcome.column("again", rows.table, "text")
    form = Repeat(rows, identity, _WINDOW)
    words = (
        words_of(population, f"customers with a first row of {rows.table}"),
        outcome.text("words", "another on a later day" if by_day else f"another with a second {identity}"),
    )
    return metric_of(
        name,
        definition,
        form,
        unit="share",
        bounds=(0.0, 1.0),
        words=words,
        parameters=(window,),
        variants=("standard",) if by_day else (_BY_OCCURRENCE,),
    )
