"""The record of a link opens to what was compared, how many, what was adjusted for and what was checked."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
from tests.evidence.link.worlds import compared

from holdfast.evidence.link.answers import STEPS, link_record

NEVER_SAID = ("p-value", "significan", "cause", "prove", "confidence interval", "null")


def test_a_supported_link_is_told_with_its_range_and_all_that_was_looked_at() -> None:
    record = link_record(compared(1, 8_000, effect=0.08))

    assert record.verdict == "supported by your data"
    told = (
        r"Like-for-like, customers who were onboarded within 10 days stayed 90 days \d\.\d points more often "
    )
    assert re.match(told + r"\(range ", record.sentence)
    assert any("Like for like means alike in size, region." in note for note in record.notes)
    assert any(note.startswith("Check first invoice failed: shows nothing, as") for note in record.notes)
    assert any(note.startswith("Something hidden that matters as much as ") for note in record.notes)
    assert STEPS[record.step or 0] == "goes together like-for-like"
    assert record.margin_hidden is not None
    assert record.margin_hidden > 0
    assert record.raw_gap is not None
    assert record.estimate is not None
    assert record.raw_gap > record.estimate


def test_too_few_are_told_without_a_figure_like_for_like() -> None:
    record = link_record(compared(2, 60, effect=0.2))

    assert (record.verdict, record.estimate, record.step) == ("cannot tell", None, 1)
    assert record.sentence.startswith("Cannot tell whether customers who were onboarded within 10 days ")
    assert "stayed 90 days more often: too few customers." in record.sentence


def test_fewer_is_said_of_harm() -> None:
    record = link_record(compared(3, 8_000, effect=-0.1))

    assert record.verdict == "points the other way"
    assert " points less often (range " in record.sentence


def test_the_lot_is_the_last_step() -> None:
    record = link_record(compared(4, 2_000, effect=0.1, randomised=True))

    assert STEPS[record.step or 0] == "held-out test"
    assert record.sentence.startswith("As the lot decided, ")


def test_amounts_are_told_as_amounts() -> None:
    comparison = compared(5, 3_000)
    spent = replace(
        comparison, outcome=np.where(comparison.exposed, 1_200.0, 1_000.0), wish="spent", matters=50
    )

    record = link_record(replace(spent, controls=()))

    assert record.sentence.startswith(
        "Like-for-like, customers who were onboarded within 10 days spent 200 more"
    )


def test_words_that_nobody_should_have_to_know_are_never_said() -> None:
    for comparison in (compared(6, 60), compared(6, 2_000, motive=1.0), compared(6, 3_000, apart=9.0)):
        record = link_record(comparison)
        said = " ".join([record.sentence, record.reason, *record.notes]).lower()

        assert not [word for word in NEVER_SAID if word in said]


def test_the_same_data_have_the_same_name_and_answer_and_other_data_another() -> None:
    first, again, other = (link_record(compared(seed, 1_000)) for seed in (7, 7, 8))

    assert first == again
    assert first.inputs_hash != other.inputs_hash


def test_early_quits_and_the_too_young_are_told() -> None:
    record = link_record(replace(compared(9, 2_000), early_quits=34, immature=120, landmark=10, horizon=90))

    assert "34 customers had left before day 10, and are in neither group." in record.notes
    assert "120 customers are left out: it is too early to know whether they stayed 90 days." in record.notes


def test_a_record_is_json() -> None:
    read = json.loads(json.dumps(link_record(compared(10, 1_500, effect=0.05)).to_dict(), allow_nan=False))

    [control] = read["controls"]
    assert set(control) == {"name", "estimate", "low", "high", "passed"}
    assert read["n"] == 1_500
    assert 0 < read["n_exposed"] < 1_500
    assert np.isfinite(read["effective_n"])
