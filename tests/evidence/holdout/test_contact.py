"""Contact in worlds whose truth is known: whom it keeps, nobody, everybody less, and too few to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.evidence.holdout.contact import Contacted, contact_effect

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]


def contacted(seed: int, count: int, change: Callable[[Reals], Reals], *, name: str = "calls") -> Contacted:
    """Customers half of whom are contacted by lot; `change` is what that takes off a chance of leaving."""
    generator = np.random.default_rng([seed, count])
    chance = 1 / (1 + np.exp(-generator.normal(-2.0, 1.2, count)))
    treated = generator.permutation(count) < count // 2
    left = generator.random(count) < np.clip(chance - change(chance) * treated, 0, 1)
    return Contacted(name, "a check-in call", chance, treated, (~left).astype(np.float64))


def middle(chance: Reals) -> Reals:
    return np.where((chance > 0.12) & (chance < 0.35), 0.6 * chance, 0.0)


def test_where_contact_keeps_the_middle_the_list_begins_there() -> None:
    found = contact_effect([contacted(1, 20_000, middle)], days=90)

    assert (found.verdict, found.orders, found.differs) == ("helps some", True, True)
    low, mid, high = found.bands
    assert mid.kept > max(low.kept, high.kept)
    assert "not with the likeliest to leave" in found.sentence
    assert found.contacted == found.left_alone == 10_000


def test_where_contact_keeps_the_same_part_of_all_the_order_stays_and_it_is_told_how_many() -> None:
    found = contact_effect([contacted(2, 8_000, lambda chance: 0.3 * chance)], days=90)

    assert (found.verdict, found.orders) == ("helps", False)
    assert found.kept == pytest.approx(0.3, abs=0.12)
    assert "the likeliest to leave stand first" in found.sentence


def test_where_contact_drives_customers_away_it_says_not_to() -> None:
    found = contact_effect([contacted(3, 8_000, lambda chance: -0.4 * chance)], days=90)

    assert found.verdict == "does harm"
    assert found.sentence.startswith("Do not contact these customers as it was tried")
    assert found.kept is not None
    assert found.kept < 0


def test_where_nothing_can_be_told_it_says_how_many_more_customers_that_takes() -> None:
    few = contact_effect([contacted(4, 240, lambda chance: 0 * chance)], days=90)
    fewer = contact_effect([contacted(4, 40, lambda chance: 0 * chance)], days=90)

    assert few.verdict == fewer.verdict == "cannot be told"
    assert few.more_needed is not None
    assert few.more_needed > 1_000
    assert "more customers are needed" in few.sentence
    assert (fewer.points, fewer.more_needed) == (None, None)
    assert "too few to compare" in fewer.sentence


def test_contact_that_does_nothing_is_claimed_to_do_something_in_one_of_twenty_cases() -> None:
    """At most 5 in 100; 60 worlds do not exclude it up to 8 claims (one-sided, 99 of 100)."""
    told = [contact_effect([contacted(n, 900, lambda c: 0 * c)], days=90).is_told for n in range(60)]

    assert sum(told) <= 8


def test_holdouts_that_differ_among_themselves_are_put_together_with_a_wider_range() -> None:
    alike = [contacted(n, 3_000, lambda chance: 0.3 * chance, name=f"q{n}") for n in (1, 2)]
    apart = [alike[0], contacted(2, 3_000, lambda chance: -0.3 * chance, name="q2")]

    first, second = (contact_effect(both, days=90) for both in (alike, apart))

    assert first.holdouts == ("q1", "q2")
    assert first.verdict == "helps"
    assert second.verdict == "cannot be told"
    assert _width(second.low, second.high) > 1.5 * _width(first.low, first.high)


def _width(low: float | None, high: float | None) -> float:
    assert low is not None
    assert high is not None
    return high - low
