"""Every metric with the engine limited to 1 GB against unlimited, each in a process of its own."""

from __future__ import annotations

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
    from collections.abc import Iterator

LIMIT = "1GB"
MOST_MEGABYTES = 1_200
"""Of the process: the engine's gigabyte, Python, and what the engine does not count."""


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """CPU of limited against unlimited, and the peak of the limited one; results have to be identical."""
    with open_workspace(data.company(folder, scale)) as workspace:
        metrics = data.measurable(workspace)
    for metric in metrics:
        runs = {memory: _run(folder, scale, memory, metric) for memory in (LIMIT, "16GB")}
        if runs[LIMIT].out != runs["16GB"].out:
            sys.exit(f"{metric}: {LIMIT} and unlimited memory give different values")
        yield ratio(f"{metric}: {LIMIT} against unlimited", runs[LIMIT].cpu, runs["16GB"].cpu, 1.2)
        yield Figure(f"{metric}: peak memory with {LIMIT}", runs[LIMIT].megabytes, MOST_MEGABYTES, "MB")


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
