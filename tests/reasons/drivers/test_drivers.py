"""Drivers of a simulated company: told with what they rest on, and with the command that tests them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.reasons.drivers.driver import drivers
from holdfast.report.drivers import drivers_json, drivers_text
from holdfast.service.demo import make_demo_company
from holdfast.service.drivers import DriversQuestion, drivers_in
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.records.drivers import DriversReport

# One process has all of these tests, so that what their fixture makes in seconds is made once.
pytestmark = pytest.mark.xdist_group("drivers")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> DriversReport:
    made = tmp_path_factory.mktemp("drivers") / "company"
    make_demo_company(made, company="Seed", customers=1_000, seed=11)
    with open_workspace(made) as opened:
        return drivers_in(opened, DriversQuestion())


def test_every_candidate_is_told_once_and_weights_of_a_kind_add_up(report: DriversReport) -> None:
    assert {one.name for one in report.drivers} == {one.name for one in drivers()}
    for kind in ("experience", "sign"):
        total = sum(one.weight or 0.0 for one in report.drivers if one.kind == kind)
        assert total == pytest.approx(1.0)


def test_use_that_falls_before_leaving_is_found_and_called_a_sign(report: DriversReport) -> None:
    adoption = next(one for one in report.drivers if one.name == "low adoption")

    assert adoption.verdict == "goes with leaving"
    assert adoption.kind == "sign"
    assert adoption.left_with is not None
    assert adoption.left_without is not None
    assert adoption.left_with > adoption.left_without


def test_a_driver_is_a_question_with_a_command(report: DriversReport) -> None:
    text = " ".join(drivers_text(report, width=100).split())

    assert "A driver is a question" in text
    assert all(one.tested_by.startswith("holdfast ") for one in report.drivers)
    assert any(one.tested_by.startswith("holdfast link onboarding_completed") for one in report.drivers)
    assert "leaves because" not in text


def test_json_has_every_figure(report: DriversReport) -> None:
    told = json.loads(drivers_json(report))

    assert told["horizon_days"] == 90
    assert {"difference", "low", "high", "weight", "tied_with"} <= set(told["drivers"][0])


def test_two_months_of_data_are_refused(tmp_path: Path) -> None:
    from datetime import date  # noqa: PLC0415 - used here alone

    made = tmp_path / "company"
    make_demo_company(made, company="Seed", customers=60, seed=1)

    with (
        open_workspace(made, as_of=date(2023, 12, 1)) as opened,
        pytest.raises(InputError, match="reach back"),
    ):
        drivers_in(opened, DriversQuestion())
