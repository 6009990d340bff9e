"""The lot: random, balanced, the same again, and nobody moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.evidence.holdout.lots import Drawn, Lot, draw, misdrawn, seed_of_plan

LOT = Lot("check-in-call", seed_of_plan("check-in-call"), 0.5)


def customers(count: int, strata: tuple[str, ...] = ("",), first: int = 0) -> dict[str, str]:
    return {f"c{first + one}": strata[one % len(strata)] for one in range(count)}


def arms_of(drawn: tuple[Drawn, ...]) -> dict[str, str]:
    return {one.customer: one.arm for one in drawn}


def test_the_same_plan_and_seed_give_the_same_arms_in_any_order() -> None:
    given = customers(500, ("size=small", "size=large"))

    again = dict(reversed(given.items()))

    assert draw(LOT, given) == draw(LOT, again)


def test_another_seed_or_plan_gives_other_arms() -> None:
    first = arms_of(draw(LOT, customers(200)))

    for other in (replace(LOT, seed=LOT.seed + 1), replace(LOT, plan="another")):
        moved = sum(first[one] != arm for one, arm in arms_of(draw(other, customers(200))).items())
        assert 60 < moved < 140


@pytest.mark.parametrize("share", [0.5, 0.25, 0.2, 0.1, 1 / 3, 0.05])
def test_every_stratum_is_split_as_planned(share: float) -> None:
    strata = ("size=large", "size=medium", "size=small")

    drawn = draw(replace(LOT, share=share), customers(3_000, strata))

    held = Counter(one.stratum for one in drawn if one.arm == "holdout")
    assert all(held[one] == pytest.approx(1_000 * share, abs=2) for one in strata)


def test_many_small_strata_are_even_together() -> None:
    drawn = draw(LOT, customers(1_500, tuple(f"region={one}" for one in range(500))))

    held = sum(one.arm == "holdout" for one in drawn)
    assert held == pytest.approx(750, abs=60)


def test_who_comes_later_moves_nobody() -> None:
    first = draw(LOT, customers(101, ("a", "b")))

    later = draw(LOT, customers(301, ("a", "b")), first)

    assert {one.customer for one in later} == {f"c{number}" for number in range(101, 301)}
    assert misdrawn(LOT, [*first, *later]) == ()


def test_arriving_one_by_one_stays_as_even_as_all_at_once() -> None:
    log: tuple[Drawn, ...] = ()
    for number in range(60):
        log += draw(LOT, customers(1, first=number), log)
        held = sum(one.arm == "holdout" for one in log)
        assert abs(held - len(log) / 2) <= 2


def test_nobody_can_guess_the_next() -> None:
    """After a treated one comes a holdout in two of three cases, as blocks of four have it."""
    places = [replace(LOT, seed=seed).arm("", place) for seed in range(200) for place in (0, 1)]

    pairs = Counter(zip(places[::2], places[1::2], strict=True))
    assert pairs["treated", "treated"] > 15
    assert pairs["holdout", "holdout"] > 15


def test_every_customer_is_as_likely_to_be_held_out() -> None:
    held = np.zeros(40)
    for seed in range(400):
        for one in draw(replace(LOT, seed=seed, share=0.25), customers(40)):
            held[int(one.customer[1:])] += one.arm == "holdout"

    assert abs(held / 400 - 0.25).max() < 4 * (0.25 * 0.75 / 400) ** 0.5


def test_a_row_that_somebody_changed_is_found() -> None:
    log = list(draw(LOT, customers(20)))
    wrong = replace(log[7], arm="treated" if log[7].arm == "holdout" else "holdout")

    assert misdrawn(LOT, [*log[:7], wrong, *log[8:]]) == (wrong,)


def test_one_customer_twice_is_refused() -> None:
    with pytest.raises(InputError, match="customer c1: it is in candidates 2 times"):
        draw(LOT, [("c1", ""), ("c2", ""), ("c1", "")])


def test_an_unknown_stratum_is_refused() -> None:
    lot = replace(LOT, known=("size=large", "size=small"))

    with pytest.raises(InputError, match="customer c0: its stratum 'size=huge' is not in the plan"):
        draw(lot, {"c0": "size=huge"})


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_an_arm_for_nobody_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="holdout: "):
        Lot("plan", 1, share)
