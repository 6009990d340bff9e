"""What keeping leavers is worth, held against simulated customers whose chances are known."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.stats.contracts import Contracts
from holdfast.stats.saved import NOBODY, relative_error, saved_ahead
from holdfast.stats.sbg import Sbg

MODEL = Sbg(alpha=0.8, beta=4.0)
WINDOW, PERIODS, RATE = 4, 24, 0.02


def there(made: int, customers: int = 1, amount: int = 100) -> Contracts:
    return Contracts(due_then=made, due_now=made, left_at=0, amount=amount * customers, customers=customers)


def simulated(made: int, customers: int) -> tuple[float, float]:
    """Share who leave within the window, and discounted payments that keeping one of these once brings."""
    rng = np.random.default_rng(3)
    chances = rng.beta(MODEL.alpha, MODEL.beta + made, customers)
    left = rng.geometric(chances)
    leavers = left <= WINDOW
    # Kept once at the renewal that would have been the last, and then as likely to leave as before.
    again = left[leavers] + rng.geometric(chances[leavers])
    worth = (1 + RATE) ** -np.arange(1, PERIODS + 1)
    paid_until = np.minimum(again - 1, PERIODS)
    upto = np.concatenate(([0.0], np.cumsum(worth)))
    gain = upto[paid_until] - upto[left[leavers] - 1]
    return float(leavers.mean()), float(gain.mean())


@pytest.mark.parametrize("made", [0, 3, 20])
def test_what_a_kept_leaver_brings_is_what_simulated_ones_bring(made: int) -> None:
    share, gain = simulated(made, 1_000_000)

    found = saved_ahead([there(made)], MODEL, window=WINDOW, periods=PERIODS, discount_rate=RATE)

    assert found.leavers == pytest.approx(share, abs=0.002)
    assert found.as_leavers / found.leavers / 100 == pytest.approx(gain, rel=0.01)


def test_a_kept_leaver_brings_less_than_one_who_stays_by_himself() -> None:
    found = saved_ahead([there(5, 10)], MODEL, window=WINDOW, periods=PERIODS, discount_rate=RATE)

    assert found.as_leavers < found.as_stayers


def test_where_everybody_is_alike_it_makes_no_difference_who_is_kept() -> None:
    alike = Sbg(alpha=1e5, beta=9e5)

    found = saved_ahead([there(0)], alike, window=WINDOW, periods=PERIODS, discount_rate=RATE)

    assert found.leavers == pytest.approx(1 - 0.9**4, rel=1e-3)
    assert found.as_leavers == pytest.approx(found.as_stayers, rel=1e-4)


def test_groups_add_up() -> None:
    groups = [there(0, 7), there(9, 3)]

    both = saved_ahead(groups, MODEL, window=WINDOW, periods=PERIODS, discount_rate=RATE)

    apart = [saved_ahead([one], MODEL, window=WINDOW, periods=PERIODS, discount_rate=RATE) for one in groups]
    assert both == apart[0] + apart[1]
    assert both.customers == 10


def test_who_has_left_is_not_there_to_be_kept() -> None:
    gone = Contracts(due_then=2, due_now=3, left_at=3, amount=0, customers=5)

    assert saved_ahead([gone], MODEL, window=WINDOW, periods=PERIODS, discount_rate=RATE) == NOBODY


@pytest.mark.parametrize(("window", "rate"), [(0, RATE), (PERIODS + 1, RATE), (WINDOW, -0.1)])
def test_what_cannot_be_asked_is_refused(window: int, rate: float) -> None:
    with pytest.raises(InputError, match="renewal"):
        saved_ahead([], MODEL, window=window, periods=PERIODS, discount_rate=rate)


def test_the_range_of_a_figure_holds_the_truth_as_often_as_it_says() -> None:
    """Of 120 companies with 800 customers each; 95 of 100 is promised."""
    rng, held = np.random.default_rng(11), 0
    truth = _each(MODEL)
    for _ in range(120):
        left = rng.geometric(rng.beta(MODEL.alpha, MODEL.beta, 800))
        gone = Counter(int(one) for one in left if one <= 12)
        model, maximum = Sbg.at_maximum(gone, {12: int((left > 12).sum())})
        error = relative_error(_each, maximum)
        held += abs(np.log(_each(model) / truth)) <= 1.96 * error

    assert 107 <= held <= 119


def _each(model: Sbg) -> float:
    found = saved_ahead([there(3)], model, window=WINDOW, periods=PERIODS, discount_rate=RATE)
    return found.as_leavers / found.leavers
