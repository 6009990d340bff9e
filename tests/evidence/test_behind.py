"""What is behind a change: the segment that made it is found, and of one that is none nothing is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.evidence.test_settlement import QUARTER, bet

from holdfast.evidence.answered import answered
from holdfast.evidence.behind import Known, became_known, newly_known, shifted
from holdfast.evidence.behind_answers import Change, change_record, moved_text
from holdfast.evidence.mix import NO_CHANGE, NOT_IMPROVEMENT
from holdfast.evidence.on_course import Course
from holdfast.records import PanelRow
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = ("size", "region")
EARLIER = Period(date(2025, 10, 1), date(2026, 1, 1))


def row(customer: str, *, outcome: bool | None, size: str = "small", day: int = 0) -> PanelRow:
    signed = QUARTER.start + timedelta(days=day)
    return PanelRow(customer, signed, outcome, 0, (size, "eu"), ())


def customers(
    count: int, shares: Mapping[str, float], generator: np.random.Generator, *, large: float = 0.5
) -> list[Known]:
    """So many customers, a part of them large, whose outcome follows their size and nothing else."""
    found = []
    for number in range(count):
        size = "large" if generator.random() < large else "small"
        region = ("eu", "us", "ap")[generator.integers(3)]
        found.append(Known(f"C{number:04}", (size, region), bool(generator.random() < shares[size])))
    return found


def test_what_became_known_is_what_was_not_known_a_week_ago() -> None:
    before = [row("A", outcome=True), row("B", outcome=None), row("C", outcome=None)]
    now = [
        row("A", outcome=True),
        row("B", outcome=False),
        row("C", outcome=None),
        row("D", outcome=True, day=3),
    ]

    assert became_known(before, now) == (
        Known("B", ("small", "eu"), counted=False),
        Known("D", ("small", "eu"), counted=True),
    )
    assert became_known(now, now) == ()


def test_those_who_moved_it_are_named_and_the_others_are_not() -> None:
    found = [Known(name, ("small", "eu"), counted=name in "AC") for name in "ABCD"]

    fell = newly_known(found, COLUMNS, expected=0.8, is_up=False, seed=1)
    rose = newly_known(found, COLUMNS, expected=0.2, is_up=True, seed=1)

    assert (fell.counted, fell.known) == (2, 4)
    assert fell.customers == ("B", "D")
    assert rose.customers == ("A", "C")


def test_segments_that_are_alike_are_named_in_at_most_one_week_of_twenty() -> None:
    generator = np.random.default_rng(5)
    alike = {"small": 0.6, "large": 0.6}

    named = sum(
        bool(newly_known(customers(60, alike, generator), COLUMNS, expected=0.6, is_up=False, seed=n).odd)
        for n in range(200)
    )

    # At most 10 of 200; eighteen and more would come by luck once in a hundred times.
    assert named <= 17


def test_a_segment_that_fell_alone_is_the_one_that_is_named() -> None:
    generator = np.random.default_rng(6)
    fell = {"small": 0.2, "large": 0.6}

    found = [
        newly_known(customers(60, fell, generator), COLUMNS, expected=0.6, is_up=False, seed=n).odd
        for n in range(40)
    ]

    assert sum(bool(odd) and (odd[0].column, odd[0].name) == ("size", "small") for odd in found) >= 36


def test_the_parts_of_a_change_add_up_to_it_and_the_segment_that_moved_made_most() -> None:
    generator = np.random.default_rng(7)
    before = customers(600, {"small": 0.7, "large": 0.8}, generator)
    now = customers(600, {"small": 0.3, "large": 0.8}, generator)

    found = shifted(before, now, COLUMNS, seed=1)

    assert found is not None
    assert (found.column, found.parts[0].name, found.is_of_one) == ("size", "small", True)
    assert sum(one.share for one in found.parts) + found.shift.mix == pytest.approx(
        found.shift.change, abs=1e-12
    )
    known = {one.customer: one for one in now}
    assert all(known[name].segment[0] == "small" and not known[name].counted for name in found.customers)


def test_a_change_by_other_customers_alone_is_mix() -> None:
    generator = np.random.default_rng(8)
    shares = {"small": 0.4, "large": 0.9}
    before = customers(2000, shares, generator, large=0.2)
    now = customers(2000, shares, generator, large=0.7)

    found = shifted(before, now, COLUMNS, seed=1)

    assert found is not None
    assert (found.verdict, found.column) == (NOT_IMPROVEMENT, "size")


def test_a_column_of_names_is_no_segment() -> None:
    found = [Known(f"C{n}", (f"name {n}",), counted=bool(n % 2)) for n in range(80)]

    assert shifted(found, found, ("name",), seed=1) is None
    assert newly_known(found, ("name",), expected=0.1, is_up=True, seed=1).odd == ()


def change(now: float, before: float) -> Change:
    wager = bet().key_results[0]
    return Change(wager, Course(now, None, 100, 0.5), Course(before, None, 90, 0.6), None)


def test_a_chance_that_hardly_changed_has_nothing_behind_it() -> None:
    still = change(0.40, 0.43)
    known = [Known("A", ("small", "eu"), counted=False)]
    named = replace(still, week=newly_known(known, COLUMNS, expected=0.9, is_up=False, seed=1))

    record = change_record(named, today=date(2026, 2, 1))

    assert record.verdict == NO_CHANGE
    assert record.sentence == "Key result 1: no change beyond its noise since last week."
    assert "A" not in record.sentence.split()
    assert moved_text(named) == ""


def test_a_change_is_told_with_its_segment_and_its_customers() -> None:
    known = [Known(f"S{n:02}", ("small", "eu"), counted=False) for n in range(12)]
    known += [Known(f"L{n:02}", ("large", "eu"), counted=True) for n in range(12)]
    moved = replace(change(0.2, 0.5), week=newly_known(known, COLUMNS, expected=0.9, is_up=False, seed=1))

    record = change_record(moved, today=date(2026, 2, 1))

    assert record.verdict == "moved: size: small"
    assert moved_text(moved).startswith("Moved: size: small. Since last week 24 outcomes")
    assert "24 outcomes became known, 12 of them counted; 21.6 were to be expected" in record.sentence
    assert "size: small made most of it: 0 of 12 counted." in record.sentence
    assert record.named == ("Not counted: S00, S01, S02, S03, S04, S05, S06, S07 and 4 more.",)


def test_a_change_since_the_quarter_before_is_told_in_its_parts() -> None:
    generator = np.random.default_rng(7)
    before = customers(600, {"small": 0.7, "large": 0.8}, generator)
    now = customers(600, {"small": 0.3, "large": 0.8}, generator)
    found = shifted(before, now, COLUMNS, seed=1)
    assert found is not None
    told = replace(change(0.2, 0.2), quarter=found, earlier=EARLIER, moved=found.shift.change, noise=0.05)
    within = replace(told, quarter=None, moved=0.01)

    record = change_record(told, today=date(2026, 4, 1))

    assert "points since Oct-Dec 2025: size: small made -" in record.sentence
    assert record.named[0].startswith("Not counted in size: small: C")
    assert "No change beyond its noise since Oct-Dec 2025: +1.0 points, where up to 5.0" in (
        change_record(within, today=date(2026, 4, 1)).sentence
    )


@pytest.mark.parametrize(("is_up", "named"), [(True, ()), (False, ("B",))])
def test_of_a_score_those_are_named_who_moved_it_and_from_whom_five_answered(
    *, is_up: bool, named: tuple[str, ...]
) -> None:
    scores = [("D", 6), ("A", 9), ("B", 0), ("C", 8), *[("B", 3)] * 4]
    found = answered(scores, expected=30, is_up=is_up)

    assert found is not None
    assert (found.answers, found.promoters, found.detractors) == (8, 1, 6)
    assert found.points == -62.5
    assert found.customers == named
    told = replace(change(0.2, 0.5), week=found)
    assert "8 answers came, 1 of promoters and 6 of detractors: -62.5 points, and 30.0 were" in (
        change_record(told, today=date(2026, 2, 1)).sentence
    )


def test_of_fewer_than_five_answers_it_is_not_told_what_they_were() -> None:
    found = answered([("A", 9), ("B", 0)], expected=30, is_up=True)

    said = change_record(replace(change(0.2, 0.5), week=found), today=date(2026, 2, 1)).sentence

    assert "2 answers came: too few persons to say what." in said
    assert "promoter" not in said


def test_a_week_without_answers_names_nobody() -> None:
    assert answered([], expected=30, is_up=True) is None
