"""Values of a metric as a file."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from holdfast.report.measurements import measurements_csv
from holdfast.web.measurements.models import Value
from holdfast.web.measurements.values import as_measurement

if TYPE_CHECKING:
    from holdfast.web.measurements.models import Series

_RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets as a formula."""
_NUMBER = re.compile(r"-?[0-9][0-9.]*(e[-+]?[0-9]+)?")


def values_csv(series: Series) -> str:
    """All current values, by time and segment, as `holdfast measure` writes them, and safe to open."""
    rows = Value.objects.filter(series=series, is_current=True).order_by("period_start", "segment")
    return guarded(measurements_csv([as_measurement(one, series) for one in rows.iterator()]))


def guarded(text: str) -> str:
    """The same CSV with an apostrophe before each cell that a spreadsheet would run; numbers stay.

    >>> print(guarded("=1+1,-2.5"), end="")
    '=1+1,-2.5
    """
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in csv.reader(StringIO(text)):
        writer.writerow([_safe(cell) for cell in row])
    return buffer.getvalue()


def file_name(metric: str) -> str:
    """A name for the file that any system can keep."""
    return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', metric)[:60]}.csv"


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUNS) and not _NUMBER.fullmatch(cell) else cell
