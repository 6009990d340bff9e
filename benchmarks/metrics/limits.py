"""Every metric with the engine limited to 1 GB against unlimited, each in a process of its own."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # run by itself for each metric

from benchmarks.metrics import data
from benchmarks.metrics.cost import Spent, in_own_process
from benchmarks.metrics.figures import Figure, ratio

from holdfast.errors import HoldfastError
from holdfast.service.measuring import measure_metric
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMIT, UNLIMITED = "1GB", "16GB"
MOST_MEGABYTES = 1_000
"""Of the whole process: the engine, Python, and what the engine does not count."""
_ROUNDS = 3


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """CPU of limited against unlimited, and the peak of the limited one; results have to be identical."""
    with open_workspace(data.company(folder, scale)) as workspace:
        metrics = data.measurable(workspace)
    for metric in metrics:
        limited, free = _in_turn(folder, scale, metric)
        yield ratio(f"{metric}: {LIMIT} against unlimited", _cpu(limited), _cpu(free), 1.2)
        peak = max(run.megabytes for run in limited)
        yield Figure(f"{metric}: peak memory with {LIMIT}", peak, MOST_MEGABYTES, "MB")


def _in_turn(folder: Path, scale: str, metric: str) -> tuple[list[Spent], list[Spent]]:
    """The runs limited and unlimited.

    Raises:
        SystemExit: They give different values.
    """
    runs = [[_run(folder, scale, memory, metric) for memory in (LIMIT, UNLIMITED)] for _ in range(_ROUNDS)]
    if len({run.out for both in runs for run in both}) > 1:
        sys.exit(f"{metric}: {LIMIT} and unlimited memory give different values")
    return [both[0] for both in runs], [both[1] for both in runs]


def _cpu(runs: Sequence[Spent]) -> float:
    return statistics.median(run.cpu for run in runs)


def _run(folder: Path, scale: str, memory: str, metric: str) -> Spent:
    place = data.company(folder, scale, memory=memory)
    return in_own_process([sys.executable, __file__, str(place), metric])


if __name__ == "__main__":
    try:
        with open_workspace(Path(sys.argv[1])) as opened:
            for one in measure_metric(opened, sys.argv[2]):
                print(one.period.start, one.value, one.numerator, one.denominator, one.interval, one.pending)
    except HoldfastError as error:
        sys.exit(str(error))
