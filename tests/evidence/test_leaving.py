"""The leavers' test: who counts, who is green, and what is said of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.evidence.leaving import Asked, Life, leaving_records

if TYPE_CHECKING:
    from holdfast.records.evidence import EvidenceRecord

TODAY = date(2026, 10, 1).toordinal()
ASKED = Asked(("Onboarding completed within 10 days",), 11, 90, TODAY, date(2026, 10, 1))


def life(name: str, *, age: int, left_ago: int | None = None, green: bool | None = True) -> Life:
    """A customer that many days old when it left, so many days ago; or that old today."""
    left = None if left_ago is None else TODAY - left_ago
    return Life(name, (TODAY if left is None else left) - age, left, (green,))


def records(*lives: Life) -> dict[str, EvidenceRecord]:
    return {one.check: one for one in leaving_records(lives, ASKED)}


def test_most_leavers_were_green_and_are_named_the_latest_first() -> None:
    left = [life(f"C{n}", age=200, left_ago=10 * n + 1) for n in range(6)]
    red = [life(f"R{n}", age=200, left_ago=50, green=False) for n in range(3)]
    stayed = [life(f"S{n}", age=300, green=n % 4 != 0) for n in range(8)]

    found = records(*left, *red, *stayed)["leavers"]

    assert found.verdict == "most would have been green"
    assert (found.figure("left"), found.figure("left_green")) == (9, 6)
    assert "Of those who stayed, 75% were green too: these key results hardly tell" in found.sentence
    assert found.named[0].startswith("Green, and gone, the latest first: C0, C1, C2")


def test_who_left_before_anything_could_be_green_is_told_and_not_counted() -> None:
    young = [life(f"Y{n}", age=10, left_ago=30, green=None) for n in range(4)]
    left = [life(f"C{n}", age=11, left_ago=30, green=False) for n in range(5)]

    found = records(*young, *left)["leavers"]

    assert found.figure("left") == 5
    assert found.verdict == "the key results tell them apart"
    assert "4 more left before day 11" in " ".join(found.notes)


def test_who_left_longer_ago_than_a_year_is_not_counted() -> None:
    found = records(*(life(f"C{n}", age=200, left_ago=366) for n in range(9)))["leavers"]

    assert found.figure("left") == 0
    assert found.verdict == "too few left"


def test_stayers_too_young_to_be_green_are_not_counted() -> None:
    left = [life(f"C{n}", age=200, left_ago=30) for n in range(6)]

    found = records(*left, life("S1", age=10, green=None), life("S2", age=11))["leavers"]

    assert found.figure("stayed") == 1


def test_late_leavers_are_others_than_those_whom_the_first_days_touch() -> None:
    late = [life(f"C{n}", age=90, left_ago=30) for n in range(4)]
    early = [life(f"E{n}", age=89, left_ago=30) for n in range(2)]

    assert records(*late, *early)["whom"].verdict == "they touch others than those who leave"
    assert records(*late, *early, *early)["whom"].verdict == "they touch those who leave"
    assert records(*late)["whom"].verdict == "too few left"


def test_nothing_says_who_would_have_stayed() -> None:
    said = " ".join(note for one in records(life("C", age=200, left_ago=3)).values() for note in one.notes)

    assert "would have been saved" not in said
    assert "Nothing is said of who would have stayed." in said


def test_nobody_is_nobody() -> None:
    found = records()

    assert found["leavers"].estimate is None
    assert found["whom"].verdict == "too few left"
