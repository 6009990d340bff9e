"""A verdict that a tenth more or less would change is told as one that hangs on little."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.evidence.link.worlds import compared

from holdfast.evidence.link.answers import link_record
from holdfast.evidence.link.gates import Facts, judge
from holdfast.evidence.link.nearness import near_gates
from holdfast.stats.aipw import Difference, Overlap

# A range from 3.06 to 8.94 points, a margin of one point, a check far from its line.
CLEAR = Facts(
    estimate=Difference(0.06, 0.015),
    group=900,
    customers=2_000,
    share_exposed=0.45,
    least_outcome=150,
    overlap=Overlap(0.0, 700.0, 800.0),
    control_z=0.5,
    controls=1,
    hidden=0.01,
    matters=0.02,
    is_randomised=False,
)


def test_a_verdict_far_from_every_gate_is_told_without_a_word() -> None:
    assert judge(CLEAR) == ("supported by your data", "")
    assert near_gates(CLEAR) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"estimate": Difference(0.0405, 0.015)}, "with a range that lies a little lower"),
        ({"hidden": 0.029}, "with a hidden factor a tenth stronger"),
        ({"control_z": 1.6}, "with a check that shows a tenth more"),
        ({"customers": 1_040}, "with a tenth fewer customers"),
    ],
)
def test_each_gate_within_a_tenth_is_named_with_the_other_answer(
    changed: dict[str, object], said: str
) -> None:
    near = replace(CLEAR, **changed)  # type: ignore[arg-type]

    assert judge(near)[0] == "supported by your data"
    assert any(f"{said} the answer would be “suggestive”." in one for one in near_gates(near))


def test_what_falls_short_by_a_tenth_is_told_too() -> None:
    short = replace(CLEAR, customers=950)

    assert judge(short)[0] == "suggestive"
    assert near_gates(short) == (
        "It hangs on little: with a tenth more customers the answer would be “supported by your data”.",
    )


def test_too_few_by_a_tenth_are_told_what_would_be_enough() -> None:
    assert near_gates(replace(CLEAR, group=28)) == (
        "It is close: with a tenth more customers it could be judged.",
    )
    assert near_gates(replace(CLEAR, group=20)) == ()


def test_the_record_carries_it() -> None:
    """A world of 950 customers with a large effect lacks a tenth for “supported”."""
    record = link_record(compared(4, 950, effect=0.15))

    assert record.verdict == "suggestive"
    assert any(note.startswith("It hangs on little: with a tenth more customers") for note in record.notes)
