"""The customer-level table behind a share: what evidence, reasons and risk are computed from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.measuring import resolve
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable
from holdfast.metrics.request import NONE
from holdfast.records import Panel, PanelRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.metrics.forms.model import Condition
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Cell, Engine
    from holdfast.metrics.request import Request

MOST_ROWS = 50_000
"""Above it customers are drawn in the engine."""
PANEL_KINDS = frozenset({"conversion", "repeat", "share", "standing"})
_ALL = 16**6


@dataclass(frozen=True, slots=True)
class Covariate:
    """A count of rows of one table for each customer, known at the landmark.

    Attributes:
        name: Of the panel's column.
        table: Canonical table with a customer_id.
        at: Column of the instant; rows from the landmark on are not counted, whatever is known of them.
        where: Conditions that all must hold.
    """

    name: str
    table: str
    at: str
    where: tuple[Condition, ...] = ()


def panel(
    engine: Engine,
    request: Request,
    *,
    covariates: Sequence[Covariate] = (),
    landmark_days: int = 0,
    most_rows: int = MOST_ROWS,
) -> Panel:
    """One row per entity of the request's periods: anchor, outcome, how long followed, segments, covariates.

    For a metric that compares two instants there is one row per customer and period that it stands at the
    start of. Above `most_rows` a share of the customers is drawn by a hash of their id: the same customers on
    every engine and in every panel, so panels of two metrics can be joined. Two queries, and one more where
    the request has no start.

    Args:
        engine: The database.
        request: Of a share; its segments become columns, its filters and periods bound who is in.
        covariates: Counted before the landmark.
        landmark_days: Days after the anchor's; 0 counts what was known before the anchor's day.
        most_rows: About how many rows to return at most.

    Raises:
        InputError: The metric is no share of entities, or cannot be measured.
        SourceError: The database refused or failed.
    """
    refuse_unmeasurable(engine, request)
    plan = plan_of(request.declared, resolve(engine, request))
    _refuse(plan, covariates, engine)
    if not plan.slots:
        return _panel(plan, covariates, landmark_days, entities=0, sampled=1.0, rows=())
    from holdfast.metrics.emit.panel import render_count, render_panel  # noqa: PLC0415 - SQLGlot, as for measuring

    [[count]] = engine.rows(render_count(plan, engine.dialect))
    entities = int(count or 0)
    part = min(_ALL, most_rows * _ALL // entities) if entities > most_rows else _ALL
    text = render_panel(
        plan,
        engine.dialect,
        covariates=covariates,
        landmark_days=landmark_days,
        below=first_digits(part / _ALL),
    )
    rows = engine.rows(text)
    return _panel(plan, covariates, landmark_days, entities=entities, sampled=part / _ALL, rows=rows)


def first_digits(sampled_share: float) -> str | None:
    """Customers are in the sample whose hash begins with less than these digits; None where all are."""
    part = round(sampled_share * _ALL)
    return None if part >= _ALL else f"{part:06x}"


def _refuse(plan: Plan, covariates: Sequence[Covariate], engine: Engine) -> None:
    kind, name = plan.metric.form.kind, plan.request.metric
    if kind not in PANEL_KINDS:
        raise InputError(
            name,
            "it is no share of entities",
            "a share such as onboarding_scheduled",
            "Choose another metric",
        )
    if isinstance(plan.metric.form, Standing) and plan.variant not in {"standard", "cancel_requested"}:
        raise InputError(
            name,
            f"variant {plan.variant!r} counts more than who stands",
            "the standard variant",
            "Leave it out",
        )
    for covariate in covariates:
        columns = engine.columns(covariate.table)
        missing = [column for column in ("customer_id", covariate.at) if column not in columns]
        if missing:
            raise InputError(
                f"covariate {covariate.name}",
                f"table {covariate.table!r} has no column {missing[0]!r}",
                "a canonical table with customer_id and an instant",
                f"Map {covariate.table} in holdfast.toml",
            )


def _panel(  # noqa: PLR0913 - what a panel says of itself
    plan: Plan,
    covariates: Sequence[Covariate],
    landmark_days: int,
    *,
    entities: int,
    sampled: float,
    rows: Sequence[tuple[Cell, ...]],
) -> Panel:
    by, windows = len(plan.request.by), _windows(plan)
    found = [_row(row, by, windows) for row in rows]
    if isinstance(plan.metric.form, Standing) and plan.metric.form.counts == "kept":
        found = [replace(row, outcome=None if row.outcome is None else not row.outcome) for row in found]
    return Panel(
        metric=plan.request.metric,
        variant=plan.variant,
        version=plan.version,
        as_of=plan.request.as_of,
        segments=plan.request.by,
        covariates=tuple(covariate.name for covariate in covariates),
        landmark_days=landmark_days,
        entities=entities,
        sampled_share=sampled,
        rows=tuple(sorted(found, key=_order)),
    )


def _order(row: PanelRow) -> tuple[object, ...]:
    """A total one, so that the order in which an engine returns rows does not show."""
    return (row.anchored_on, row.customer_id, row.segment, row.covariates, row.days, str(row.outcome))


def _windows(plan: Plan) -> Mapping[date, int] | int:
    """The days that the outcome has: those of the metric's window, or of the period that begins on a date."""
    window = getattr(plan.metric.form, "window", None)
    if window is None:
        return {slot.period.start: slot.period.days for slot in plan.slots}
    return int(plan.number(window.parameter))


def _row(row: tuple[Cell, ...], by: int, windows: Mapping[date, int] | int) -> PanelRow:
    customer, anchor, gap, followed, *rest = row
    anchored_on = date.fromisoformat(str(anchor))
    window = windows if isinstance(windows, int) else windows[anchored_on]
    # An outcome before the anchor, such as a date agreed before signing, counts as on its day.
    days = None if gap is None else max(0, int(gap))
    reached = days is not None and days <= window
    return PanelRow(
        customer_id=str(customer),
        anchored_on=anchored_on,
        outcome=True if reached else (None if int(followed or 0) < window else False),
        days=days if reached and days is not None else min(int(followed or 0), window),
        segment=tuple(NONE if value is None else str(value) for value in rest[:by]),
        covariates=tuple(int(value or 0) for value in rest[by:]),
    )
