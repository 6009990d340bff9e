"""A bet that was amended is settled as it was frozen, and as amended beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.evidence.test_settlement import AFTER, LATE, QUARTER, bet, measured

from holdfast.evidence.amended import Amended, as_amended
from holdfast.evidence.course_answers import settlement_record
from holdfast.evidence.frozen import frozen_json, read_frozen
from holdfast.evidence.settlement import settle

AUGUST = date(2026, 2, 3)


def settled_both(done: float, stays: float, change: Amended) -> tuple[str, str, tuple[str, ...], str]:
    frozen, values = bet(), {"Key result 1": measured(done, QUARTER), "Objective": measured(stays, AFTER)}
    found = settle(frozen, values, today=LATE, seed=1)
    amended = settle(as_amended(frozen, [change]), values, today=LATE, seed=1)
    record = settlement_record(frozen, found, today=LATE, changes=[change], amended=amended)
    return found.verdict, amended.verdict, record.notes, record.sentence


def test_an_easier_target_is_met_as_amended_and_missed_as_frozen() -> None:
    wager = bet().key_results[0]
    easier = replace(wager, bet=replace(wager.bet, target=0.6))

    frozen, amended, notes, sentence = settled_both(
        0.65, 0.95, Amended("Key result 1", AUGUST, "an outage", easier)
    )

    assert (frozen, amended) == ("won without the bet", "bet paid")
    assert (
        "Key result 1 was amended on 3 Feb 2026 (an outage): as amended reached, 65.0%, target 60.0%."
        in notes
    )
    assert any(one.startswith("Key result 1: missed, 65.0%, target 70.0%") for one in notes)
    assert sentence.endswith("As amended it is: bet paid.")


def test_what_was_dropped_is_settled_as_frozen_and_said_to_be_dropped() -> None:
    frozen, amended, notes, _ = settled_both(0.75, 0.95, Amended("Key result 1", AUGUST, "", None))

    assert frozen == "bet paid"
    assert amended == "cannot tell"  # nothing of the bet is left
    assert any(
        "Key result 1 was dropped on 3 Feb 2026: it is settled as it was frozen" in one for one in notes
    )


def test_of_an_aspirational_key_result_less_is_enough_and_its_target_is_still_told() -> None:
    frozen = bet()
    aspiring = replace(frozen, key_results=(replace(frozen.key_results[0], enough=0.67),))
    values = {"Key result 1": measured(0.68, QUARTER), "Objective": measured(0.95, AFTER)}

    plain, found = (settle(one, values, today=LATE, seed=1) for one in (frozen, aspiring))

    assert (plain.verdict, found.verdict) == ("won without the bet", "bet paid")
    notes = settlement_record(aspiring, found, today=LATE).notes
    assert any(
        "reached, 68.0%, target 70.0% (67.0% is enough, as it is aspirational)" in one for one in notes
    )
    assert read_frozen(frozen_json(aspiring), where="a") == aspiring


@pytest.mark.parametrize("enough", [None, 0.67])
def test_a_digest_holds_what_is_enough_and_nothing_where_the_target_is(enough: float | None) -> None:
    frozen = bet()
    other = replace(frozen, key_results=(replace(frozen.key_results[0], enough=enough),))

    assert (other.digest == frozen.digest) == (enough is None)
    assert ('"enough"' in frozen_json(other)) == (enough is not None)
