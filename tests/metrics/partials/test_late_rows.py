"""Rows that come late, change and go within the declared lateness leave what one full count leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.connect.store.kept import FolderOfKept
from holdfast.connect.store.partials import FilePartials
from holdfast.metrics import Request, measure, metric
from holdfast.metrics.partials.refreshing import Refresher
from holdfast.metrics.partials.sources import LATE_DAYS, Sources
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
    refresher = Refresher(
        engine,
        FilePartials(folder),
        segments=("size",),
        sources=sources,
        recorded_at=now,
        files=FolderOfKept(engine, folder),
    )
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


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("active_customers", {"event": "login, export"}),
        ("event_retention", {"variant": "unbounded", "at": 1}),
        ("event_retention", {"variant": "bracket", "at": 2}),
        ("event_retention", {"entry": "first_time", "start_event": "login", "return_event": "report"}),
        ("event_retention", {"denominator": "relative", "at": 2}),
        ("event_retention", {"minimum_occurrences": 2}),
        ("event_retention", {"entry": "first_ever", "start_event": "login"}),
        ("active_customers", {"actor": "person"}),
        ("lifecycle", {"variant": "dormant"}),
    ],
)
def test_daily_refreshes_of_events_record_what_is_measured_live(  # noqa: PLR0913, PLR0917 - fixtures
    name: str, parameters: dict[str, Any], seed: int, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables, draw = world(seed), np.random.default_rng(seed)
    days = [date(2024, 4, 26) + timedelta(days=int(step)) for step in np.cumsum(draw.integers(1, 6, 8))]
    zone = "America/New_York"
    for as_of in days[:-1]:
        request = Request(metric=name, as_of=as_of, parameters=parameters, time_zone=zone)
        _refreshed(company(_as_seen(tables, as_of, draw)), tmp_path, request)
    request = Request(metric=name, as_of=days[-1], parameters=parameters, time_zone=zone)

    last = _refreshed(company(tables), tmp_path, request)

    found = _figures(tmp_path, name)
    for grain in ("month", "quarter"):
        for one in measure(company(tables), replace(request, grain=grain, by=("size",))):
            if one.denominator:
                assert found[grain, one.period, one.segment][:4] == (
                    one.value,
                    one.numerator,
                    one.denominator,
                    one.pending,
                )
    does_merge = (
        not {"minimum_occurrences", "actor"} & {*parameters} and parameters.get("entry") != "first_ever"
    )
    assert last.reads_all_events != does_merge
    assert len(list(tmp_path.glob("actors-*"))) == does_merge


def test_a_file_of_actors_that_is_cut_off_makes_all_events_be_read(
    company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(3)
    first, second = (Request(metric="active_customers", as_of=day) for day in (DAYS[0], DAYS[1]))
    _refreshed(company(tables), tmp_path, first)
    [path] = tmp_path.glob("actors-*")
    path.write_bytes(path.read_bytes()[:100])

    found = _refreshed(company(tables), tmp_path, second)

    assert found.reads_all_events
    live = measure(company(tables), replace(second, by=("size",)))
    recorded = _figures(tmp_path, "active_customers")
    wanted = {one.segment: one.value for one in live if one.period.start == date(2024, 4, 1) and one.value}
    assert wanted == {
        segment: figures[0]
        for (grain, period, segment), figures in recorded.items()
        if grain == "month" and period.start == date(2024, 4, 1) and segment
    }
