"""What was known on a day, and how long customers last, is the same in files and in PostgreSQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from tests.service.test_postgres_as_files import in_both

from holdfast.metrics.lifetimes import lifetimes
from holdfast.metrics.snapshots import Looks, snapshot_panel
from holdfast.reasons.drivers.assessing import driver_figures
from holdfast.reasons.risk.frame import known_figures
from holdfast.service.demo import make_demo_company
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Database


def test_every_figure_is_the_same(tmp_path: Path, postgres: Database) -> None:
    make_demo_company(tmp_path / "files", company="Seed", customers=150, seed=11)
    files, database = in_both(tmp_path, postgres)
    looks = Looks((date(2025, 6, 1), date(2026, 5, 1)), 90, (*known_figures(), *driver_figures()))
    with open_workspace(files) as here, open_workspace(database, database_url=postgres.url) as there:
        asked = [request_for(one, PAYING, by=one.segments) for one in (here, there)]
        ours, theirs = (
            snapshot_panel(one.engine, request, looks)
            for one, request in zip((here, there), asked, strict=True)
        )
        lives = [lifetimes(one.engine, request_for(one, PAYING, by=("size",))) for one in (here, there)]

    assert ours.customer_id.tolist() == theirs.customer_id.tolist()
    np.testing.assert_array_equal(ours.left, theirs.left)
    np.testing.assert_array_equal(ours.monthly_minor, theirs.monthly_minor)
    for name, column in ours.columns.items():
        np.testing.assert_allclose(column, theirs.columns[name], err_msg=name)
    for name, values in ours.segments.items():
        assert values.tolist() == theirs.segments[name].tolist()
    assert lives[0] == lives[1]


def test_a_sample_is_the_same_customers_in_both(tmp_path: Path, postgres: Database) -> None:
    make_demo_company(tmp_path / "files", company="Seed", customers=150, seed=11)
    files, database = in_both(tmp_path, postgres)
    looks = Looks((date(2026, 5, 1),), 90, most_rows=40)
    with open_workspace(files) as here, open_workspace(database, database_url=postgres.url) as there:
        ours, theirs = (snapshot_panel(one.engine, request_for(one, PAYING), looks) for one in (here, there))

    assert 0 < ours.rows < 80
    assert ours.customer_id.tolist() == theirs.customer_id.tolist()
