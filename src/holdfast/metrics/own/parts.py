"""What all forms make of a definition's parts: populations, cards, windows, and words where none stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.model import Population
from holdfast.records import MetricCard

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Form
    from holdfast.metrics.own.part import Part
    from holdfast.records.measurement import Unit

WITHIN_DAYS, LIMIT_HOURS = "within_days", "limit_hours"
_LONGEST_DAYS, _LONGEST_HOURS = 3650, 8760
_MINUTES = 60


def population_of(part: Part) -> Population:
    """The population of a part with table, at and where.

    Raises:
        InputError: A table, a column or the condition cannot be used.
    """
    table = part.table()
    return Population(table, part.column("at", table, "ts"), part.condition("where", table))


def days_of(window: Part, longest: int = _LONGEST_DAYS) -> Parameter:
    """The window in days, as a parameter that a question may change.

    Raises:
        InputError: It is missing or out of range.
    """
    if not window.has("days"):
        window.refuse("", "days is missing", "days or hours from the anchor", "Write window = { days = 14 }")
    days = window.whole("days", 0, low=0, high=longest)
    return Parameter(WITHIN_DAYS, default=days, low=0, high=longest)


def hours_of(window: Part) -> Parameter:
    """The window in hours, as a parameter that a question may change.

    Raises:
        InputError: It is out of range.
    """
    hours = window.whole("hours", 0, low=0, high=_LONGEST_HOURS)
    return Parameter(LIMIT_HOURS, default=hours, low=0, high=_LONGEST_HOURS, steps=_MINUTES)


def metric_of(  # noqa: PLR0913 - a declaration has these parts
    name: str,
    definition: Part,
    form: Form,
    *,
    unit: Unit,
    bounds: tuple[float | None, float | None],
    words: tuple[str, str],
    parameters: tuple[Parameter, ...] = (),
    variants: tuple[str, ...] = ("standard",),
) -> Metric:
    """The declaration.

    Args:
        name: The metric's.
        definition: For title, direction and source.
        form: What is counted.
        unit: Of the value.
        bounds: Least and greatest possible value.
        words: Population and outcome in plain words.
        parameters: Numbers that belong to the definition.
        variants: Names of the definitions offered.
    """
    days = next((one.default for one in parameters if one.name == WITHIN_DAYS), None)
    card = MetricCard(
        name=name,
        title=definition.text("title", name.replace("_", " ").capitalize()),
        reading_metric=None,
        unit=unit,
        low=bounds[0],
        high=bounds[1],
        better="up" if definition.text("better") == "up" else "down",
        population=words[0],
        outcome=words[1],
        window_days=days,
        tables=tuple(dict.fromkeys(table for table, _ in form.columns_read())),
    )
    return Metric(card, form, parameters, variants, definition.text("source", "this workspace"))


def words_of(part: Part, otherwise: str) -> str:
    """The words of a part, else what it says in its own terms, with its condition as it was written."""
    where = " ".join(part.text("where").split())
    return part.text("words") or otherwise + (f" where {where}" if where else "")
