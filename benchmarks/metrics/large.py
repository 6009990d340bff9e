"""The cohort table of more events than memory holds: ``SCALE=xl PART=large``."""

from __future__ import annotations

import statistics
import sys
from typing import TYPE_CHECKING

from benchmarks.metrics import data, events
from benchmarks.metrics.cost import in_own_process
from benchmarks.metrics.figures import Figure, ratio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = "1GB"
MOST, MOST_MEGABYTES = 4, 1_000
_ROUNDS = 3


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """CPU of the table of 24 months against a bare scan, the engine limited to 1 GB, and its peak memory."""
    place = data.company(folder, scale, memory=LIMIT)
    rounds = [
        {
            what: in_own_process([sys.executable, events.__file__, str(place), what])
            for what in ("table", "scan", "nothing")
        }
        for _ in range(_ROUNDS)
    ]
    table, scan, nothing = (
        statistics.median(spent[what].cpu for spent in rounds) for what in ("table", "scan", "nothing")
    )
    many = f"{data.SIZES[scale].events / 1e6:g} million events"
    yield ratio(
        f"cohort table of {many} within {LIMIT} against a bare scan", table - nothing, scan - nothing, MOST
    )
    most = max(spent["table"].megabytes for spent in rounds)
    yield Figure(f"cohort table of {many} within {LIMIT}: peak memory", most, MOST_MEGABYTES, "MB")
