"""Segments and mix: one target or several, and whether a change is one of the customers or of their mix."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.evidence.conftest import month

from holdfast.evidence.mix import mix_of, verdict_of
from holdfast.evidence.segment_answers import mix_record, segments_record
from holdfast.evidence.segments import fits_of
from holdfast.stats.mix_shift import Counted, mix_shift
from holdfast.units import Period

if TYPE_CHECKING:
    from tests.evidence.conftest import BetAfter, Shares

    from holdfast.evidence.history import History, PastValue

QUARTERS = [Period(month(first).start, month(first + 2).end) for first in (1, 4, 7, 10)]


def with_values(history: History, values: tuple[PastValue, ...]) -> History:
    return replace(history, values=values)


def drawn(shares: Shares, share: float, customers: int, *, seed: int, months: int = 12) -> History:
    counts = np.random.default_rng(seed).binomial(customers, share, months) / customers
    return shares(counts.tolist(), customers)


def test_a_target_that_one_segment_has_reached_already_does_not_fit_it(
    shares: Shares, bet_after: BetAfter
) -> None:
    pasts = {
        "enterprise": drawn(shares, 0.85, 40, seed=1),
        "mid": drawn(shares, 0.62, 80, seed=2),
        "small": drawn(shares, 0.45, 90, seed=3),
    }

    found = fits_of("size", pasts, bet_after(12, 0.8), seed=4)

    assert found is not None
    assert found.verdict == "fits some, not"
    assert found.odd == ("enterprise",)
    assert [one.name for one in found.segments] == ["enterprise", "mid", "small"]


def test_a_tiny_segment_is_not_ranked_by_its_luck(shares: Shares, bet_after: BetAfter) -> None:
    pasts = {
        "large": drawn(shares, 0.8, 400, seed=1),
        "small": drawn(shares, 0.7, 400, seed=2),
        "tiny": shares([1.0] * 12, 2),
    }

    found = fits_of("size", pasts, bet_after(12, 0.8), seed=3)

    assert found is not None
    assert [one.name for one in found.segments] == ["large", "tiny", "small"]
    assert max(found.segments, key=lambda one: one.now).name == "tiny"


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_segment_with_all_the_outcomes_is_held_against_the_target(
    share: float, shares: Shares, bet_after: BetAfter
) -> None:
    pasts = {"all": shares([1.0] * 12, 50), "none": shares([0.0] * 12, 50)}

    found = fits_of("size", pasts, bet_after(12, share), seed=4)

    assert found is not None
    assert [one.name for one in found.segments] == ["all", "none"]
    assert [one.now for one in found.segments] == [1.0, 0.0]
    assert all(0 < one.drawn < 1 for one in found.segments)


def test_even_targets_give_the_target_of_all_together(shares: Shares, bet_after: BetAfter) -> None:
    pasts = {"large": drawn(shares, 0.85, 40, seed=1), "small": drawn(shares, 0.5, 120, seed=2)}

    found = fits_of("size", pasts, bet_after(12, 0.66), seed=3)

    assert found is not None
    evens = {one.name: one.even for one in found.segments}
    together = (40 * (evens["large"] or 0) + 120 * (evens["small"] or 0)) / 160
    assert together == pytest.approx(0.66, abs=0.005)
    assert found.even_chance is not None
    for one in found.segments:
        bet = bet_after(12, one.even or 0)
        alone = fits_of("size", {"a": pasts[one.name], "b": pasts[one.name]}, bet, seed=3)
        assert alone is not None
        assert alone.segments[0].chance == pytest.approx(found.even_chance, abs=0.05)


def test_segments_that_are_the_same_fit_one_target_nearly_always(shares: Shares, bet_after: BetAfter) -> None:
    told = 0
    for seed in range(100):
        pasts = {name: drawn(shares, 0.6, 30, seed=10 * seed + n) for n, name in enumerate("abcd")}
        found = fits_of("region", pasts, bet_after(12, 0.66), seed=seed)
        told += found is not None and found.verdict == "fits some, not"

    assert told <= 8


def test_two_segments_of_three_values_cannot_be_held_against_a_target(
    shares: Shares, bet_after: BetAfter
) -> None:
    pasts = {"a": shares((0.5, 0.52, 0.51)), "b": shares((0.9, 0.91, 0.92))}

    record = segments_record(shares((0.6, 0.61, 0.62)), {"size": pasts}, bet_after(3, 0.8))

    assert record is not None
    assert record.verdict == "cannot say yet"


def test_one_segment_is_everybody(shares: Shares, bet_after: BetAfter) -> None:
    assert segments_record(shares((0.5,) * 5), {"size": {"a": shares((0.5,) * 5)}}, bet_after(5, 0.8)) is None


def test_the_column_that_tells_most_is_told(shares: Shares, bet_after: BetAfter) -> None:
    pasts = {
        "region": {name: drawn(shares, 0.6, 100, seed=n) for n, name in enumerate(("EU", "US"))},
        "size": {"large": drawn(shares, 0.85, 50, seed=5), "small": drawn(shares, 0.5, 150, seed=6)},
    }

    record = segments_record(shares((0.6,) * 12, 200), pasts, bet_after(12, 0.7))

    assert record is not None
    assert record.verdict.startswith("fits some, not: ")
    assert "for one size than for another" in record.sentence
    assert "and make 70.0% of all together" in record.sentence


def test_more_large_customers_are_a_change_of_the_mix(shares: Shares) -> None:
    growing = shares((0.9,) * 6, 50).values + shares((0.9,) * 12, 300).values[6:]
    large = with_values(shares((0.9,) * 12, 50), growing)
    pasts = {"large": large, "small": shares((0.5,) * 12, 200)}

    found = mix_of("size", pasts, QUARTERS[:3], seed=1)
    record = mix_record(shares((0.6,) * 12), {"size": pasts}, QUARTERS[:3])

    assert found is not None
    assert found.verdict == "the change is mix, not improvement"
    assert record is not None
    assert "by the mix of size" in record.sentence


def test_a_rise_against_every_segment_is_one_of_the_mix() -> None:
    before = Counted(np.array([450.0, 180.0]), np.array([900.0, 200.0]))
    after = Counted(np.array([180.0, 560.0]), np.array([450.0, 650.0]))
    shift = mix_shift(before, after, generator=np.random.default_rng(1))

    assert shift.change > 0.1
    assert shift.is_reversed
    assert shift.rates_range[1] < 0
    assert verdict_of(shift) == "the change is mix, not improvement"


def test_segments_that_fell_while_the_whole_stood_still_have_moved() -> None:
    before = Counted(np.array([300.0, 540.0]), np.array([600.0, 600.0]))
    after = Counted(np.array([170.0, 672.0]), np.array([400.0, 800.0]))
    shift = mix_shift(before, after, generator=np.random.default_rng(1))

    assert abs(shift.change) < 0.01
    assert verdict_of(shift) == "the segments themselves moved"


def test_a_mix_that_moved_earlier_in_the_year_is_remembered(shares: Shares) -> None:
    growing = shares((0.9,) * 6, 50).values + shares((0.9,) * 12, 300).values[6:]
    pasts = {"large": with_values(shares((0.9,) * 12, 50), growing), "small": shares((0.5,) * 12, 200)}

    record = mix_record(shares((0.6,) * 12), {"size": pasts}, QUARTERS)

    assert record is not None
    assert record.verdict == "no change beyond its noise"
    assert (record.figure("largest_mix") or 0) > 0.1
    assert "In the past year the mix did most from Apr-Jun 2025 to Jul-Sep 2025" in record.notes[0]


def test_segments_that_fare_better_are_no_change_of_the_mix(shares: Shares) -> None:
    pasts = {
        "large": shares((0.8,) * 9 + (0.9,) * 3, 100),
        "small": shares((0.5,) * 9 + (0.65,) * 3, 200),
    }

    found = mix_of("size", pasts, QUARTERS, seed=1)

    assert found is not None
    assert found.verdict == "the segments themselves moved"


def test_a_quarter_without_final_values_is_passed_over(shares: Shares) -> None:
    pasts = {"large": shares((0.8,) * 5, 100), "small": shares((0.5,) * 5, 200)}

    assert mix_of("size", pasts, QUARTERS, seed=1) is None
