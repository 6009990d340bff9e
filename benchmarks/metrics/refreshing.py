"""A refresh of one new day against a full one, with equal counts; and ten times the rows."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.metrics import data
from benchmarks.metrics.cost import cpu_seconds
from benchmarks.metrics.figures import Figure, ratio

from holdfast.connect.store.partials import FilePartials
from holdfast.service.refreshing import STORE_FOLDER, refresh_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

METRICS = ("onboarding_scheduled", "first_response_time", "active_customers", "event_retention", "logo_churn")
NOW = datetime(2025, 1, 2, tzinfo=UTC)
# The events of a month end with its 28th day.
BEFORE, NEW_DAY = date(2024, 12, 27), date(2024, 12, 28)


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """For each metric: CPU of the new day by CPU of a full refresh, in stores of their own."""
    place = data.company(folder, scale)
    for metric in METRICS:
        with tempfile.TemporaryDirectory() as temporary:
            new, whole = (_copy(place, Path(temporary) / name) for name in ("new", "whole"))
            _refresh(new, metric, BEFORE)
            of_new = cpu_seconds(partial(_refresh, new, metric, NEW_DAY))
            of_whole = cpu_seconds(partial(_refresh, whole, metric, NEW_DAY))
            if _kept(new, metric) != _kept(whole, metric):
                raise SystemExit(f"{metric}: a refresh and a full count give different counts")
        yield ratio(f"{metric}: a new day against a full refresh", of_new, of_whole, 0.1)


def _copy(place: Path, to: Path) -> Path:
    """A workspace over the same files, with a store of its own."""
    to.mkdir()
    text = (place / "holdfast.toml").read_text(encoding="utf-8").replace('files = "', f'files = "{place}/')
    (to / "holdfast.toml").write_text(text, encoding="utf-8")
    shutil.rmtree(to / STORE_FOLDER, ignore_errors=True)
    return to


def _refresh(place: Path, metric: str, as_of: date) -> None:
    with open_workspace(place, as_of=as_of) as workspace:
        [done] = refresh_workspace(workspace, recorded_at=NOW, metrics=(metric,))
        if done.error:
            raise SystemExit(str(done.error))


def _kept(place: Path, metric: str) -> object:
    revisions = FilePartials(place / STORE_FOLDER).revisions(metric, grain="month")
    latest = {(one.measurement.period, one.measurement.segment): one.measurement for one in revisions}
    return {
        key: (one.numerator, one.denominator, one.value) for key, one in latest.items() if one.denominator
    }
