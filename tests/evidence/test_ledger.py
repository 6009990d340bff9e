"""The ledger: counts of few bets, a grade of many, and chances that are off are found out."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.evidence.ledger import Entry, ledger_of, ledger_sentence


def drawn(count: int, *, seed: int, too_sure: float = 1.0) -> list[Entry]:
    """Bets whose true chances are drawn evenly; told ones are that many times as far from even."""
    rng = np.random.default_rng(seed)
    entries = []
    for number in range(count):
        odds = rng.normal(0, 1)
        truth, told = (1 / (1 + np.exp(-one)) for one in (odds, too_sure * odds))
        entries.append(Entry(str(number), float(told), bool(rng.random() < truth), 0.5))
    return entries


def test_a_few_bets_are_counted_and_not_graded() -> None:
    ledger = ledger_of([Entry("a", 0.45, True), Entry("b", 0.55, False), Entry("c", 0.1, False)])

    assert ledger.brier is None
    sentence = ledger_sentence(ledger)
    assert "said 40 to 60 in 100 on 2, reached 1" in sentence
    assert "From 50 on" in sentence


def test_none_are_none() -> None:
    assert ledger_sentence(ledger_of([])) == "No bet has been settled yet."


def test_true_chances_pass_nearly_always() -> None:
    off = [ledger_of(drawn(96, seed=seed)).unlikely or 0 for seed in range(100)]

    assert sum(abs(one) > 1.96 for one in off) <= 11


def test_chances_that_are_twice_too_sure_are_found_out_more_often_than_not() -> None:
    off = [ledger_of(drawn(96, seed=seed, too_sure=2)).unlikely or 0 for seed in range(100)]

    assert sum(one > 1.96 for one in off) + sum(one < -1.96 for one in off) >= 50


def test_scores_are_those_of_the_textbook() -> None:
    entries = [Entry(str(n), 0.8, n % 5 != 0) for n in range(50)]

    ledger = ledger_of(entries)

    assert ledger.brier == pytest.approx(0.16)
    assert ledger.log_score == pytest.approx(0.5004, abs=1e-4)
    assert ledger.usual_brier is None
    assert ledger.unlikely == pytest.approx(0, abs=1e-9)
    assert "true so far" in ledger_sentence(ledger)


def test_a_bin_tells_how_far_its_rate_could_lie() -> None:
    [one] = ledger_of([Entry(str(n), 0.5, n < 5) for n in range(9)]).bins

    assert (one.bets, one.came) == (9, 5)
    assert one.range == pytest.approx((0.262, 0.813), abs=0.002)


def test_a_chance_of_one_lies_in_the_last_bin() -> None:
    [one] = ledger_of([Entry("a", 1.0, True)]).bins

    assert (one.low, one.high) == (0.8, 1.0)
