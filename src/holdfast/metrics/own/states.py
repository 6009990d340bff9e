"""States: of those who stand at the start of a period, who stands no longer at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.own.parts import metric_of, population_of, words_of

if TYPE_CHECKING:
    from holdfast.metrics.declaration import Metric
    from holdfast.metrics.own.part import Part


def declared(name: str, definition: Part) -> Metric:
    """The state metric that a definition defines.

    Raises:
        InputError: A part cannot be used.
    """
    population, outcome = definition.inner("population"), definition.inner("outcome")
    rows = population_of(population)
    form = Standing(rows, outcome.column("until", rows.table, "ts"))
    words = (
        words_of(population, f"customers with a row of {rows.table} at the start of the period"),
        outcome.text("words", "with none at its end"),
    )
    return metric_of(name, definition, form, unit="share", bounds=(0.0, 1.0), words=words)
