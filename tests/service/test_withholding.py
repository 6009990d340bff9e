"""Survey answers of fewer than five persons in a segment are shown nowhere; accounts are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.service.persons.conftest import write_workspace

from holdfast.records.words import NOT_SHOWN, WITHHELD, measured_text
from holdfast.service.measuring import measure_metric, measure_metrics, notes_on, request_for
from holdfast.service.refreshing import recorded_values, refresh_workspace
from holdfast.service.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.records import Measurement


def answers(persons: int, plan: str) -> list[str]:
    return [f"{plan}{n},{plan}{n},{plan}{n},nps,2025-11-01,2025-11-02,9,\n" for n in range(persons)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company whose large customers are four, each with an answer, and whose small ones are five."""
    rows = [
        f"{plan}{n},2025-01-01,{plan}\n" for plan, some in (("large", 4), ("small", 5)) for n in range(some)
    ]
    head = "survey_id,person_id,customer_id,kind,sent_at,answered_at,score,comment\n"
    tables = {
        "customers": "customer_id,signed_at,plan\n" + "".join(rows),
        "surveys": head + "".join(answers(4, "large") + answers(5, "small")),
        "events": "customer_id,name,occurred_at\nlarge1,login,2025-11-03\n",
    }
    return write_workspace(tmp_path_factory.mktemp("few"), tables)


@pytest.fixture
def opened(folder: Path) -> Iterator[Workspace]:
    with open_workspace(folder) as found:
        yield found


def last(series: tuple[Measurement, ...], plan: str) -> Measurement:
    return next(one for one in reversed(series) if dict(one.segment).get("plan", plan) == plan)


def test_a_segment_of_four_persons_has_no_value_and_one_of_five_has(opened: Workspace) -> None:
    series = measure_metric(opened, "nps", by=("plan",))
    request = request_for(opened, "nps", by=("plan",))

    few, enough = last(series, "large"), last(series, "small")
    assert (few.value, few.interval, few.numerator, few.details) == (None, None, 0, WITHHELD)
    assert measured_text(few) == NOT_SHOWN
    assert enough.value == pytest.approx(100)
    assert notes_on(opened, request, series) == (
        "Not shown: 1 value from survey answers of fewer than 5 persons.",
    )


def test_it_holds_for_all_metrics_at_once_and_for_customers_let_through(opened: Workspace) -> None:
    [answer] = measure_metrics(opened, ("nps",), by=("plan",))
    alone = measure_metric(opened, "nps", filters={"plan": ("large",)})

    assert last(answer.series, "large").details == WITHHELD
    assert alone[-1].details == WITHHELD


def test_everybody_together_and_accounts_are_shown(opened: Workspace) -> None:
    everybody = measure_metric(opened, "nps")
    accounts = measure_metric(opened, "active_customers", by=("plan",))

    assert everybody[-1].denominator == 9
    assert everybody[-1].value == pytest.approx(100)
    assert not [one for one in accounts if one.details == WITHHELD]


def test_values_that_a_refresh_has_recorded_are_not_shown_either(folder: Path, opened: Workspace) -> None:
    refresh_workspace(opened, recorded_at=datetime(2025, 12, 1, tzinfo=UTC), metrics=("nps",))

    recorded = recorded_values(folder, "nps", "month", by="plan")

    of_large = [one.measurement for one in recorded if dict(one.measurement.segment)["plan"] == "large"]
    assert {one.details for one in of_large if one.denominator} == {WITHHELD}
