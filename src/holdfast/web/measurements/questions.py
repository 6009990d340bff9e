"""What a series asks, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.words import column_words

if TYPE_CHECKING:
    from holdfast.web.measurements.models import Series


def question_words(series: Series) -> str:
    """Parameters, filter and grain where they are not the usual ones.

    >>> from holdfast.web.measurements.models import Series
    >>> question_words(Series(parameters={"within_days": 10}, filters={"size": ["large", "small"]}))
    'within 10 days, size: large or small'
    """
    said = [_parameter(name, value) for name, value in sorted(series.parameters.items())]
    said += [
        f"{column_words(column)}: {' or '.join(values)}" for column, values in sorted(series.filters.items())
    ]
    if series.grain != "month":
        said.append(f"by {series.grain}")
    return ", ".join(said) or "everybody, usual settings"


def _parameter(name: str, value: object) -> str:
    if name == "within_days":
        return f"within {value} days"
    return f"{name.replace('_', ' ')} {value}"
