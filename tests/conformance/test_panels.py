"""The customers behind a share, and the sample that is drawn of them, are the same on every engine."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.metrics import Request, cards, metric
from holdfast.metrics.departures import departures
from holdfast.metrics.exits import exits
from holdfast.metrics.panel import PANEL_KINDS, Covariate, panel

if TYPE_CHECKING:
    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.metrics import Engine

SHARES = [name for name in cards() if metric(name).form.kind in PANEL_KINDS]
# One of each kind is enough on engines that take a second for a query.
KINDS = list({metric(name).form.kind: name for name in SHARES}.values())


@pytest.mark.parametrize("most_rows", [10_000, 40])
@pytest.mark.parametrize("name", KINDS)
def test_every_row_is_the_same(engine: Engine, duckdb: DuckDBEngine, name: str, most_rows: int) -> None:
    request = Request(
        metric=name,
        as_of=date(2024, 6, 12),
        start=date(2024, 1, 1),
        by=("size", "world"),
        time_zone="Europe/Berlin",
    )
    tickets = Covariate("tickets", "tickets", "opened_at")

    found, wanted = (
        panel(one, request, covariates=(tickets,), landmark_days=7, most_rows=most_rows)
        for one in (engine, duckdb)
    )

    assert found == wanted
    assert wanted.rows


@pytest.mark.parametrize("sampled_share", [1.0, 0.4])
def test_every_customer_left_on_the_same_day(
    engine: Engine, duckdb: DuckDBEngine, sampled_share: float
) -> None:
    request = Request(metric="logo_churn", as_of=date(2024, 6, 12), time_zone="Europe/Berlin")

    found, wanted = (departures(one, request, sampled_share=sampled_share) for one in (engine, duckdb))

    assert found == wanted
    assert wanted


@pytest.mark.parametrize("filters", [{}, {"size": ("large",)}])
def test_leavers_gave_the_same_reasons_and_paid_the_same(
    engine: Engine, duckdb: DuckDBEngine, filters: dict[str, tuple[str, ...]]
) -> None:
    request = Request(
        metric="logo_churn", as_of=date(2024, 6, 12), filters=filters, time_zone="Europe/Berlin"
    )

    found, wanted = (exits(one, request, start=date(2024, 1, 1)) for one in (engine, duckdb))

    assert found == wanted
    assert len(wanted) > 1
