"""Metrics of spans count the customers of whom a row differs, and come to what one count of all comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.connect.store.kept import FolderOfKept
from holdfast.connect.store.partials import FilePartials
from holdfast.metrics import Request, cards, measure
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
LATE = {name: LATE_DAYS[table.mutability] for name, table in TABLES.items()}
TABLES_READ = ("subscriptions", "tickets", "engagements", "referrals", "orders")
CASES = [
    ("logo_churn", {}),
    ("logo_churn", {"variant": "cancel_requested"}),
    ("retention_rate", {}),
    ("mrr", {}),
    ("arpa", {}),
    ("nrr", {}),
    ("grr", {}),
    ("revenue_churn", {}),
    ("ticket_rate", {}),
    ("review_coverage", {}),
    ("referral_participation", {}),
    ("historic_value", {"within_days": 30}),
    ("historic_value", {"variant": "gross", "within_days": 10}),
]
BY_CELL = ("nps", "first_response_time", "renewal_rate", "repeat_purchase_rate", "lifecycle")
"""Metrics of no kept rows, which read the customers in their cells that the refresh looked up."""


class History:
    """What was there on each day: rows come late, go again and are corrected within the lateness."""

    def __init__(self, tables: World, seed: int) -> None:
        self._tables, self._draw = tables, np.random.default_rng(seed)

    def on(self, as_of: date) -> World:
        """The tables as they are found on a day; whoever signs later is no customer yet."""
        found = dict(self._tables)
        found["customers"] = [
            row for row in found["customers"] if datetime.fromisoformat(str(row["signed_at"])).date() < as_of
        ]
        for name in TABLES_READ:
            found[name] = [
                row for row in (self._seen(one, as_of, LATE[name]) for one in found[name]) if row is not None
            ]
        return found

    def _seen(self, row: dict[str, Any], as_of: date, late_days: int) -> dict[str, Any] | None:
        # A day more on both sides, so that the zone does not matter.
        low = datetime.combine(as_of - timedelta(days=late_days - 1), datetime.min.time())
        instants = [column for column, value in row.items() if isinstance(value, datetime)]
        young = {column for column in instants if row[column] >= low}
        if instants and instants[0] in young and self._draw.random() < 0.3:
            return None
        changed = dict(row)
        for column in young:
            if column != instants[0] and self._draw.random() < 0.3:
                changed[column] = None
        if instants and instants[0] in young and "amount_minor" in row and self._draw.random() < 0.2:
            changed["amount_minor"] = 1200
        return changed


def _refreshed(engine: Any, folder: Path, request: Request, customers: World) -> Refreshed:  # noqa: ANN401
    return _refresher(engine, folder, customers, request.time_zone).refresh(request)


def _refresher(engine: Any, folder: Path, customers: World, time_zone: str) -> Refresher:  # noqa: ANN401
    def digest(_: object, before: date) -> str:
        return str(
            sorted(
                (row["customer_id"], row["size"])
                for row in customers["customers"]
                if row["signed_at"] < day_start(before, time_zone)
            )
        )

    return Refresher(
        engine,
        FilePartials(folder),
        segments=("size",),
        sources=Sources(digest="files", customers=digest, late_days=LATE),
        recorded_at=datetime(2024, 9, 1, tzinfo=UTC),
        files=FolderOfKept(engine, folder),
    )


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


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize(("name", "parameters"), CASES)
def test_rows_that_come_late_change_and_go_leave_what_is_measured_live(  # noqa: PLR0913, PLR0917 - fixtures
    name: str, parameters: dict[str, Any], seed: int, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(seed, customers=30)
    history, draw = History(tables, seed), np.random.default_rng(seed)
    days = [date(2024, 4, 20) + timedelta(days=int(step)) for step in np.cumsum(draw.integers(1, 9, 7))]
    lateness = timedelta(days=max(LATE[table] for table in cards()[name].tables))
    seen = []
    for number, as_of in enumerate(days):
        found = history.on(as_of) if number < len(days) - 1 else tables
        request = Request(metric=name, as_of=as_of, parameters=parameters, time_zone="America/New_York")
        engine = company(found)
        done = _refreshed(engine, tmp_path, request, found)
        seen.append(bool(number) and done.read_from == days[number - 1] - lateness)
        rests = as_of - lateness

        recorded, live = _recorded(tmp_path, name), _live(engine, request)

        assert {key: one for key, one in recorded.items() if key[1].end > rests} == {
            key: one for key, one in live.items() if key[1].end > rests
        }
    assert seen.count(True) >= 3, seen


@pytest.mark.parametrize("seed", range(2))
def test_metrics_that_are_refreshed_together_share_what_they_look_at_and_are_each_what_is_measured_live(
    seed: int, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    names = [*(name for name, parameters in CASES if not parameters), *BY_CELL]
    tables = world(seed + 20, customers=30)
    history, draw = History(tables, seed), np.random.default_rng(seed)
    days = [date(2024, 4, 20) + timedelta(days=int(step)) for step in np.cumsum(draw.integers(1, 9, 4))]
    incremental = 0
    for number, as_of in enumerate(days):
        found = history.on(as_of)
        engine = company(found)
        refresher = _refresher(engine, tmp_path, found, "America/New_York")
        # One of them begins later, so that what is kept of it is of another moment.
        asked = names if number else names[1:]
        requests = [Request(metric=name, as_of=as_of, time_zone="America/New_York") for name in asked]
        done = [refresher.refresh(request) for request in requests]
        rests = as_of - timedelta(days=30)
        incremental += sum(one.read_from == days[number - 1] - timedelta(days=30) for one in done if number)

        for request in requests:
            recorded, live = _recorded(tmp_path, request.metric), _live(engine, request)

            assert {key: one for key, one in recorded.items() if key[1].end > rests} == {
                key: one for key, one in live.items() if key[1].end > rests
            }, request.metric
    assert incremental >= len(names) - len(BY_CELL), incremental


def _daily(  # what differs between tests
    company: Company, tables: World, later: World, folder: Path, *, damage: str = ""
) -> tuple[Refreshed, dict[Any, Any], dict[Any, Any]]:
    """What a second refresh did with other tables, what is recorded then, and what is measured live."""
    days = date(2024, 6, 20), date(2024, 6, 21)
    first, second = (Request(metric="nrr", as_of=day, time_zone="Europe/Berlin") for day in days)
    _refreshed(company(tables), folder, first, tables)
    for path in folder.glob(f"rows-*{damage}") if damage else ():
        path.write_bytes(path.read_bytes()[:100])
    engine = company(later)
    done = _refreshed(engine, folder, second, later)
    rests = date(2024, 5, 20)
    found = _recorded(folder, "nrr"), _live(engine, second)
    recorded, live = ({key: one for key, one in some.items() if key[1].end > rests} for some in found)
    return done, recorded, live


def _spans(tables: World, spans: list[dict[str, Any]]) -> World:
    return {**tables, "subscriptions": spans}


def test_an_old_row_that_is_paused_in_place_makes_everything_be_counted(
    company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(4, customers=30)
    spans = [
        {**row, "state": "paused"} if row["started_at"] < datetime(2024, 4, 1) else row  # noqa: DTZ001 - naive UTC
        for row in tables["subscriptions"]
    ]

    done, recorded, live = _daily(company, tables, _spans(tables, spans), tmp_path)

    assert done.read_from != date(2024, 5, 21)
    assert recorded == live


def test_an_old_row_that_is_deleted_makes_everything_be_counted(
    company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(4, customers=30)
    rows = sorted(tables["subscriptions"], key=lambda row: row["started_at"])

    done, recorded, live = _daily(company, tables, _spans(tables, rows[5:]), tmp_path)

    assert done.read_from != date(2024, 5, 21)
    assert recorded == live


@pytest.mark.parametrize("damage", [".parquet", "month.json"])
def test_a_file_of_rows_or_counts_that_is_cut_off_makes_everything_be_counted(
    damage: str, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(4, customers=30)

    done, recorded, live = _daily(company, tables, tables, tmp_path, damage=damage)

    assert done.read_from != date(2024, 5, 21)
    assert recorded == live


def test_files_of_the_refresh_before_are_removed(company: Company, world: MakeWorld, tmp_path: Path) -> None:
    tables = world(4, customers=30)

    done, recorded, live = _daily(company, tables, tables, tmp_path)

    assert done.read_from == date(2024, 5, 21)
    assert recorded == live
    assert len(list(tmp_path.glob("rows-*"))) == 3
