"""What a report on a page is made of: a review, and figures for it where there are data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records import Measurement, MetricCard
    from holdfast.review.run import Review


@dataclass(frozen=True, slots=True)
class MeasuredKeyResult:
    """The figures of one key result.

    Attributes:
        objective: Which objective of the document, from 1.
        number: Which of its key results, from 1.
        card: The metric it is measured by.
        series: Its measurements in order of time, of one segment; may be empty.
        target: In the unit of the card (a share is 0..1), or None where the text gives none that fits it.
        segments: The latest final period by segment; may be empty.
        notes: Obstacles to measuring it, one sentence each.
    """

    objective: int
    number: int
    card: MetricCard
    series: tuple[Measurement, ...]
    target: float | None = None
    segments: tuple[Measurement, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasuredMetric:
    """A metric of the company beside its OKRs: its series for everybody and its latest value by segment.

    Attributes:
        card: What it says.
        series: Its measurements in order of time; may be empty.
        segments: The latest final period by segment; may be empty.
        notes: Why something of it is not there, one sentence each.
    """

    card: MetricCard
    series: tuple[Measurement, ...]
    segments: tuple[Measurement, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MetricFamily:
    """Metrics of the company about one thing, each shown by its latest final value alone.

    Attributes:
        name: What they are about (``Tickets``).
        metrics: At least one, in the order to show them.
    """

    name: str
    metrics: tuple[MeasuredMetric, ...]


@dataclass(frozen=True, slots=True)
class DataCheck:
    """The data check in a form for readers.

    Attributes:
        headline: One sentence: how much can be measured.
        tables: Name and number of rows of each table found.
        problems: One sentence each; empty where the data are sound.
        measurable: Titles of the metrics that can be measured.
        unmeasurable: Title and reason of each metric that cannot.
    """

    headline: str
    tables: tuple[tuple[str, int], ...] = ()
    problems: tuple[str, ...] = ()
    measurable: tuple[str, ...] = ()
    unmeasurable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one page shows; what is empty or None is left out of it.

    Attributes:
        review: At least one objective.
        company: As its workspace names it; empty without a workspace.
        as_of: Local date up to which the data are complete, that day not included; None without data.
        currency: ISO 4217 code for amounts of money, or None.
        key_results: Figures of those key results that are measured.
        metrics: Further metrics that are drawn, in the order to show them.
        others: Those that have a line in a folded table, in the order to show them.
        check: The data check, or None without data.
    """

    review: Review
    company: str = ""
    as_of: date | None = None
    currency: str | None = None
    key_results: tuple[MeasuredKeyResult, ...] = ()
    metrics: tuple[MeasuredMetric, ...] = ()
    others: tuple[MetricFamily, ...] = ()
    check: DataCheck | None = None
