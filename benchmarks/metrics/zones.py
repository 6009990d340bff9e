"""Local instants of Parquet files against UTC ones: what turning them into UTC adds to every query."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.metrics import data
from benchmarks.metrics.cost import interleaved
from benchmarks.metrics.figures import Figure, ratio

from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED = "SELECT EXTRACT(month FROM occurred_at) AS month, COUNT(*) FROM events GROUP BY 1"


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """A count by month over the same files, read as UTC and as Berlin's local time."""
    place = data.company(folder, scale)
    text = (place / "holdfast.toml").read_text(encoding="utf-8").replace('files = "', f'files = "{place}/')
    with tempfile.TemporaryDirectory() as temporary:
        local = Path(temporary)
        (local / "holdfast.toml").write_text(
            text.replace('time_zone = "UTC"', 'time_zone = "Europe/Berlin"'), encoding="utf-8"
        )
        with open_workspace(place) as in_utc, open_workspace(local) as in_berlin:
            spent = interleaved(
                {
                    name: partial(opened.engine.rows, ASKED)
                    for name, opened in (("utc", in_utc), ("local", in_berlin))
                }
            )
    yield ratio("events in local time against UTC: count by month", spent["local"], spent["utc"], None)
