"""A report as one HTML page that needs nothing else: no request leaves it, no script runs in it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from holdfast.records.words import (
    count_text,
    counted_texts,
    day_text,
    maturity_text,
    period_text,
    range_text,
    value_text,
)
from holdfast.report.chart import Chart, final_values
from holdfast.report.measurements import definition_text
from holdfast.report.outline import LEVEL_WORDS, ONCE_TITLE, headline, outlines, target_words
from holdfast.report.remarks import remarks
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from holdfast.records import Measurement
    from holdfast.report.page import Report


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value and its range lie on the common scale of a table, in per cent of its width."""

    start: float
    width: float
    at: float


def report_html(report: Report) -> str:
    """The page. Everything that people wrote is shown as text, whatever it holds.

    Cost: about a second for the first chart, 80 ms for each further one (drawn for screens wide and narrow).
    """
    environment = _environment(report.currency)
    return environment.get_template("report.html.j2").render(
        report=report,
        once_title=ONCE_TITLE,
        title=_title(report),
        contents=_contents(report),
        objectives=list(outlines(report.review)),
        remarks=remarks(report.review),
        figures_of={(k.objective, k.number): k for k in report.key_results},
        charts=_charts(report),
    )


def place_on_scale(measurement: Measurement, others: Sequence[Measurement]) -> Place | None:
    """Where a value lies among those of its table; None where it has no value.

    The scale holds all values, all ranges and 0.
    """
    if measurement.value is None:
        return None
    ends = [_ends(other) for other in others if other.value is not None]
    low = min(0.0, *(end[0] for end in ends))
    high = max(0.0, *(end[1] for end in ends)) or low + 1
    start, end = _ends(measurement)
    scale = 100 / (high - low)
    return Place(
        round((start - low) * scale, 2),
        round((end - start) * scale, 2),
        round((measurement.value - low) * scale, 2),
    )


def _ends(measurement: Measurement) -> tuple[float, float]:
    value = measurement.value or 0.0
    interval = measurement.interval
    return (value, value) if interval is None else (interval.low, interval.high)


def _environment(currency: str | None) -> Environment:
    environment = page_environment()
    environment.filters |= _filters(currency)
    return environment


def page_environment() -> Environment:
    """Templates of reports, without the filters that draw."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  only a page needs it

    return Environment(
        loader=PackageLoader("holdfast.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _filters(currency: str | None) -> dict[str, Any]:
    from holdfast.report import drawing  # noqa: PLC0415  Altair: half a second that text must not pay

    return {
        "count_text": partial(count_text, currency=currency),
        "counted": partial(counted_texts, currency=currency),
        "day": day_text,
        "definition": definition_text,
        "drawing": drawing.chart_svg,
        "final": final_values,
        "headline": headline,
        "level": LEVEL_WORDS.__getitem__,
        "maturity": maturity_text,
        "period": period_text,
        "place": place_on_scale,
        "range": partial(range_text, currency=currency),
        "target": target_words,
        "value": partial(value_text, currency=currency),
        "source": _source_words,
        "waiting": lambda series: tuple(m for m in series if not m.is_mature and m.value is not None),
    }


def _charts(report: Report) -> dict[str, Chart]:
    """What to draw, by the key that makes its ids unique on the page."""
    charts = [
        Chart(f"chart-{k.objective}-{k.number}", k.card.title, k.series, k.target) for k in report.key_results
    ]
    charts += [
        Chart(f"chart-metric-{i}", m.card.title, m.series) for i, m in enumerate(report.metrics, start=1)
    ]
    return {chart.key: chart for chart in charts}


def _source_words(name: str) -> str:
    """The file's name without its folders, which are nobody's business who receives the page."""
    return "pasted text" if name == "-" else re.split(r"[/\\]", name)[-1]


def _title(report: Report) -> str:
    return f"{report.company}: OKR review" if report.company else "OKR review"


def _contents(report: Report) -> list[tuple[str, str]]:
    """Anchors and names of the page's sheets."""
    numbers = range(1, len(report.review.objectives) + 1)
    contents = [(f"objective-{i}", f"Objective {i}" if len(numbers) > 1 else "Review") for i in numbers]
    if report.metrics or report.others:
        contents.append(("metrics", "The company's figures"))
    if report.check:
        contents.append(("check", "The data behind it"))
    return contents
