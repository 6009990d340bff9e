"""A change in two parts: they add up exactly, and each is what was done."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.stats.mix_shift import Counted, MixShift, mix_shift


def counted(*pairs: tuple[int, int]) -> Counted:
    hits, entities = zip(*pairs, strict=True)
    return Counted(np.array(hits, dtype=float), np.array(entities, dtype=float))


def shift(before: Counted, after: Counted) -> MixShift:
    return mix_shift(before, after, generator=np.random.default_rng(5))


PAIRS = st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda pair: (min(pair), max(pair)))
PERIODS = st.lists(st.tuples(PAIRS, PAIRS), min_size=1, max_size=8).filter(
    lambda rows: all(sum(row[side][1] for row in rows) for side in (0, 1))
)


@given(PERIODS)
def test_the_parts_add_up_to_the_change(rows: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    before, after = counted(*(row[0] for row in rows)), counted(*(row[1] for row in rows))

    found = shift(before, after)

    assert found.change == pytest.approx(float(after.share - before.share), abs=1e-12)


def test_sizes_that_changed_alone_are_all_mix() -> None:
    found = shift(counted((50, 100), (90, 100)), counted((25, 50), (270, 300)))

    assert found.rates == pytest.approx(0, abs=1e-12)
    assert found.mix_range[0] > 0


def test_rates_that_changed_alone_are_no_mix() -> None:
    found = shift(counted((50, 100), (90, 100)), counted((70, 100), (95, 100)))

    assert found.mix == pytest.approx(0, abs=1e-12)
    assert found.rates == pytest.approx(0.125)


def test_a_whole_that_falls_while_every_segment_rises_is_told() -> None:
    found = shift(counted((20, 100), (360, 400)), counted((100, 400), (92, 100)))

    assert found.change < 0
    assert found.is_reversed


def test_a_segment_that_was_not_there_before_is_mix() -> None:
    found = shift(counted((50, 100), (0, 0)), counted((50, 100), (90, 100)))

    assert found.rates == pytest.approx(0, abs=1e-12)
    assert found.mix == pytest.approx(0.2)


def test_ranges_hold_what_is_true() -> None:
    rng = np.random.default_rng(7)
    shares, was, became = np.array([0.5, 0.8]), np.array([0.6, 0.4]), np.array([0.4, 0.6])
    mix = float(((shares - 0.65) * (became - was)).sum())

    held = 0
    for _ in range(200):
        sizes = rng.multinomial(400, was), rng.multinomial(400, became)
        periods = [Counted(rng.binomial(size, shares).astype(float), size.astype(float)) for size in sizes]
        low, high = mix_shift(*periods, generator=rng).mix_range
        held += low <= mix <= high

    assert 165 <= held <= 195
