"""Drawings of charts, kept by what they show."""

from __future__ import annotations

from dataclasses import astuple
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from holdfast.web.measurements.models import Drawing

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.report.chart import Chart

_LOOK = "4"
"""Raised when the way charts are drawn changes, so that old drawings are not shown."""


def drawing_key(chart: Chart) -> str:
    """Digest of everything that a chart shows."""
    return sha256(f"{_LOOK}:{astuple(chart)!r}".encode()).hexdigest()


def drawn(chart: Chart) -> tuple[Markup, Markup] | None:
    """The wide and the narrow drawing of a chart, or None where it was not drawn yet. One query."""
    found = Drawing.objects.filter(key=drawing_key(chart)).first()
    # Both were made by `draw`, which escapes every text.
    return (Markup(found.wide), Markup(found.narrow)) if found else None  # noqa: S704


def draw(chart: Chart, at: datetime) -> None:
    """Draw a chart that was not drawn yet: 40 ms, and 0.8 s and 100 MB for the first one of a process."""
    key = drawing_key(chart)
    if not chart.is_drawable or Drawing.objects.filter(key=key).exists():
        return
    from holdfast.report.drawing import chart_svg  # noqa: PLC0415 - only a job pays for it

    made = {"wide": chart_svg(chart, "wide"), "narrow": chart_svg(chart, "narrow"), "made_at": at}
    Drawing.objects.get_or_create(key=key, defaults=made)
