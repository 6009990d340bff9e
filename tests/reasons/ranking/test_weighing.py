"""Weights of themes: in companies whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reasons.companies import company

from holdfast.reasons.ranking.model import Lives, Said
from holdfast.reasons.ranking.weighing import weigh

THEMES = 30


@pytest.mark.parametrize("unhappy", [0.0, 0.5])
def test_harmless_themes_raise_hardly_an_alarm_also_where_the_unhappy_write_more(unhappy: float) -> None:
    weighed = [weigh(*company(seed, unhappy=unhappy, effect=0.0), THEMES) for seed in range(12)]

    alarms = sum(any(one.verdict == "goes with leaving" for one in some) for some in weighed)
    held = [
        one.difference.low <= 0 <= one.difference.high for some in weighed for one in some if one.difference
    ]
    assert alarms <= 3
    assert np.mean(held) >= 0.92


def test_a_planted_theme_is_found_with_its_effect_and_no_other_is() -> None:
    weighed = [weigh(*company(seed, unhappy=0.5, effect=0.03), THEMES) for seed in range(8)]

    firsts = [some[0] for some in weighed]
    assert sum(one.verdict == "goes with leaving" for one in firsts) >= 7
    assert np.mean([one.difference.estimate for one in firsts if one.difference]) == pytest.approx(
        0.03, abs=0.01
    )
    assert sum(one.verdict == "goes with leaving" for some in weighed for one in some[1:]) <= 2


def test_the_plain_gap_of_a_harmless_theme_is_wide_where_the_unhappy_write_more() -> None:
    weighed = weigh(*company(3, unhappy=0.8, effect=0.0), THEMES)

    assert np.mean([one.raw_gap for one in weighed]) > 0.005


def test_what_is_written_with_the_leaving_does_not_go_with_it() -> None:
    lives, said = company(5, unhappy=0.0, effect=0.0)
    leavers = np.flatnonzero(np.isfinite(lives.left))
    last = Said(
        np.concatenate([said.customer, leavers]),
        np.concatenate([said.theme, np.zeros(len(leavers), dtype=np.int64)]),
        np.concatenate([said.day, lives.left[leavers].astype(np.int64)]),
        np.concatenate([said.text, leavers]),
    )

    assert weigh(lives, last, THEMES)[0].verdict != "goes with leaving"


def test_two_themes_of_the_same_texts_cannot_be_told_apart() -> None:
    lives, said = company(2, unhappy=0.0, effect=0.06)
    own = said.theme == 0
    twice = Said(
        np.concatenate([said.customer, said.customer[own]]),
        np.concatenate([said.theme, np.full(int(own.sum()), THEMES)]),
        np.concatenate([said.day, said.day[own]]),
        np.concatenate([said.text, said.text[own]]),
    )

    weighed = weigh(lives, twice, THEMES + 1)

    assert weighed[0].verdict == weighed[THEMES].verdict == "cannot be told apart"
    assert weighed[0].apart_from == (THEMES,)


def test_fewer_than_thirty_leavers_are_not_weighed() -> None:
    lives, said = company(1, unhappy=0.0, effect=0.0)
    few = np.where(np.cumsum(np.isfinite(lives.left)) <= 20, lives.left, np.nan)

    weighed = weigh(Lives(lives.began, few, lives.paid, {}, lives.until), said, THEMES)

    assert {one.verdict for one in weighed} == {"not weighed"}


@pytest.mark.parametrize("leaves", [False, True])
def test_nobody_or_everybody_leaving_is_survived(leaves: bool) -> None:
    lives, said = company(1, unhappy=0.0, effect=0.0)
    left = np.where(leaves, lives.began + 90.0, np.nan).astype(np.float64)

    weighed = weigh(Lives(lives.began, left, lives.paid, {}, lives.until), said, THEMES)

    assert not any(one.verdict == "goes with leaving" for one in weighed)


def test_one_customer_with_half_the_texts_weighs_as_one() -> None:
    lives, said = company(4, unhappy=0.0, effect=0.0)
    leaver = int(np.flatnonzero(np.isfinite(lives.left) & (lives.left - lives.began > 120))[0])
    many = len(said.day)
    more = Said(
        np.concatenate([said.customer, np.full(many, leaver)]),
        np.concatenate([said.theme, np.full(many, 7)]),
        np.concatenate([said.day, np.full(many, int(lives.began[leaver]) + 10)]),
        np.concatenate([said.text, np.arange(many)]),
    )

    assert weigh(lives, more, THEMES)[7].verdict != "goes with leaving"
