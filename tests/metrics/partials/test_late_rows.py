"""Rows that come late, change and go within the declared lateness leave what one full count leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.connect.store.partials import FilePartials
from holdfast.metrics import Request, metric
from holdfast.metrics.partials.refreshing import LATE_DAYS, Refresher, Sources
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.metrics.conftest import Company

    from holdfast.metrics.partials.outcome import Refreshed

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
ALL = (date.min, date.max)
LATE = {name: LATE_DAYS[table.mutability] for name, table in TABLES.items()}
DAYS = (date(2024, 4, 20), date(2024, 4, 21), date(2024, 5, 31), date(2024, 6, 2), date(2024, 7, 9))
METRICS = (
    "first_response_time",
    "resolution_time",
    "time_to_value",
    "repeat_purchase_rate",
    "active_customers",
    "event_retention",
    "lifecycle",
    "stickiness",
    "logo_churn",
    "nrr",
    "mrr",
)


def _as_seen(tables: World, as_of: date, draw: np.random.Generator) -> World:
    """What was there on a day: of what happened within the lateness before it, some lacks."""
    return {
        name: rows
        if name == "customers"
        else [row for row in (_row_as_seen(row, as_of, LATE[name], draw) for row in rows) if row]
        for name, rows in tables.items()
    }


def _row_as_seen(
    row: dict[str, Any], as_of: date, late_days: int, draw: np.random.Generator
) -> dict[str, Any] | None:
    # A day more on both sides, so that the zone does not matter.
    low = datetime.combine(as_of - timedelta(days=late_days - 1), datetime.min.time())
    instants = [column for column, value in row.items() if isinstance(value, datetime)]
    unknown = {column for column in instants if row[column] >= low and draw.random() < 0.3}
    if instants and instants[0] in unknown:
        return None
    return {column: None if column in unknown else value for column, value in row.items()}


def _refreshed(engine: Any, folder: Path, request: Request) -> Refreshed:  # noqa: ANN401 - of the fixture
    sources = Sources(digest="files", customers=lambda _, __: "same", late_days=LATE)
    now = datetime(2024, 9, 1, tzinfo=UTC)
    refresher = Refresher(engine, FilePartials(folder), segments=("size",), sources=sources, recorded_at=now)
    return refresher.refresh(request)


def _figures(folder: Path, name: str) -> dict[Any, Any]:
    """The latest figures of each value, those of nobody aside."""
    found = {}
    for grain in ("month", "quarter"):
        for revision in FilePartials(folder).revisions(name, grain=grain):
            one = revision.measurement
            figures = (one.value, one.numerator, one.denominator, one.pending, one.is_mature, one.details)
            found[grain, one.period, one.segment] = figures
    return {key: figures for key, figures in found.items() if figures[2] or figures[3]}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("name", METRICS)
def test_late_rows_within_the_lateness_leave_what_one_count_leaves(
    name: str, zone: str, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(7)
    draw = np.random.default_rng(5)
    variant = metric(name).variants[0]
    for as_of in DAYS[:-1]:
        request = Request(metric=name, as_of=as_of, parameters={"variant": variant}, time_zone=zone)
        _refreshed(company(_as_seen(tables, as_of, draw)), tmp_path / "often", request)
    request = Request(metric=name, as_of=DAYS[-1], parameters={"variant": variant}, time_zone=zone)

    often = _refreshed(company(tables), tmp_path / "often", request)
    once = _refreshed(company(tables), tmp_path / "once", request)

    assert not often.is_full
    assert _figures(tmp_path / "often", name) == _figures(tmp_path / "once", name)
    both = [FilePartials(tmp_path / folder).counts(once.family, *ALL) for folder in ("often", "once")]
    assert Counter(both[0]) == Counter(both[1])
