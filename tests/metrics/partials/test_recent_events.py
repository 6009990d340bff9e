"""Metrics that need of old events no more than the first ones read recent events, and count the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.connect.store.kept import FolderOfKept
from holdfast.connect.store.partials import FilePartials
from holdfast.metrics import Request, measure
from holdfast.metrics.partials.refreshing import Refresher
from holdfast.metrics.partials.sources import LATE_DAYS, Sources
from holdfast.metrics.periods import day_start
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.metrics.conftest import Company

    from holdfast.metrics.partials.outcome import Refreshed

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
ZONE = "Europe/Berlin"
LATE = {name: LATE_DAYS[table.mutability] for name, table in TABLES.items()}
CASES: list[tuple[str, dict[str, str | int]]] = [
    ("stickiness", {}),
    ("stickiness", {"variant": "l28"}),
    ("stickiness", {"variant": "dau_mau"}),
    ("stickiness", {"interval": "week"}),
    ("stickiness", {"actor": "person"}),
    ("feature_adoption", {"event": "report"}),
    ("feature_adoption", {"event": "report", "minimum_occurrences": 2}),
    ("time_to_value", {"event": "report"}),
    ("time_to_value", {}),
]


def _refreshed(engine: Any, folder: Path, request: Request, tables: World) -> Refreshed:  # noqa: ANN401 - of the fixture
    def digest(_: object, before: date) -> str:
        known = (row for row in tables["customers"] if row["signed_at"] < day_start(before, ZONE))
        return str(sorted((row["customer_id"], str(row["signed_at"]), row["size"]) for row in known))

    refresher = Refresher(
        engine,
        FilePartials(folder),
        segments=("size",),
        sources=Sources(digest="files", customers=digest, late_days=LATE),
        recorded_at=datetime(2024, 9, 1, tzinfo=UTC) + timedelta(days=request.as_of.toordinal()),
        files=FolderOfKept(engine, folder),
    )
    return refresher.refresh(request)


def _recorded(folder: Path, name: str) -> dict[Any, Any]:
    found = {}
    for grain in ("month", "quarter"):
        for revision in FilePartials(folder).revisions(name, grain=grain):
            one = revision.measurement
            found[grain, one.period, one.segment] = _figures(one)
    return {key: figures for key, figures in found.items() if figures[2] or figures[3]}


def _figures(one: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a measurement
    return (one.value, one.numerator, one.denominator, one.pending, one.is_mature, one.interval, one.details)


def _live(engine: Any, request: Request) -> dict[Any, Any]:  # noqa: ANN401 - of the fixture
    found = {}
    for grain in ("month", "quarter"):
        for by in ((), ("size",)):
            for one in measure(engine, replace(request, grain=grain, by=by)):
                found[grain, one.period, one.segment] = _figures(one)
    return {key: figures for key, figures in found.items() if figures[2] or figures[3]}


def _seen(tables: World, as_of: date, draw: np.random.Generator, *, share: float) -> World:
    """Whoever has signed, and what has happened; of the last two days some events come later."""
    low = datetime.combine(as_of - timedelta(days=2), datetime.min.time())
    moment = day_start(as_of, ZONE)
    return {
        **tables,
        "customers": [row for row in tables["customers"] if row["signed_at"] < moment],
        "events": [
            row
            for row in tables["events"]
            if row["occurred_at"] < moment and (row["occurred_at"] < low or draw.random() < share)
        ],
    }


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_what_is_kept_of_first_events_with_recent_ones_comes_to_what_all_events_come_to(
    name: str, parameters: dict[str, str | int], company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables, draw = world(11, customers=40), np.random.default_rng(3)
    days = [date(2024, 3, 28) + timedelta(days=int(step)) for step in np.cumsum(draw.integers(1, 12, 9))]
    for number, as_of in enumerate(days):
        seen = _seen(tables, as_of, draw, share=0.7 if number < len(days) - 1 else 1)
        request = Request(metric=name, as_of=as_of, parameters=parameters, time_zone=ZONE)
        engine = company(seen)

        done = _refreshed(engine, tmp_path, request, seen)

        assert done.is_full == (number == 0)
        rests = as_of - timedelta(days=3)
        recorded, live = _recorded(tmp_path, name), _live(engine, request)
        assert {key: one for key, one in recorded.items() if key[1].end > rests} == {
            key: one for key, one in live.items() if key[1].end > rests
        }, as_of


@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_old_events_are_not_read_again(
    name: str, parameters: dict[str, str | int], company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables, days = world(11, customers=40), (date(2024, 5, 20), date(2024, 5, 21))
    requests = [Request(metric=name, as_of=day, parameters=parameters, time_zone=ZONE) for day in days]
    old = datetime(2024, 2, 1)  # noqa: DTZ001 - naive UTC
    later = {**tables, "events": [row for row in tables["events"] if row["occurred_at"] >= old]}
    _refreshed(company(tables), tmp_path, requests[0], tables)

    done = _refreshed(company(later), tmp_path, requests[1], later)

    is_read = parameters.get("actor") == "person"  # the first events of persons are not kept
    recorded, live = _recorded(tmp_path, name), _live(company(tables), requests[1])
    recent = {key for key in live if key[1].end > date(2024, 5, 1)}
    assert not done.is_full
    assert ({key: recorded.get(key) for key in recent} == {key: live[key] for key in recent}) != is_read
    assert done.reads_all_events == is_read
