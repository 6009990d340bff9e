"""A cold `holdfast measure` of one metric over 300,000 rows: time and libraries."""

from __future__ import annotations

import statistics
import sys
from typing import TYPE_CHECKING

from benchmarks.metrics import data
from benchmarks.metrics.cost import in_own_process
from benchmarks.metrics.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PROGRAM = """
import sys
from holdfast.cli.main import main
sys.argv = ["holdfast", "measure", "repeat_purchase_rate", "--workspace", sys.argv[1]]
try:
    main()
except SystemExit as done:
    heavy = sorted({"pandas", "pyarrow", "scipy"} & set(sys.modules))
    if heavy:
        sys.exit(f"loaded {heavy}")
    raise
"""
ROWS = 300_000


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """Wall seconds from the start of Python to the table; the size does not depend on the scale."""
    del scale
    data.SIZES["cold"] = data.Size(48_000, 100_000, ROWS, 10_000, 3_000)
    place = data.company(folder, "cold")
    runs = [in_own_process([sys.executable, "-c", _PROGRAM, str(place)]) for _ in range(5)]
    yield Figure(
        "cold measure of one metric over 300,000 rows",
        statistics.median(run.wall for run in runs),
        0.8,
        "s",
        f"{statistics.median(run.cpu for run in runs):.2f} CPU s; no pandas, pyarrow or scipy loaded",
    )
