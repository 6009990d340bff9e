"""A bet on its way: the chance ends at what happens, and moves by surprises alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.evidence.conftest import month

from holdfast.evidence.challenge import Bet
from holdfast.evidence.frozen import Wager
from holdfast.evidence.history import History, PastValue
from holdfast.evidence.on_course import course_of, known_parts
from holdfast.records import Measurement
from holdfast.units import Period

if TYPE_CHECKING:
    from tests.evidence.conftest import BetAfter, Shares

STEADY = (0.58, 0.55, 0.61, 0.57, 0.6, 0.56, 0.59, 0.58, 0.57, 0.6, 0.58, 0.57)
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))


def wager_of(
    history: History, bet: Bet, *, metric: str = "onboarding_completed", adds_up: bool = True
) -> Wager:
    window = 10 if adds_up else 0
    return Wager("Key result 1", "", metric, (), (), "1", history, bet, adds_up, window, None)


def measured(period: Period, reached: int, of: int) -> Measurement:
    share = reached / of if of else None
    return Measurement(
        "m", "standard", "1", period, (), "share", share, reached, of, None, 0, False, period.end
    )


def parts(*counts: tuple[int, int]) -> list[Measurement]:
    return [measured(month(13 + place), *pair) for place, pair in enumerate(counts)]


def test_before_its_period_a_bet_stands_as_it_was_frozen(shares: Shares, bet_after: BetAfter) -> None:
    wager = wager_of(shares(STEADY), bet_after(12, 0.62))

    found = course_of(wager, [], today=date(2026, 1, 1), seed=1)

    assert found.known == 0
    assert found.so_far is None
    assert found.chance == pytest.approx(0.2, abs=0.15)


def test_outcomes_count_once_their_window_has_closed(shares: Shares, bet_after: BetAfter) -> None:
    wager = wager_of(shares(STEADY), bet_after(12, 0.62))

    known = known_parts(wager, parts((60, 100), (20, 40)), date(2026, 2, 15))

    assert [one.period.end for one in known] == [date(2026, 2, 1), date(2026, 2, 5)]
    assert known_parts(wager, parts((0, 0)), date(2026, 1, 8)) == ()


def test_good_months_raise_the_chance_and_bad_ones_lower_it(shares: Shares, bet_after: BetAfter) -> None:
    wager = wager_of(shares(STEADY), bet_after(12, 0.62))
    today = date(2026, 3, 11)

    good = course_of(wager, parts((72, 100), (71, 100)), today=today, seed=1)
    bad = course_of(wager, parts((52, 100), (50, 100)), today=today, seed=1)

    assert (good.chance or 0) > 0.9
    assert (bad.chance or 0) < 0.02
    assert good.known == 200
    assert good.so_far == pytest.approx(0.715)


@pytest.mark.parametrize(("last", "chance"), [(62, 1.0), (61, 0.0)])
def test_when_everything_is_known_the_chance_is_what_happened(
    shares: Shares, bet_after: BetAfter, last: int, chance: float
) -> None:
    wager = wager_of(shares(STEADY), bet_after(12, 0.62))

    found = course_of(wager, parts((62, 100), (62, 100), (last, 100)), today=date(2026, 4, 11), seed=1)

    assert found.chance == chance


def quarters(shares: tuple[float, ...], customers: int) -> History:
    values = tuple(
        PastValue(
            Period(month(3 * n + 1).start, month(3 * n + 3).end), share, round(share * customers), customers
        )
        for n, share in enumerate(shares)
    )
    return History("retention_rate", "Retention", "share", "share", "up", 0, 1, values)


def test_customers_who_left_so_far_tell_of_the_rest_of_the_quarter() -> None:
    past = quarters((0.95, 0.94, 0.96, 0.95), 1000)
    wager = wager_of(past, Bet(0.95, QUARTER), metric="retention_rate", adds_up=False)
    half = date(2026, 2, 15)

    few = course_of(wager, [measured(QUARTER, 988, 1000)], today=half, seed=1)
    many = course_of(wager, [measured(QUARTER, 960, 1000)], today=half, seed=1)
    gone = course_of(wager, [measured(QUARTER, 940, 1000)], today=half, seed=1)

    assert (few.chance or 0) > 0.9
    assert many.chance is not None
    assert many.chance < 0.05
    assert gone.chance == 0
    assert few.forecast is not None
    assert few.forecast.values.max() <= 0.988


def test_leaving_is_read_the_other_way_round() -> None:
    past = quarters((0.05, 0.06, 0.04, 0.05), 1000)
    down = History(**{**{name: getattr(past, name) for name in past.__slots__}, "better": "down"})
    wager = wager_of(down, Bet(0.05, QUARTER), metric="logo_churn", adds_up=False)

    few = course_of(wager, [measured(QUARTER, 12, 1000)], today=date(2026, 2, 15), seed=1)

    assert (few.chance or 0) > 0.9


def test_a_chance_moves_by_surprises_alone() -> None:
    """Over many bets the mean change is none, and what it moves adds up to what was open (a martingale)."""
    rng, changes, squares, spread = np.random.default_rng(3), [], [], []
    for number in range(60):
        level = rng.normal(0.3, 0.3) + np.cumsum(0.08 * rng.standard_normal(15))
        hits = rng.binomial(80, 1 / (1 + np.exp(-level)))
        past = tuple(PastValue(month(n + 1), hits[n] / 80, int(hits[n]), 80) for n in range(12))
        history = History("m", "m", "share", "share", "up", 0, 1, past)
        target = float(np.clip(hits[11] / 80 + rng.uniform(-0.05, 0.1), 0.02, 0.98))
        wager = wager_of(history, Bet(target, QUARTER))
        told = [(int(hit), 80) for hit in hits[12:]]
        days = [date(2026, 1, 1), *(month(13 + n).end + timedelta(days=10) for n in range(3))]
        path = [
            course_of(wager, parts(*told[:n]), today=day, seed=number).chance for n, day in enumerate(days)
        ]
        steps = np.diff([one or 0.0 for one in path])
        changes += steps.tolist()
        squares.append(float((steps**2).sum()))
        spread.append((path[0] or 0.0) * (1 - (path[0] or 0.0)))

    assert abs(float(np.mean(changes))) < 0.03
    assert float(np.mean(squares)) == pytest.approx(float(np.mean(spread)), rel=0.35)
