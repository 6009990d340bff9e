"""What ten times the rows cost: every metric at a scale and at the one before, both open in one process."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.metrics import data
from benchmarks.metrics.cost import interleaved
from benchmarks.metrics.figures import ratio

from holdfast.service.measuring import measure_metric
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.metrics.figures import Figure

SMALLER = {"m": "s", "l": "m"}
MOST = 15


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """CPU at the scale against a tenth of the rows; nothing at a scale that has no tenth."""
    if scale not in SMALLER:
        return
    with (
        open_workspace(data.company(folder, scale)) as large,
        open_workspace(data.company(folder, SMALLER[scale])) as small,
    ):
        for metric in data.measurable(large):
            costs = interleaved(
                {
                    "large": partial(measure_metric, large, metric),
                    "small": partial(measure_metric, small, metric),
                }
            )
            yield ratio(f"{metric}: ten times the rows", costs["large"], costs["small"], MOST)
