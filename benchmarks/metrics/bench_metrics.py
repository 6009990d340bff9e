"""What metrics cost, beside what they are compared with: ``make bench-metrics SCALE=m``.

Prints a Markdown table: ratios of CPU time, medians of three runs in turn. Exits 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.metrics import (
    cold,
    data,
    emitted,
    events,
    growth,
    large,
    limits,
    many,
    refreshing,
    spark_cluster,
    zones,
)

from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.metrics.figures import Figure

    Part = Callable[[Path, str], Iterator[Figure]]


def main() -> int:
    """Run the parts asked for; 0 where every figure is within its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where companies are made and kept")
    parser.add_argument("--scale", choices=data.SIZES, default="m")
    parser.add_argument("--part", choices=PARTS, action="append", help="all unless given")
    given = parser.parse_args()
    print(f"Scale {given.scale}: {data.SIZES[given.scale]}\n")
    print("| what | found | at most | holds | note |\n|---|---|---|---|---|")
    holds = True
    for name in given.part or PARTS:
        for figure in PARTS[name](given.folder, given.scale):
            print(figure.row(), flush=True)
            holds = holds and figure.holds
    return 0 if holds else 1


def _emitted(folder: Path, scale: str) -> Iterator[Figure]:
    with open_workspace(data.company(folder, scale)) as workspace:
        yield from emitted.against_hand(workspace, is_small=data.SIZES[scale].events < 1_000_000)
        yield from emitted.against_range_join(workspace)
        yield from emitted.against_scan(workspace)


def _many(folder: Path, scale: str) -> Iterator[Figure]:
    with open_workspace(data.company(folder, scale)) as workspace:
        yield from many.compiling(workspace)
        yield from many.against_one(workspace)


PARTS: dict[str, Part] = {
    "emitted": _emitted,
    "many": _many,
    "events": events.figures,
    "cohort": events.cohort_table_figures,
    "cold": cold.figures,
    "limits": limits.figures,
    "growth": growth.figures,
    "large": large.figures,
    "refresh": refreshing.figures,
    "refresh-together": refreshing.together,
    "zones": zones.figures,
    "spark": spark_cluster.figures,
}

if __name__ == "__main__":
    sys.exit(main())
