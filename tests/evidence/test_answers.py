"""Records: the same for the same, in words that say no more than the figures, and complete as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from holdfast.evidence.answers import inputs_hash, target_records
from holdfast.evidence.wording import bet_sentence, chance_text, size_text

if TYPE_CHECKING:
    from tests.evidence.conftest import BetAfter, Scores, Shares

    from holdfast.evidence.challenge import Bet
    from holdfast.evidence.history import History
    from holdfast.records.evidence import EvidenceRecord

STEADY = (0.58, 0.55, 0.61, 0.57, 0.6, 0.56, 0.59, 0.58, 0.57, 0.6, 0.58, 0.57)
STABLE_KEYS = (
    "check verdict reason sentence estimate low high low80 high80 n n_exposed n_events effective_n "
    "share_not_comparable controls margin_hidden weakest_confounder raw_gap step landmark horizon as_of "
    "mature_until seed inputs_hash engine_version"
)
NEVER_SAID = ("p-value", "significan", "cause", "prove", "confidence interval", "null")


def challenge_record(history: History, bet: Bet) -> EvidenceRecord:
    return target_records(history, bet)[0]


def test_the_sentence_tells_the_chance_the_best_and_the_odds(shares: Shares, bet_after: BetAfter) -> None:
    record = challenge_record(shares(STEADY, 400), bet_after(12, 0.8))

    assert record.verdict == "heroic"
    assert record.sentence.startswith(
        "If things carry on as they have been, there is less than a 1 in 100 chance of reaching 80.0% in "
        "Jan-Mar 2026. Your best month ever was 61.0% (Mar 2025). "
    )
    odds = r"A target of 5\d\.\d% would have a chance of 60 in 100, \d\d\.\d% one of 25, and \d\d\.\d% one"
    assert re.search(odds, record.sentence)


def test_words_that_nobody_should_have_to_know_are_never_said(
    shares: Shares, scores: Scores, bet_after: BetAfter
) -> None:
    for history, target in ((shares(STEADY), 0.62), (shares(STEADY[:2]), 0.62), (scores((10, 20) * 4), 60)):
        bet = bet_after(len(history.values), target)
        said = "".join(one.sentence for one in target_records(history, bet))

        assert not [word for word in NEVER_SAID if word in said.lower()]


def test_the_same_inputs_have_the_same_name_and_answer(shares: Shares, bet_after: BetAfter) -> None:
    bet = bet_after(12, 0.62)
    first, again = challenge_record(shares(STEADY), bet), challenge_record(shares(STEADY), bet)
    other = challenge_record(shares(STEADY), bet_after(12, 0.63))

    assert first == again
    assert first.inputs_hash != other.inputs_hash


def test_a_name_does_not_change_with_the_machine() -> None:
    assert inputs_hash("challenge", 1, 0.5, (2, None)) == inputs_hash("challenge", 1, 0.5, [2, None])
    assert re.fullmatch(r"[0-9a-f]{16}", inputs_hash("challenge"))


def test_a_record_is_json_with_all_its_keys(shares: Shares, bet_after: BetAfter) -> None:
    record = challenge_record(shares(STEADY), bet_after(12, 0.62))

    read = json.loads(json.dumps(record.to_dict(), allow_nan=False))

    assert set(read) >= set(STABLE_KEYS.split())
    assert read["figures"]["target"] == 0.62
    assert read["low"] < read["low80"] < read["high80"] < read["high"]


def test_a_chance_close_to_a_line_says_so(shares: Shares, bet_after: BetAfter) -> None:
    history = shares(STEADY, 400)
    records = [challenge_record(history, bet_after(12, value / 1000)) for value in range(560, 640)]

    near = [one for one in records if one.estimate is not None and 0.37 <= one.estimate <= 0.43]
    far = [one for one in records if one.estimate is not None and 0.5 <= one.estimate <= 0.7]

    assert near
    assert far
    assert all("It is close: the next verdict begins at 40 in 100." in one.notes for one in near)
    assert not any("It is close" in note for one in far for note in one.notes)


def test_a_jump_and_open_outcomes_are_notes(shares: Shares, bet_after: BetAfter) -> None:
    history = replace(shares((*STEADY, 0.9, 0.91, 0.9), 400), pending=12)

    notes = challenge_record(history, bet_after(15, 0.95)).notes

    assert any(
        note.startswith("The value of Jan 2026 (90.0%) lies far off what came before.") for note in notes
    )
    assert "12 whose outcome is not known yet are left out." in notes


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.0, "less than 1 in 100"), (0.07, "7 in 100"), (0.5, "50 in 100"), (1.0, "more than 99 in 100")],
)
def test_chances_are_so_many_in_100(chance: float, words: str) -> None:
    assert chance_text(chance) == words


def test_a_difference_of_shares_is_points() -> None:
    assert size_text(0.059, "share") == "5.9 points"
    assert size_text(3.0, "hours") == "3.0 hours"


def test_a_bet_that_barely_moves_its_objective_is_told() -> None:
    assert "without its objective moving" in bet_sentence(0.5, 0.55)
    assert "without its objective moving" not in bet_sentence(0.5, 0.79)
