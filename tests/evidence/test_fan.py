"""The fan of a bet: months that are not final yet, wider the further ahead, and true to the frozen model."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from holdfast.evidence.challenge import Bet, challenge
from holdfast.evidence.fan import fan_of
from holdfast.evidence.frozen import Wager
from holdfast.evidence.history import History, PastValue, first_of
from holdfast.units import Period


def _month(number: int) -> Period:
    """The month so many after January 2024."""
    return Period(first_of(2024 * 12 + number), first_of(2024 * 12 + number + 1))


def _wager(months: int, *, customers: int = 200, seed: int = 1) -> Wager:
    generator = np.random.default_rng(seed)
    counted = generator.binomial(customers, 0.6, months)
    values = tuple(
        PastValue(_month(at), count / customers, int(count), customers) for at, count in enumerate(counted)
    )
    history = History("onboarding_completed", "Onboarded", "share", "share", "up", 0, 1, values)
    bet = Bet(0.7, Period(_month(months).start, _month(months + 2).end))
    return Wager(
        name="Key result 1",
        text="Onboarded from 60% to 70%",
        metric="onboarding_completed",
        parameters=(),
        filters=(),
        version="1",
        history=history,
        bet=bet,
        adds_up=True,
        window_days=10,
        chance=0.1,
    )


def test_each_month_of_the_bet_has_its_ranges_one_inside_the_other_and_wider_ahead() -> None:
    points = fan_of(_wager(24), (), seed=1)

    assert [one.period for one in points] == [_month(24), _month(25), _month(26)]
    assert all(one.low80 < one.low50 <= one.middle <= one.high50 < one.high80 for one in points)
    assert points[2].high80 - points[2].low80 >= points[0].high80 - points[0].low80 - 0.005


def test_months_that_became_final_leave_the_fan_and_move_what_is_left() -> None:
    wager = _wager(24)
    known = PastValue(_month(24), 0.8, 160, 200)

    points = fan_of(wager, (known,), seed=1)

    assert [one.period for one in points] == [_month(25), _month(26)]
    assert points[0].middle > fan_of(wager, (), seed=1)[1].middle


def test_the_wide_range_is_that_of_the_challenge_of_the_same_month() -> None:
    wager = _wager(24)
    forecast = challenge(wager.history, Bet(0.7, _month(24)), seed=5).forecast

    assert forecast is not None
    assert fan_of(wager, (), seed=5)[0].low80 == forecast.quantile(0.1)


def test_80_of_100_months_lie_within_the_wide_range_and_50_within_the_narrow_one() -> None:
    wide = narrow = 0
    for seed in range(150):
        wager = _wager(25, seed=seed)
        truth, history = wager.history.values[-1], wager.history
        before = replace(wager, history=replace(history, values=history.values[:-1]))
        before = replace(before, bet=Bet(0.7, truth.period))
        point = fan_of(before, (), seed=seed)[0]
        wide += point.low80 <= truth.value <= point.high80
        narrow += point.low50 <= truth.value <= point.high50

    # Of 150: closed ranges of whole customers hold a little more than they are called after.
    assert 112 <= wide <= 140
    assert 64 <= narrow <= 98


def test_a_past_of_quarters_or_of_three_values_has_no_fan() -> None:
    short = _wager(3)
    quarter = Period(date(2023, 10, 1), date(2024, 1, 1))
    quarters = replace(short, history=replace(short.history, values=(PastValue(quarter, 0.6, 120, 200),) * 1))

    assert fan_of(short, (), seed=1) == ()
    assert fan_of(quarters, (), seed=1) == ()
