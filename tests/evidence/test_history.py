"""Only final values count, each with its own kind of noise; and when months stand for a quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from holdfast.evidence.history import history_of, middle_of, month_of
from holdfast.evidence.pooling import adds_up
from holdfast.records import Measurement, MetricCard
from holdfast.units import Interval, Period

CARD = MetricCard(
    name="onboarding_completed",
    title="Onboarding completed",
    reading_metric=None,
    unit="share",
    low=0,
    high=1,
    better="up",
    population="new customers",
    outcome="call held",
    window_days=10,
    tables=("customers", "engagements"),
)


def measured(
    month: int, numerator: int, denominator: int, *, months: int = 1, pending: int = 0
) -> Measurement:
    return Measurement(
        metric="onboarding_completed",
        variant="standard",
        version="1",
        period=Period(date(2026, month, 1), date(2026, month + months, 1)),
        segment=(),
        unit="share",
        value=numerator / denominator if denominator else None,
        numerator=numerator,
        denominator=denominator,
        interval=Interval(0.4, 0.6) if denominator else None,
        pending=pending,
        is_mature=not pending,
        as_of=date(2026, 11, 1),
    )


def test_a_month_that_is_not_final_is_no_collapse() -> None:
    history = history_of(CARD, [measured(1, 50, 100), measured(2, 55, 100), measured(3, 10, 60, pending=40)])

    assert [one.value for one in history.values] == [0.5, 0.55]
    assert (history.now, history.pending) == (0.55, 40)


def test_a_month_with_nobody_has_no_value() -> None:
    assert history_of(CARD, [measured(1, 0, 0)]).values == ()


@pytest.mark.parametrize(
    ("card", "kind"),
    [
        (CARD, "share"),
        (replace(CARD, unit="points", low=-100, high=100), "points"),
        (replace(CARD, unit="count"), "count"),
        (replace(CARD, unit="money", low=0, high=None), "amount"),
        (replace(CARD, of_money=True, high=None), "amount"),
    ],
)
def test_the_kind_follows_from_what_is_counted(card: MetricCard, kind: str) -> None:
    assert history_of(card, [measured(1, 50, 100)]).kind == kind


def test_a_share_above_one_is_an_amount() -> None:
    assert history_of(CARD, [measured(1, 110, 100)]).kind == "amount"


def test_the_error_of_what_is_no_share_comes_from_its_range() -> None:
    [value] = history_of(replace(CARD, unit="hours"), [measured(1, 50, 100)]).values

    assert value.error == pytest.approx(0.2 / 3.92, abs=1e-4)


def test_a_history_can_begin_where_the_world_changed() -> None:
    history = history_of(CARD, [measured(month, 50, 100) for month in range(1, 6)])

    assert [one.period.start.month for one in history.since(date(2026, 3, 1)).values] == [3, 4, 5]


def test_months_are_counted_from_the_calendar() -> None:
    assert month_of(date(2026, 3, 1)) - month_of(date(2026, 1, 1)) == 2
    assert middle_of(Period(date(2026, 1, 1), date(2026, 4, 1))) - month_of(date(2026, 1, 1)) == 1.5


MONTHS = [measured(month, 10 * month, 100) for month in range(1, 7)]


def test_months_that_add_up_stand_for_their_quarter() -> None:
    assert adds_up(MONTHS, [measured(1, 60, 300, months=3), measured(4, 150, 300, months=3)])


def test_a_quarter_that_counts_other_customers_does_not() -> None:
    assert not adds_up(MONTHS, [measured(1, 60, 300, months=3), measured(4, 150, 290, months=3)])


def test_nothing_is_known_without_a_quarter_that_final_months_cover() -> None:
    assert not adds_up(MONTHS[:2], [measured(1, 60, 300, months=3)])
    assert not adds_up(MONTHS, [])
    assert not adds_up([*MONTHS[:2], measured(3, 30, 90, pending=10)], [measured(1, 60, 300, months=3)])


def test_where_no_quarter_can_be_looked_up_the_definition_tells() -> None:
    whole = [measured(1, 60, 300, months=3)]

    assert adds_up(MONTHS[:2], whole, by_definition=True)
    assert not adds_up(MONTHS, [measured(1, 60, 290, months=3)], by_definition=True)
