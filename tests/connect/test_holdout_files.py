"""Plans and logs on disk: they are only ever added to, and a stop of the machine costs a line at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.errors import GoneError, InputError
from holdfast.records.holdout import Assignment, HoldoutOutcome, HoldoutPlan

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAN = HoldoutPlan(
    id="check-in",
    title="a check-in call",
    outcome=HoldoutOutcome("metric", "onboarding_completed", 11, "up", (("within_days", "10"),)),
    starts=date(2026, 3, 2),
    until=date(2026, 6, 1),
    share=0.2,
    strata=("size",),
    known=("size=large", "size=small"),
    filters=(("region", ("eu", "us")),),
    seed=7,
    planned_at=NOW,
)


def assigned(customer: str) -> Assignment:
    return Assignment(customer, "treated", "size=large", NOW, NOW, "check-in", 7)


def test_a_plan_comes_back_as_it_was_written(tmp_path: Path) -> None:
    FileHoldouts(tmp_path).add(PLAN)

    assert FileHoldouts(tmp_path).ids() == ("check-in",)
    assert FileHoldouts(tmp_path).plan("check-in") == PLAN


def test_a_plan_is_never_written_over(tmp_path: Path) -> None:
    FileHoldouts(tmp_path).add(PLAN)

    with pytest.raises(InputError, match="there is a plan of that name"):
        FileHoldouts(tmp_path).add(replace(PLAN, share=0.5))
    assert FileHoldouts(tmp_path).plan("check-in").share == 0.2


def test_a_log_holds_every_assignment_in_order_whatever_ids_look_like(tmp_path: Path) -> None:
    store = FileHoldouts(tmp_path)
    store.add(PLAN)

    store.append("check-in", [assigned("c1"), assigned('a "b", c')])
    store.append("check-in", [assigned("ü=1")])

    assert [one.customer_id for one in store.log("check-in")] == ["c1", 'a "b", c', "ü=1"]
    assert store.log("check-in")[0] == assigned("c1")


def test_a_line_that_was_cut_off_is_none_and_the_next_goes_on_after_it(tmp_path: Path) -> None:
    store = FileHoldouts(tmp_path)
    store.add(PLAN)
    store.append("check-in", [assigned("c1"), assigned("c2")])
    path = tmp_path / ".holdfast" / "holdouts" / "check-in" / "assignments.csv"
    path.write_bytes(path.read_bytes()[:-20])

    assert [one.customer_id for one in store.log("check-in")] == ["c1"]
    store.append("check-in", [assigned("c3")])
    assert [one.customer_id for one in store.log("check-in")] == ["c1", "c3"]


def test_a_line_that_is_no_assignment_is_named(tmp_path: Path) -> None:
    store = FileHoldouts(tmp_path)
    store.add(PLAN)
    store.append("check-in", [assigned("c1")])
    path = tmp_path / ".holdfast" / "holdouts" / "check-in" / "assignments.csv"
    path.write_text(path.read_text().replace("treated", "both"))

    with pytest.raises(InputError, match=r"assignments.csv, line 2: it is no assignment"):
        store.log("check-in")


def test_a_damaged_plan_and_a_missing_one_are_told(tmp_path: Path) -> None:
    store = FileHoldouts(tmp_path)
    store.add(PLAN)
    (tmp_path / ".holdfast" / "holdouts" / "check-in" / "plan.json").write_text("{}")

    with pytest.raises(InputError, match="it is no plan"):
        store.plan("check-in")
    with pytest.raises(GoneError, match="holdout other: there is none of that name"):
        store.plan("other")
