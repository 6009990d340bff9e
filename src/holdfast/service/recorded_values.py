"""What the last refresh recorded of every metric: shown where the source gives nothing now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.discovery import catalogue
from holdfast.service.refreshing import latest_values, recorded_values
from holdfast.service.workspace_file import FILE_NAME, read_workspace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.metrics.partials.model import Revision
    from holdfast.metrics.request import Grain


def latest_of_each(folder: Path, grain: Grain) -> tuple[Revision, ...]:
    """Of each metric that refreshes recorded its latest final value, else its latest; reads no data.

    Args:
        folder: Of the workspace, or its file.
        grain: Length of the periods.

    Returns:
        In the order of the catalogue, the workspace's own metrics last; empty where nothing is recorded.

    Raises:
        InputError: The workspace file cannot be read.
        SourceError: The file of recorded values cannot be read.
    """
    return tuple(
        max(latest, key=lambda one: (one.measurement.is_mature, one.measurement.period.start))
        for latest in _recorded(folder, grain)
    )


def _recorded(folder: Path, grain: Grain) -> Iterator[tuple[Revision, ...]]:
    file = read_workspace_file(folder / FILE_NAME if folder.is_dir() else folder)
    for name in dict.fromkeys((*catalogue().metrics, *file.metrics)):
        try:
            yield latest_values(recorded_values(folder, name, grain))
        except InputError:
            continue  # nothing of it is recorded
