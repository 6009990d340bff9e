"""A workspace's figures are refreshed from its files, and stay readable when the files are gone."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError, SourceError
from holdfast.service.measuring import measure_metric, measure_metrics
from holdfast.service.refreshing import (
    latest_values,
    recorded_values,
    refresh_workspace,
    verify_workspace,
)
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2024, 7, 1, 8, tzinfo=UTC)
ORDERS = [
    ("o1", "a", "2024-01-05", 1000),
    ("o2", "b", "2024-01-07", 1000),
    ("o3", "a", "2024-01-20", 1000),
    ("o4", "c", "2024-03-01", 1000),
    ("o5", "c", "2024-03-03", 1000),
    ("o6", "d", "2024-06-20", 1000),
]


def _workspace(folder: Path, *, orders: list[tuple[str, str, str, int]], more: str = "") -> Path:
    lines = [f"{order},{customer},{day},{amount},USD,sale" for order, customer, day, amount in orders]
    head = "order_id,customer_id,ordered_at,amount_minor,currency,kind"
    (folder / "orders.csv").write_text("\n".join([head, *lines]) + "\n")
    (folder / "customers.csv").write_text(
        "customer_id,signed_at,size\na,2024-01-01,large\nb,2024-01-01,small\nc,2024-01-01,small\nd,2024-01-01,\n"
    )
    (folder / "holdfast.toml").write_text(
        '[company]\nname = "Acme"\ntime_zone = "Europe/Berlin"\n'
        '[tables.customers]\nfiles = "customers.csv"\n'
        f'[tables.orders]\nfiles = "orders.csv"\n{more}'
        "[metrics.repeat_purchase_rate]\nwithin_days = 30\n"
    )
    return folder


def _refresh(folder: Path, *, as_of: date, is_full: bool = False) -> dict[str, tuple[date | None, bool, int]]:
    with open_workspace(folder, as_of=as_of) as workspace:
        found = refresh_workspace(workspace, recorded_at=NOW, is_full=is_full)
    return {
        one.metric: (one.done.read_from, one.done.is_full, len(one.done.revisions))
        for one in found
        if one.done
    }


def test_a_second_refresh_reads_what_may_have_changed(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, orders=ORDERS)

    first = _refresh(folder, as_of=date(2024, 4, 15))["repeat_purchase_rate"]
    second = _refresh(folder, as_of=date(2024, 6, 25))["repeat_purchase_rate"]

    assert first[:2] == (date(2024, 1, 5), True)
    # An order within 30 days of a first one on 12 March may still come, three days late, on 15 April.
    assert second[:2] == (date(2024, 3, 12), False)


def test_a_table_may_declare_how_late_its_rows_come(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, orders=ORDERS, more="late_days = 60\n")

    _refresh(folder, as_of=date(2024, 4, 15))
    second = _refresh(folder, as_of=date(2024, 6, 25))["repeat_purchase_rate"]

    assert second[:2] == (date(2024, 1, 15), False)


def test_another_mapping_begins_anew(tmp_path: Path) -> None:
    _refresh(_workspace(tmp_path, orders=ORDERS), as_of=date(2024, 4, 15))

    _workspace(tmp_path, orders=ORDERS, more="where = \"order_id <> 'o2'\"\n")

    assert _refresh(tmp_path, as_of=date(2024, 6, 25))["repeat_purchase_rate"][1]


def test_a_changed_segment_counts_everything_again(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, orders=ORDERS)
    _refresh(folder, as_of=date(2024, 4, 15))

    text = (folder / "customers.csv").read_text()
    (folder / "customers.csv").write_text(text.replace("b,2024-01-01,small", "b,2024-01-01,large"))

    assert _refresh(folder, as_of=date(2024, 6, 25))["repeat_purchase_rate"][1]


def test_an_old_row_that_was_restated_is_found_by_verifying_and_mended_by_a_full_refresh(
    tmp_path: Path,
) -> None:
    folder = _workspace(tmp_path, orders=ORDERS)
    _refresh(folder, as_of=date(2024, 4, 15))
    _workspace(folder, orders=[*ORDERS, ("o7", "b", "2024-01-20", 1000)])

    _refresh(folder, as_of=date(2024, 4, 16))
    with open_workspace(folder, as_of=date(2024, 4, 16)) as workspace:
        verified = {
            one.metric: one.verified
            for one in verify_workspace(workspace, recorded_at=NOW, choose=lambda _: 2)
        }
    _refresh(folder, as_of=date(2024, 4, 16), is_full=True)

    day = verified["repeat_purchase_rate"]
    assert day is not None
    assert (day.day, day.is_equal) == (date(2024, 1, 7), False)
    january = [
        one
        for one in recorded_values(folder, "repeat_purchase_rate", "month")
        if one.measurement.period.start == date(2024, 1, 1)
    ]
    assert [(one.number, one.measurement.numerator) for one in january] == [(1, 1), (2, 2)]
    assert [one.is_restated for one in january] == [False, False]  # the data begin within January


def test_the_latest_values_are_those_measured_live(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, orders=ORDERS)
    for as_of in (date(2024, 4, 15), date(2024, 6, 25)):
        _refresh(folder, as_of=as_of)

    latest = latest_values(recorded_values(folder, "repeat_purchase_rate", "month"))

    with open_workspace(folder, as_of=date(2024, 6, 25)) as workspace:
        live = measure_metric(workspace, "repeat_purchase_rate")
    assert [one.measurement.value for one in latest] == [one.value for one in live]


def test_what_the_data_do_not_allow_has_its_reason(tmp_path: Path) -> None:
    with open_workspace(_workspace(tmp_path, orders=ORDERS)) as workspace:
        found = {one.metric: one for one in refresh_workspace(workspace, recorded_at=NOW)}

    assert found["nps"].done is None
    assert "there is no table 'surveys'" in str(found["nps"].error)


def test_a_metric_that_does_not_exist_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with (
        open_workspace(_workspace(tmp_path, orders=ORDERS)) as workspace,
        pytest.raises(InputError, match="Did you mean 'nps'"),
    ):
        refresh_workspace(workspace, recorded_at=NOW, metrics=("npss",))

    assert not (tmp_path / ".holdfast").exists()


def test_ending_a_refresh_keeps_the_metrics_that_are_done(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, orders=ORDERS)

    def stop(done: int, of: int, what: str) -> None:
        del of, what
        if done == 1:
            raise KeyboardInterrupt

    with open_workspace(folder) as workspace, pytest.raises(KeyboardInterrupt):
        refresh_workspace(workspace, recorded_at=NOW, metrics=("repeat_purchase_rate", "nps"), tell=stop)

    assert recorded_values(folder, "repeat_purchase_rate", "month")


def test_values_that_nobody_recorded_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Run holdfast refresh first"):
        recorded_values(_workspace(tmp_path, orders=ORDERS), "repeat_purchase_rate", "month")


def test_a_store_that_is_no_database_is_a_failure_of_the_source(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, orders=ORDERS)
    (folder / ".holdfast").mkdir()
    (folder / ".holdfast" / "partials.sqlite").write_bytes(b"not a database, but long enough to be read" * 50)

    with pytest.raises(SourceError, match="Remove it"):
        recorded_values(folder, "repeat_purchase_rate", "month")


def test_a_save_that_fails_leaves_nothing_half_written(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, orders=ORDERS)
    _refresh(folder, as_of=date(2024, 4, 15))
    store = folder / ".holdfast" / "partials.sqlite"
    with sqlite3.connect(store) as connection:
        connection.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON revisions BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    before = store.read_bytes()

    with open_workspace(folder, as_of=date(2024, 6, 25)) as workspace:
        [found] = refresh_workspace(workspace, recorded_at=NOW, metrics=("repeat_purchase_rate",))

    assert isinstance(found.error, SourceError)
    with sqlite3.connect(store) as connection:
        assert connection.execute(
            "SELECT DISTINCT as_of FROM families WHERE metric LIKE 'repeat%'"
        ).fetchall() == [("2024-04-15",)]
    assert len(before) > 0


def test_all_metrics_at_once_give_what_each_gives_alone(tmp_path: Path) -> None:
    with open_workspace(_workspace(tmp_path, orders=ORDERS)) as workspace:
        answers = measure_metrics(workspace, by=("size",))

        alone = {
            one.request.metric: measure_metric(workspace, one.request.metric, by=("size",))
            for one in answers
            if one.error is None
        }

    assert "repeat_purchase_rate" in alone
    assert {one.request.metric: one.series for one in answers if one.error is None} == alone
