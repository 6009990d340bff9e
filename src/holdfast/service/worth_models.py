"""Models of renewing by length of contract, and what keeping leavers is worth by all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, sqrt
from typing import TYPE_CHECKING

from holdfast.service.worth_question import YEAR
from holdfast.units import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.metrics.renewals import Row
    from holdfast.records.worth import Renewing
    from holdfast.service.worth_question import Asked
    from holdfast.stats.maximum_likelihood import Maximum
    from holdfast.stats.saved import Saved
    from holdfast.stats.sbg import Sbg

_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Model:
    """How customers with contracts of one length renew: what is told of it, the model, and its fit."""

    record: Renewing
    model: Sbg
    maximum: Maximum


def of_everybody(months: Mapping[tuple[str, ...], Iterable[Row]]) -> list[Row]:
    """The rows of all segments."""
    return [row for rows in months.values() for row in rows]


def saved_of(asked: Asked, rows: Sequence[Row], models: Mapping[int, Model]) -> dict[int, Saved]:
    """Who leaves within a year and what keeping them would bring, by length of contract."""
    from holdfast.stats.contracts import contracts_of  # noqa: PLC0415 - for those who ask
    from holdfast.stats.saved import saved_ahead  # noqa: PLC0415 - as above

    return {
        interval: saved_ahead(
            contracts_of(rows, interval),
            one.model,
            window=YEAR // interval,
            periods=asked.months // interval,
            discount_rate=asked.rate(interval),
        )
        for interval, one in models.items()
    }


def point_range(
    asked: Asked, rows: Sequence[Row], models: Mapping[int, Model], point_minor: float | None
) -> Interval | None:
    """The 95 % range of what a point is worth, by the uncertainty of the fits, which share no customer."""
    from holdfast.stats.saved import relative_error  # noqa: PLC0415 - for those who ask

    if not point_minor:
        return None
    variance = 0.0
    for interval, one in models.items():

        def each(model: Sbg, interval: int = interval, one: Model = one) -> float:
            return _each(asked, rows, {**models, interval: replace(one, model=model)})

        variance += relative_error(each, one.maximum) ** 2
    factor = exp(_Z * sqrt(variance))
    return Interval(point_minor / factor, point_minor * factor)


def _each(asked: Asked, rows: Sequence[Row], models: Mapping[int, Model]) -> float:
    saved = saved_of(asked, rows, models).values()
    return sum(one.as_leavers for one in saved) / sum(one.leavers for one in saved)
