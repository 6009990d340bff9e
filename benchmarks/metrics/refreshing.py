"""A refresh of one new day against a full one, of every metric, with equal values."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.metrics import data
from benchmarks.metrics.cost import cpu_seconds
from benchmarks.metrics.figures import Figure, ratio

from holdfast.connect.store.partials import FilePartials
from holdfast.metrics.partials.refreshing import GRAINS
from holdfast.service.refreshing import STORE_FOLDER, refresh_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Tell = Callable[[int, int, str], None]

NOW = datetime(2025, 1, 2, tzinfo=UTC)
# The events of a month end with its 28th day.
LAST_DAY = date(2024, 12, 28)


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """For each metric: CPU of a new day by CPU of a full refresh of that day, medians of days in a row."""
    place = data.company(folder, scale)
    with open_workspace(place) as workspace:
        metrics = data.measurable(workspace)
    for metric in metrics:
        of_new, of_whole = _spent(place, metric, days=3 if scale in {"xs", "s", "m"} else 1)
        yield ratio(f"{metric}: a new day against a full refresh", of_new, of_whole, 0.1)


def together(folder: Path, scale: str) -> Iterator[Figure]:
    """All metrics by one refresh: CPU of a new day by CPU of a full refresh of that day; and of each."""
    place = data.company(folder, scale)
    with open_workspace(place) as workspace:
        metrics = tuple(data.measurable(workspace))
    with tempfile.TemporaryDirectory() as temporary:
        new, whole = (_copy(place, Path(temporary) / name) for name in ("new", "whole"))
        _refresh(new, metrics, LAST_DAY - timedelta(days=1))
        of_new, of_whole = (_by_metric(one, metrics) for one in (new, whole))
        for metric in metrics:
            _refuse_differences(metric, new, whole)
    name = f"all {len(metrics)} metrics by one refresh: a new day against a full one"
    yield ratio(name, sum(of_new.values()), sum(of_whole.values()), 0.1)
    for metric in metrics:
        yield ratio(f"{metric}, of these", of_new[metric], of_whole[metric], None)


def _by_metric(place: Path, metrics: tuple[str, ...]) -> dict[str, float]:
    """CPU seconds of each metric of one refresh; those of opening the workspace are the first one's."""
    spent: dict[str, float] = {}
    before, at_work = process_time(), [metrics[0]]

    def tell(_: int, __: int, name: str) -> None:
        nonlocal before
        now = process_time()
        spent[at_work[-1]] = spent.get(at_work[-1], 0) + now - before
        before = now
        at_work.append(name)

    _refresh(place, metrics, LAST_DAY, tell)
    tell(0, 0, "")
    return spent


def _spent(place: Path, metric: str, *, days: int) -> tuple[float, float]:
    """CPU seconds of a new day in a store that was there before, and of the same day in one of its own."""
    spent: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as temporary:
        new = _copy(place, Path(temporary) / "new")
        _refresh(new, (metric,), LAST_DAY - timedelta(days=days))
        for day in (LAST_DAY - timedelta(days=number) for number in reversed(range(days))):
            whole = _copy(place, Path(temporary) / "whole")
            spent.append(
                (
                    cpu_seconds(partial(_refresh, new, (metric,), day)),
                    cpu_seconds(partial(_refresh, whole, (metric,), day)),
                )
            )
            _refuse_differences(metric, new, whole)
            shutil.rmtree(whole)
    of_new, of_whole = zip(*spent, strict=True)
    return statistics.median(of_new), statistics.median(of_whole)


def _copy(place: Path, to: Path) -> Path:
    """A workspace over the same files, with a store of its own."""
    to.mkdir()
    text = (place / "holdfast.toml").read_text(encoding="utf-8").replace('files = "', f'files = "{place}/')
    (to / "holdfast.toml").write_text(text, encoding="utf-8")
    shutil.rmtree(to / STORE_FOLDER, ignore_errors=True)
    return to


def _refresh(place: Path, metrics: tuple[str, ...], as_of: date, tell: Tell | None = None) -> None:
    with open_workspace(place, as_of=as_of) as workspace:
        for done in refresh_workspace(workspace, recorded_at=NOW, metrics=metrics, tell=tell):
            if done.error:
                raise SystemExit(str(done.error))


def _refuse_differences(metric: str, new: Path, whole: Path) -> None:
    if _kept(new, metric) != _kept(whole, metric):
        raise SystemExit(f"{metric}: a refresh and a full count give different values")


def _kept(place: Path, metric: str) -> object:
    """The latest values of each period and segment, those of nobody aside."""
    store = FilePartials(place / STORE_FOLDER)
    revisions = [one for grain in GRAINS for one in store.revisions(metric, grain=grain)]
    latest = {
        (one.grain, one.measurement.period, one.measurement.segment): one.measurement for one in revisions
    }
    return {
        key: (one.numerator, one.denominator, one.value) for key, one in latest.items() if one.denominator
    }
