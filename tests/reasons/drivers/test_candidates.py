"""Differences of known worlds lie in their ranges, and harmless candidates raise few false alarms."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reasons.drivers.worlds import world

from holdfast.reasons.drivers.candidates import UNKNOWN, WITH, Compared, compare, verdicts


def _compared(seed: int, customers: int, effects: list[float]) -> tuple[list[Compared], list[float]]:
    candidates, left, known, groups, truth = world(seed, customers, effects)
    found = [compare(one, left, known, groups, seed=seed) for one in candidates]
    return found, truth.tolist()


def test_ranges_hold_the_true_difference_about_19_times_in_20() -> None:
    """Of 80 ranges 76 are to be expected; 71 and fewer would come in 1 of 100 runs."""
    inside = []
    for seed in range(20):
        found, truth = _compared(seed, 1_000, [0.8, 0.4, 0.0, 0.0])
        inside += [
            one.low <= true <= one.high
            for one, true in zip(found, truth, strict=True)
            if one.low is not None and one.high is not None
        ]

    assert len(inside) == 80
    assert sum(inside) >= 72


def test_a_strong_driver_is_found_and_the_harmless_are_not() -> None:
    found, _ = _compared(1, 3_000, [1.0, 0.0, 0.0, 0.0])

    assert verdicts(found) == [WITH, UNKNOWN, UNKNOWN, UNKNOWN]


@pytest.mark.slow
def test_thirty_harmless_candidates_raise_a_false_alarm_in_few_companies() -> None:
    """Of 20 companies at most 4: one is to be expected, and 5 would come in 1 of 400 runs."""
    alarms = [any(v != UNKNOWN for v in verdicts(_compared(seed, 600, [0.0] * 30)[0])) for seed in range(20)]

    assert sum(alarms) <= 4


def test_a_candidate_that_hardly_anybody_had_is_not_compared() -> None:
    candidates, left, known, groups, _ = world(2, 200, [0.5])
    rare = np.zeros_like(candidates[0].had)
    rare[:5] = True

    found = compare(type(candidates[0])("rare", rare, candidates[0].applies), left, known, groups, seed=0)

    assert found.difference is None
    assert "too few" in found.reason
    assert verdicts([found]) == [UNKNOWN]


def test_many_candidates_take_stronger_evidence_than_one() -> None:
    """A difference of 2.2 standard errors is told alone, and not among thirty."""
    one = Compared(0.022, 0.01)
    harmless = [Compared(0.0, 0.01)] * 29

    assert verdicts([one]) == [WITH]
    assert verdicts([one, *harmless])[0] == UNKNOWN


def test_a_verdict_rests_on_the_error_of_none_and_the_range_on_its_own() -> None:
    """Few who had it left: their own spread is small, and would call it out; that of all alike does not."""
    found = Compared(-0.022, 0.010, error_of_none=0.013)

    assert verdicts([found]) == [UNKNOWN]
    assert found.high is not None
    assert found.high < 0
