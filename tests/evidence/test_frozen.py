"""A frozen bet comes back as it was, and nobody changes one unnoticed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.evidence.frozen import FrozenBet, Wager, frozen_json, read_frozen

if TYPE_CHECKING:
    from tests.evidence.conftest import BetAfter, Shares


@pytest.fixture
def frozen(shares: Shares, bet_after: BetAfter) -> FrozenBet:
    wager = Wager(
        name="Key result 1",
        text="New customers are onboarded within 10 days",
        metric="onboarding_completed",
        parameters=(("within_days", 10),),
        filters=(("size", ("large", "medium")),),
        version="1f3a",
        history=shares((0.58, 0.55, 0.61, 0.57), 80),
        bet=bet_after(4, 0.7),
        adds_up=True,
        window_days=10,
        chance=0.07,
    )
    staying = replace(
        wager, name="Objective", metric="retention_rate", parameters=(), filters=(), window_days=0
    )
    return FrozenBet(
        objective="Paying accounts stay",
        frozen_on=date(2025, 5, 1),
        key_results=(wager,),
        staying=staying,
        without=0.5,
        together=0.55,
        at_most=0.003,
        evidence=({"check": "link", "verdict": "suggestive", "figures": {"hidden": 0.01}},),
    )


def test_a_bet_is_read_as_it_was_written(frozen: FrozenBet) -> None:
    read = read_frozen(frozen_json(frozen), where="bets/a.json")

    assert read == frozen
    assert read.digest == frozen.digest


def test_the_same_bet_has_the_same_digest_and_another_target_another(frozen: FrozenBet) -> None:
    harder = replace(frozen.key_results[0], bet=replace(frozen.key_results[0].bet, target=0.71))

    assert replace(frozen).digest == frozen.digest
    assert replace(frozen, key_results=(harder,)).digest != frozen.digest


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("key_results", 0, "bet", "target"), 0.6),
        (("key_results", 0, "history", "values", 3, "numerator"), 60),
        (("without",), 0.4),
        (("frozen_on",), "2025-05-02"),
        (("evidence", 0, "verdict"), "supported by your data"),
    ],
)
def test_a_figure_that_was_changed_afterwards_is_found_out(
    frozen: FrozenBet, path: tuple[str | int, ...], value: object
) -> None:
    told = json.loads(frozen_json(frozen))
    place = told["bet"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    with pytest.raises(InputError, match=r"bets/a\.json.*changed since it was frozen"):
        read_frozen(json.dumps(told), where="bets/a.json")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"bet": {"objective": "x"}}', "{"])
def test_what_is_no_bet_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no frozen bet"):
        read_frozen(text, where="bets/a.json")


def test_a_figure_is_settled_once_its_last_window_has_closed(frozen: FrozenBet) -> None:
    assert frozen.key_results[0].settles_on == date(2025, 8, 11)
    assert frozen.staying is not None
    assert frozen.staying.settles_on == date(2025, 8, 1)
