"""The pasts that say what values would have been anyway: as frozen with the bet, else as measured."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.evidence.frozen import read_frozen
from holdfast.evidence.history import History, past_value
from holdfast.values import dataclass
from holdfast.web.evidence.models import FrozenBet
from holdfast.web.measurements.models import Value
from holdfast.web.measurements.values import VALUE_FIELDS, asked_of, measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.evidence.history import Kind
    from holdfast.records import Direction, Measurement, Unit
    from holdfast.web.cycles.models import Cycle
    from holdfast.web.measurements.models import Series
    from holdfast.web.objectives.queries import KeyResultLine


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """What was known of a key result before its cycle.

    Attributes:
        history: Final values.
        adds_up: Parts of a period make up the whole.
    """

    history: History
    adds_up: bool


def pasts_of(lines: Sequence[KeyResultLine], cycle: Cycle) -> dict[int, KnownBefore]:
    """What was known of measured key results before their cycle, by key result. Two queries.

    What was frozen wins: it cannot have been changed since. A bet that was is as none.
    """
    own = {line.row.pk: line.row.series for line in lines if line.row.series is not None}
    before = _measured_before(own.values(), cycle)
    found = {
        pk: KnownBefore(_history(series, before[series.pk]), adds_up=False) for pk, series in own.items()
    }
    return {**found, **dict(_frozen({line.row.objective_id for line in lines}))}


def last_value(past: KnownBefore | None) -> float | None:
    """The last final value before the cycle."""
    return None if past is None else past.history.now


def _frozen(objectives: set[int]) -> Iterator[tuple[int, KnownBefore]]:
    for row in FrozenBet.objects.filter(objective__in=objectives):
        try:
            bet = read_frozen(row.content, where=f"objective {row.objective_id}")
        except InputError:
            continue
        for wager in bet.wagers:
            if wager.name in row.places:
                yield row.places[wager.name], KnownBefore(wager.history, adds_up=wager.adds_up)


def _measured_before(series: Iterable[Series], cycle: Cycle) -> dict[int, list[Measurement]]:
    by_pk = {one.pk: one for one in series}
    rows = Value.objects.filter(
        series_id__in=by_pk,
        segment="",
        is_current=True,
        is_mature=True,
        value__isnull=False,
        period_start__lt=cycle.starts_on,
    )
    found: dict[int, list[Measurement]] = defaultdict(list)
    for pk, *facts in rows.order_by("period_start").values_list("series_id", *VALUE_FIELDS):
        found[pk].append(measured(asked_of(by_pk[pk]), *facts))
    return found


def _history(series: Series, values: Sequence[Measurement]) -> History:
    unit: Unit = series.unit  # type: ignore[assignment]  # written from a card
    better: Direction = "down" if series.better == "down" else "up"
    kind = _kind(series, values)
    is_share = kind == "share"
    return History(
        metric=series.metric,
        title=series.title,
        unit=unit,
        kind=kind,
        better=better,
        low=0.0 if is_share else None,
        high=1.0 if is_share else None,
        values=tuple(past_value(one, kind) for one in values),
    )


def _kind(series: Series, values: Sequence[Measurement]) -> Kind:
    if series.unit == "share" and all(0 <= one.numerator <= one.denominator > 0 for one in values):
        return "number" if series.of_money else "share"
    if series.unit == "count":
        return "count"
    return "amount" if all((one.value or 0) > 0 for one in values) else "number"
