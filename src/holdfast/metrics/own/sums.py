"""Sums and ratios of sums: rows of a period, or a column of whole numbers over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from holdfast.metrics.forms.ratio import Ratio
from holdfast.metrics.forms.total import Total
from holdfast.metrics.own.parts import metric_of, population_of, words_of

if TYPE_CHECKING:
    from holdfast.metrics.declaration import Metric
    from holdfast.metrics.own.part import Part
    from holdfast.records.measurement import Unit

_LARGEST = 1_000_000


def declared_sum(name: str, definition: Part) -> Metric:
    """The sum that a definition defines.

    Raises:
        InputError: A part cannot be used.
    """
    population = definition.inner("population")
    rows = population_of(population)
    value, said = None, f"rows of {rows.table}"
    if definition.has("outcome"):
        outcome = definition.inner("outcome")
        value = outcome.column("value", rows.table, "int") if outcome.has("value") else None
        said = outcome.text("words", f"the sum of {value}" if value else "their number")
    form = Total(rows, value)
    words = words_of(population, f"rows of {rows.table}"), said
    low = 0.0 if value is None else None
    return metric_of(name, definition, form, unit=_unit(definition, form), bounds=(low, None), words=words)


def declared_ratio(name: str, definition: Part) -> Metric:
    """The ratio that a definition defines.

    Raises:
        InputError: A part cannot be used, or names a metric that is no sum.
    """
    above, above_words = _side(definition, "numerator")
    below, below_words = _side(definition, "denominator")
    is_share = definition.given.get("is_share") is True
    form = Ratio(above, below, per=definition.whole("per", 1, low=1, high=_LARGEST), is_share=is_share)
    unit = _unit(definition, above, below)
    counts = above.value is None and below.value is None
    bounds = (0.0, 1.0) if is_share else (0.0 if counts else None, None)
    words = below_words, above_words + ("" if form.per == 1 else f", per {form.per}")
    if is_share and form.per != 1:
        definition.refuse("per", "per stands beside is_share", "a share in 0..1", "Take one of the two out")
    return metric_of(name, definition, form, unit="share" if is_share else unit, bounds=bounds, words=words)


def _side(definition: Part, key: str) -> tuple[Total, str]:
    named = definition.given[key]
    if isinstance(named, str):
        metric = definition.named(named, definition, key)
        if not isinstance(metric.form, Total):
            found = f"{named} is no sum"
            definition.refuse(key, found, "a metric of the form sum", "Write table, at and value themselves")
        return metric.form, f"{metric.card.outcome} ({named})"
    part = definition.inner(key)
    rows = population_of(part)
    value = part.column("value", rows.table, "int") if part.has("value") else None
    return Total(rows, value), words_of(
        part, f"{value} of {rows.table}" if value else f"rows of {rows.table}"
    )


def _unit(definition: Part, above: Total, below: Total | None = None) -> Unit:
    if definition.has("unit"):
        return cast("Unit", definition.text("unit"))
    if not _is_money(above):
        return "count"
    return "share" if below is not None and _is_money(below) else "money"


def _is_money(total: Total) -> bool:
    return total.value is not None and total.value.endswith("_minor")
