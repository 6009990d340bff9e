"""Survey answers of a handful of persons are not shown: a segment of three tells what each of them said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.records.reason import FEWEST_PERSONS
from holdfast.records.words import WITHHELD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.metrics.discovery import Catalogue
    from holdfast.records import Measurement

_OF_PERSONS = "surveys"


def withheld(
    series: Sequence[Measurement], catalogue: Catalogue, *, is_part: bool = False
) -> tuple[Measurement, ...]:
    """A series without the values of segments in which fewer than five persons answered a survey.

    Such a value is None, and a detail ``withheld`` says why. What a metric counts of accounts, and what it
    says of everybody, stays as it is.

    Args:
        series: Of one metric.
        catalogue: Where it is declared; one that is not there any more is taken for one of persons.
        is_part: Only some customers were let through.
    """
    if not series or not (is_part or series[0].segment) or not _is_of_persons(series[0].metric, catalogue):
        return tuple(series)
    return tuple(_hidden(one) if 0 < one.denominator < FEWEST_PERSONS else one for one in series)


def withheld_note(series: Sequence[Measurement]) -> str:
    """How many values are not shown, in a sentence; empty where all are."""
    count = sum(one.details == WITHHELD for one in series)
    some = "1 value" if count == 1 else f"{count:,} values"
    return f"Not shown: {some} from survey answers of fewer than {FEWEST_PERSONS} persons." if count else ""


def _is_of_persons(metric: str, catalogue: Catalogue) -> bool:
    known = catalogue.metrics.get(metric)
    return known is None or _OF_PERSONS in known.card.tables


def _hidden(one: Measurement) -> Measurement:
    return replace(one, value=None, interval=None, numerator=0, details=WITHHELD)
