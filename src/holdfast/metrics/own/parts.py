"""What all forms make of a definition's parts: populations, cards, windows, and words where none stand."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, cast

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.expression.model import Expression
from holdfast.metrics.forms.model import Population
from holdfast.records import MetricCard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.metrics.forms.model import Form
    from holdfast.metrics.own.part import Part
    from holdfast.records.measurement import Unit

WITHIN_DAYS, LIMIT_HOURS = "within_days", "limit_hours"
_LONGEST_DAYS, _LONGEST_HOURS = 3650, 8760
_MINUTES = 60
_LARGEST = 10**12
_VARIANT = "variant"


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
    parameters = (*parameters, *_own_parameters(definition, parameters, form))
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


def _own_parameters(definition: Part, taken: tuple[Parameter, ...], form: Form) -> Iterator[Parameter]:
    """The definition's own numbers, each of which is named in a condition.

    Raises:
        InputError: One is no whole number, is called as another is, or is named nowhere.
    """
    given = cast("dict[str, object]", definition.given.get("parameters", {}))
    names = {one.name for one in taken}
    used = {name for one in _expressions(form) for name in one.parameters}
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
            found = f"{name} is {value!r}"
            definition.refuse(
                "parameters", found, f"a whole number from 0 to {_LARGEST}", f"Write {name} = 5"
            )
        if name in names or name == _VARIANT or not name.isidentifier():
            definition.refuse(
                "parameters", f"a parameter is called {name!r}", "another name", f"Write least_{name}"
            )
        if name not in used:
            definition.refuse(
                "parameters", f"no condition names :{name}", f"a condition such as seats >= :{name}"
            )
        yield Parameter(name, default=value, low=0, high=_LARGEST)


def _expressions(part: object) -> Iterator[Expression]:
    """Every expression in a form."""
    if isinstance(part, Expression):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _expressions(one)
    elif is_dataclass(part):
        yield from _expressions(tuple(getattr(part, child.name) for child in fields(part)))


def words_of(part: Part, otherwise: str) -> str:
    """The words of a part, else what it says in its own terms, with its condition as it was written."""
    where = " ".join(part.text("where").split())
    return part.text("words") or otherwise + (f" where {where}" if where else "")
