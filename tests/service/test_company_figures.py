"""What a page shows of the company's metrics: those that key results use in full, the others by a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.service.check import check_workspace
from holdfast.service.company_figures import CompanyFigures, company_figures
from holdfast.service.measuring import measure_metric
from holdfast.service.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = '[company]\nname = "Acme"\ntime_zone = "UTC"\n[data]\nas_of = 2024-10-01\n'
CUSTOMERS = ["customer_id,signed_at,plan", "a,2024-01-01,pro", "b,2024-04-03,free", "c,2024-04-07,pro"]
EVENTS = ["customer_id,name,occurred_at", "a,opened,2024-01-01", "b,opened,2024-04-03", "c,opened,2024-05-01"]
ORDERS = [
    "order_id,customer_id,ordered_at,kind,amount_minor,currency",
    "1,a,2024-01-01,sale,1000,EUR",
    "2,a,2024-02-06,sale,1000,EUR",
    "3,b,2024-04-04,sale,1000,USD",
]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    text = HEAD
    for name, lines in (("customers", CUSTOMERS), ("events", EVENTS), ("orders", ORDERS)):
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n")
        text += f'[tables.{name}]\nfiles = "{name}.csv"\n'
    (tmp_path / "holdfast.toml").write_text(text)
    with open_workspace(tmp_path) as opened:
        yield opened


def figures(workspace: Workspace, *used: str) -> CompanyFigures:
    check = check_workspace(workspace)
    return company_figures(workspace, check=check, used=used, tell=lambda _: None)


def test_metrics_of_key_results_come_first_and_the_others_by_what_they_are_about(
    workspace: Workspace,
) -> None:
    found = figures(workspace, "repeat_purchase_rate", "active_customers", "repeat_purchase_rate")

    assert [one.card.name for one in found.drawn] == ["repeat_purchase_rate", "active_customers"]
    assert {one.name: [metric.card.name for metric in one.metrics] for one in found.listed} == {
        "Orders": ["historic_value"],
        "Events": ["event_retention", "feature_adoption", "lifecycle", "stickiness", "time_to_value"],
    }


def test_each_has_the_series_that_it_has_alone(workspace: Workspace) -> None:
    found = figures(workspace, "repeat_purchase_rate")

    [drawn] = found.drawn
    listed = [one for family in found.listed for one in family.metrics]
    assert drawn.segments != ()
    for one in (drawn, *listed):
        if not one.notes:
            assert one.series == measure_metric(workspace, one.card.name, grain="quarter")
            assert one.series != ()


def test_a_metric_that_cannot_be_measured_says_why_and_stops_no_other(workspace: Workspace) -> None:
    found = figures(workspace)

    notes = {one.card.name: one.notes for family in found.listed for one in family.metrics if one.notes}
    assert list(notes) == ["historic_value"]
    assert "EUR" in notes["historic_value"][0]


def test_few_metrics_are_all_drawn(workspace: Workspace, tmp_path: Path) -> None:
    customers, orders = (f'[tables.{name}]\nfiles = "{name}.csv"\n' for name in ("customers", "orders"))
    (tmp_path / "holdfast.toml").write_text(HEAD + customers + orders)

    with open_workspace(tmp_path) as few:
        found = figures(few, "repeat_purchase_rate")

    assert [one.card.name for one in found.drawn] == ["repeat_purchase_rate", "historic_value"]
    assert found.listed == ()
