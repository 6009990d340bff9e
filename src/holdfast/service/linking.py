"""Test a link in a workspace: what `holdfast link` and the API answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.link.answers import link_record
from holdfast.evidence.link.comparison import MATTERS, ControlOutcome, Factor, commonest
from holdfast.evidence.link.landmark import Design, KnownFactor, Lives, at_landmark
from holdfast.metrics.panel import MOST_ROWS
from holdfast.service.link_existing import existing_comparison
from holdfast.service.link_known import USE
from holdfast.service.link_tables import LinkTables
from holdfast.service.measuring import card_as_asked
from holdfast.service.panels import COVARIATES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.evidence.link.comparison import Comparison
    from holdfast.metrics.declaration import Setting
    from holdfast.records import Panel, PanelRow
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.workspace import Workspace

SIGNING = "customers who signed"
"""How populations begin that are anchored at signing: time zero of a customer's life."""

QUARTER_MONTHS, FIRST_DAYS = 3, 3


@dataclass(frozen=True, slots=True)
class LinkQuestion:
    """Which experience, and what it is held against.

    Attributes:
        metric: A share of new customers with a window (``onboarding_completed``), or what counts existing
            customers, their cases or answers (``review_coverage``, ``issues_resolved``, ``nps``): its outcome
            is the experience.
        stay_days: Days of life up to which customers stay or leave; of existing customers days after the one
            on which groups are formed.
        parameters: Of the metric, such as ``{"within_days": 10}``.
        filters: Segment column to the values let through.
        without: Segment columns that are not to be adjusted for: they were known only later.
        controls: Checks that should show nothing, since the experience came later: segment columns, which
            then are not adjusted for (``region``), or tables of which there are rows from before signing
            (``events``); of existing customers rows from months before the experience.
        matters: The smallest difference that would matter, a share; None takes two points, and of existing
            customers an eighth of those who leave where that is less.
    """

    metric: str
    stay_days: int = 90
    parameters: Mapping[str, Setting] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    matters: float | None = None


def link_in(
    workspace: Workspace,
    question: LinkQuestion,
    *,
    most_rows: int = MOST_ROWS,
    tables: LinkTables | None = None,
) -> EvidenceRecord:
    """Whether customers with an experience stay more often than customers like them without it.

    Groups are formed on the day after the metric's window closes, of whoever is still there; who left before
    that, and who is too young, is told and not counted. Existing customers are looked at on days of the
    calendar, or on those of their answers and cases: see `holdfast.evidence.link.existing`.

    Args:
        workspace: Open.
        question: See `LinkQuestion`.
        most_rows: About how many customers to compare at most; above it they are drawn in the engine.
        tables: What other links of the same review have read of the workspace.

    Raises:
        InputError: The metric does not say of single customers whether they had it, the stay ends before its
            window, a name is not known, or subscriptions are missing.
        SourceError: The engine failed.
    """
    return link_record(comparison_in(workspace, question, most_rows=most_rows, tables=tables))


def comparison_in(
    workspace: Workspace,
    question: LinkQuestion,
    *,
    most_rows: int = MOST_ROWS,
    tables: LinkTables | None = None,
) -> Comparison:
    """The customers that `link_in` compares.

    Raises:
        InputError: See `link_in`.
        SourceError: The engine failed.
    """
    card = card_as_asked(workspace, question.metric, question.parameters)
    read = tables or LinkTables(workspace)
    if card.window_days is None or not card.population.startswith(SIGNING):
        return existing_comparison(read, question, most_rows=most_rows)
    return _new_comparison(read, question, card.window_days, most_rows=most_rows)


def _new_comparison(
    tables: LinkTables, question: LinkQuestion, window_days: int, *, most_rows: int
) -> Comparison:
    workspace = tables.workspace
    card = card_as_asked(workspace, question.metric, question.parameters)
    with workspace.engine.snapshot():
        panel = followed_panel(tables, question, most_rows=most_rows)
        before = _before_signing(tables, question, panel, most_rows)
        left = tables.left(panel.sampled_share)
    design = Design(
        experience=f"had “{card.title}”",
        wish=f"stayed {question.stay_days} days",
        landmark=window_days + 1,
        horizon=question.stay_days,
        today=workspace.as_of.toordinal(),
        as_of=workspace.as_of,
        matters=MATTERS if question.matters is None else question.matters,
    )
    return at_landmark(_lives(panel, left, before, question.controls), design)


