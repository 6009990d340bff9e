"""Kept days fold to weeks that begin on any day; rows that go are found, or mended by a full count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.connect.store.partials import FilePartials
from holdfast.metrics import Request, cards, measure, metric
from holdfast.metrics.measuring import resolve
from holdfast.metrics.partials.days import from_days
from holdfast.metrics.partials.refreshing import Refresher
from holdfast.metrics.partials.sources import LATE_DAYS, Sources
from holdfast.metrics.plan import plan_of
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.metrics.conftest import Company

    from holdfast.metrics.partials.outcome import Refreshed

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]
ALL = (date.min, date.max)
LATE = {name: LATE_DAYS[table.mutability] for name, table in TABLES.items()}
ADDITIVE = [name for name in cards() if metric(name).form.is_additive]
EARLY, LATER = date(2024, 6, 2), date(2024, 6, 9)


def _refreshed(engine: Any, folder: Path, request: Request, *, is_full: bool = False) -> Refreshed:  # noqa: ANN401
    sources = Sources(digest="files", customers=lambda _, __: "same", late_days=LATE)
    now = datetime(2024, 9, 1, tzinfo=UTC)
    store = FilePartials(folder)
    refresher = Refresher(
        engine, store, segments=("size",), sources=sources, recorded_at=now, is_full=is_full
    )
    return refresher.refresh(request)


def _request(name: str, as_of: date, **more: Any) -> Request:  # noqa: ANN401 - fields
    return Request(metric=name, as_of=as_of, time_zone="Europe/Berlin", **more)


def _counts(folder: Path, refreshed: Refreshed) -> Any:  # noqa: ANN401 - rows of counts
    return FilePartials(folder).counts(refreshed.family, *ALL)


@pytest.mark.parametrize("week_start", [0, 6])
@pytest.mark.parametrize("name", ADDITIVE)
def test_kept_days_fold_to_weeks_of_any_start_as_they_are_measured_live(
    name: str, week_start: int, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    engine = company(world(3))
    done = _refreshed(engine, tmp_path, _request(name, LATER))
    asked = [
        resolve(engine, _request(name, LATER, grain="week", week_start=week_start, by=by))
        for by in ((), ("size",))
    ]

    folded = from_days(done.family, _counts(tmp_path, done), [plan_of(one.declared, one) for one in asked])

    for request, series in zip(asked, folded, strict=True):
        live = measure(engine, replace(request, data_start=None))
        assert [one for one in series if one.denominator] == [one for one in live if one.denominator]
        assert live


def _without(rows: list[dict[str, Any]], low: date, high: date) -> list[dict[str, Any]]:
    """Rows, every third of those that began between two dates aside."""
    found, seen = [], 0
    for row in rows:
        began = next((value for value in row.values() if isinstance(value, datetime)), None)
        seen += began is not None and low <= began.date() < high
        if began is None or not low <= began.date() < high or seen % 3:
            found.append(row)
    return found


@pytest.mark.parametrize("name", ["first_response_time", "nps", "onboarding_scheduled"])
def test_rows_deleted_within_the_lateness_are_no_longer_counted(
    name: str, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(11)
    [*_, table] = [one for one in metric(name).card.tables if one != "customers"]
    seen_on = date(2024, 4, 1)
    low = seen_on - timedelta(days=LATE[table] - 2)
    later = {**tables, table: _without(tables[table], low, seen_on)}
    assert len(later[table]) < len(tables[table])
    _refreshed(company(tables), tmp_path / "often", _request(name, seen_on))

    often = _refreshed(company(later), tmp_path / "often", _request(name, date(2024, 4, 8)))
    once = _refreshed(company(later), tmp_path / "once", _request(name, date(2024, 4, 8)))

    assert sorted(_counts(tmp_path / "often", often), key=repr) == sorted(
        _counts(tmp_path / "once", once), key=repr
    )


@pytest.mark.parametrize("name", ["repeat_purchase_rate", "first_response_time", "nps"])
def test_rows_deleted_after_the_lateness_are_mended_by_a_full_refresh_and_old_values_stay(
    name: str, company: Company, world: MakeWorld, tmp_path: Path
) -> None:
    tables = world(11)
    [*_, table] = [one for one in metric(name).card.tables if one != "customers"]
    later = {**tables, table: _without(tables[table], date.min, date(2024, 3, 1))}
    assert len(later[table]) < len(tables[table])
    _refreshed(company(tables), tmp_path / "often", _request(name, EARLY))
    before = FilePartials(tmp_path / "often").revisions(name, grain="month")

    often = _refreshed(company(later), tmp_path / "often", _request(name, LATER), is_full=True)
    once = _refreshed(company(later), tmp_path / "once", _request(name, LATER))

    assert sorted(_counts(tmp_path / "often", often), key=repr) == sorted(
        _counts(tmp_path / "once", once), key=repr
    )
    after = FilePartials(tmp_path / "often").revisions(name, grain="month")
    assert set(map(repr, before)) <= set(map(repr, after))
    assert any(one.number > 1 for one in after)