def followed_panel(tables: LinkTables, question: LinkQuestion, *, most_rows: int = MOST_ROWS) -> Panel:
    """Whom a share of new customers counts, by segment, with their use on the first days where it is known.

    Raises:
        InputError: The metric is no share of entities, or a name is not known.
        SourceError: The engine failed.
    """
    workspace = tables.workspace
    has_use = {"customer_id", COVARIATES[USE]} <= set(workspace.engine.columns(USE))
    return tables.panel(
        question.metric,
        parameters=question.parameters,
        filters=question.filters,
        by=tuple(one for one in workspace.segments if one not in question.without),
        covariates=(USE,) if has_use and USE not in question.without else (),
        landmark_days=FIRST_DAYS,
        most_rows=most_rows,
    )


def _before_signing(tables: LinkTables, question: LinkQuestion, panel: Panel, most_rows: int) -> Panel | None:
    """The same customers with what they had before they signed, where that is asked for as a check."""
    asked = tuple(one for one in question.controls if one not in panel.segments)
    if not asked:
        return None
    return tables.panel(
        question.metric,
        parameters=question.parameters,
        filters=question.filters,
        covariates=asked,
        most_rows=most_rows,
    )


def _lives(
    panel: Panel, left: Mapping[str, date | None], before: Panel | None, controls: tuple[str, ...]
) -> Lives:
    """Of the panel's customers, those who ever paid."""
    rows = [row for row in panel.rows if row.customer_id in left]
    segments = _segments(panel, rows)
    signed = np.array([row.anchored_on.toordinal() for row in rows], dtype=np.int64)
    return Lives(
        customers=np.array([row.customer_id for row in rows], dtype=np.str_),
        signed=signed,
        experienced=np.array([_experienced(row) for row in rows], dtype=np.float64),
        left=np.array([_day(left[row.customer_id]) for row in rows], dtype=np.float64),
        factors=[
            *(KnownFactor(one) for one in segments if one.name not in controls),
            KnownFactor(Factor("quarter of signing", _quarters(rows))),
        ],
        controls=(
            *(commonest(one) for one in segments if one.name in controls),
            *_before(before, rows),
            *([_first_use(rows)] if panel.covariates and rows else []),
        ),
    )


def _segments(panel: Panel, rows: list[PanelRow]) -> list[Factor]:
    return [
        Factor(name, np.array([row.segment[place] for row in rows], dtype=np.str_))
        for place, name in enumerate(panel.segments)
    ]


def _quarters(rows: list[PanelRow]) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    days = [row.anchored_on for row in rows]
    return np.array([f"{day.year} {(day.month - 1) // QUARTER_MONTHS + 1}" for day in days], dtype=np.str_)


def _before(panel: Panel | None, rows: list[PanelRow]) -> list[ControlOutcome]:
    """Whether there was any of each."""
    if panel is None:
        return []
    counts = {row.customer_id: row.covariates for row in panel.rows}
    return [
        ControlOutcome(
            f"{name} before signing",
            np.array([float(counts[row.customer_id][place] > 0) for row in rows], dtype=np.float64),
        )
        for place, name in enumerate(panel.covariates)
    ]


def _first_use(rows: list[PanelRow]) -> ControlOutcome:
    """Use on the first days, of those who had the experience later or not at all: it changed none of it."""
    used = [np.nan if row.outcome and row.days < FIRST_DAYS else float(row.covariates[0] > 0) for row in rows]
    return ControlOutcome(f"use in the first {FIRST_DAYS} days", np.array(used, dtype=np.float64))


def _experienced(row: PanelRow) -> float:
    return row.anchored_on.toordinal() + row.days if row.outcome else np.nan


def _day(left: date | None) -> float:
    return np.nan if left is None else float(left.toordinal())
