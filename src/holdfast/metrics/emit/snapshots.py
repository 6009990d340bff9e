"""What was known of paying customers on given days, and who left: one query for all of the days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import members, paid_spans, snapshot_figures
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.panel import drawn_below
from holdfast.metrics.emit.recurring_rows import monthly
from holdfast.metrics.emit.rendering import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.metrics.emit.snapshot_figures import Placed
    from holdfast.metrics.forms.standing import Standing
    from holdfast.metrics.plan import Plan
    from holdfast.records.snapshot import Known

PRICE_DAYS = 120
"""What a customer paid so many days ago is held against what it pays."""
NOTICE = "cancel_requested_at"
OWN = ("number", "has_left", "money", "money_before", "interval", "since_start", "since_first", "notice")
"""Columns after the customer, before segments and figures."""


@dataclass(frozen=True, slots=True)
class Days:
    """On which days, how far each looks ahead, and for which customers.

    Attributes:
        snapshots: Local dates.
        horizon_days: Days after which it is seen who left.
        first: Customers whose hash is not below these digits; None takes from the beginning on.
        below: Customers whose hash is below these; None takes up to the end.
    """

    snapshots: tuple[date, ...]
    horizon_days: int
    first: str | None = None
    below: str | None = None

    def shifted(self, days: int) -> list[date]:
        """The dates so many days later."""
        return [day + timedelta(days=days) for day in self.snapshots]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a query of snapshots is made of.

    Attributes:
        plan: Of logo churn, by which customers count as paying; its segments are read.
        form: The metric's form.
        dialect: SQLGlot's name of it.
        days: See `Days`.
        known: What to read of further tables.
        has_notice: Subscriptions tell when notice was given.
    """

    plan: Plan
    form: Standing
    dialect: str
    days: Days
    known: tuple[Known, ...] = ()
    has_notice: bool = False


def render_counts(asked: Asked) -> str:
    """The text of the query for rows of ``number`` and how many customers pay on that day."""
    steps = sql.select().with_("standing", as_=_standing(asked))
    counted = steps.select("number", sql.named(exp.Count(this=exp.Star()), "n")).from_("standing")
    return text_of(counted.group_by("number"), asked.dialect)


def render_snapshots(asked: Asked) -> str:
    """The text of the query for rows of customer, `OWN`, segments and figures in their order."""
    days = asked.days
    steps = sql.select().with_("standing", as_=_standing(asked))
    steps = steps.with_("stays", as_=_covering(asked, days.shifted(days.horizon_days)))
    steps = steps.with_("paid_before", as_=_covering(asked, days.shifted(-PRICE_DAYS), _money()))
    steps = steps.with_("begun", as_=_begun(asked)).with_(
        "moments", as_=_cuts(asked, days.shifted(0), "moments")
    )
    groups = _groups(asked.known)
    for number, group in enumerate(groups):
        step = f"edges_{number}"
        steps = steps.with_(step, as_=snapshot_figures.edges(asked.plan, days.snapshots, group))
        steps = steps.with_(f"known_{number}", as_=snapshot_figures.figures(group, step, asked.dialect))
    return text_of(_joined(members.with_members(steps, asked.plan), asked, groups), asked.dialect)


def render_begin(asked: Asked, table: str, at: str) -> str:
    """The text of the query for the local date of the earliest row of a table."""
    earliest = sql.local_day(exp.Min(this=sql.column(at)), asked.plan.request.time_zone, asked.dialect)
    return text_of(sql.select(sql.named(earliest, "begins_on")).from_(table), asked.dialect)


def _groups(known: Sequence[Known]) -> list[list[Placed]]:
    """Figures that one look at a table gives."""
    groups: dict[tuple[str, int], list[Placed]] = {}
    for place, one in enumerate(known):
        groups.setdefault((one.table, one.lag_days), []).append((place, one))
    return list(groups.values())


def _standing(asked: Asked) -> sql.Query:
    """Customers in the sample with a paid span over each of the days, and what the spans tell."""
    days = asked.days
    drawn = [drawn_below(days.below)] if days.below is not None else []
    if days.first is not None:
        drawn.append(exp.Not(this=sql.paren(drawn_below(days.first))))
    interval = sql.named(exp.Max(this=sql.column("interval_months")), "interval")
    started = sql.named(exp.Min(this=sql.column(asked.form.population.at)), "started")
    query = _covering(asked, days.shifted(0), _money(), interval, started, _notice(asked))
    return query.where(*drawn) if drawn else query


def _money() -> exp.Expr:
    whole = exp.Coalesce(this=monthly("amount_minor", "interval_months"), expressions=[sql.whole(0)])
    return sql.named(exp.Sum(this=whole), "money")


def _notice(asked: Asked) -> exp.Expr:
    """1 where notice was given before the day for all that the customer pays for."""
    if not asked.has_notice:
        return sql.named(exp.Min(this=sql.whole(0)), "notice")
    given = exp.LT(this=sql.column(NOTICE), expression=sql.column("cut", "cuts"))
    return sql.named(exp.Min(this=sql.case((given, sql.whole(1)), default=sql.whole(0))), "notice")


def _covering(asked: Asked, cuts: Sequence[date], *figures: exp.Expr) -> sql.Query:
    """Customers with a paid span over each of the days, by the number of the day."""
    plan, form = asked.plan, asked.form
    cut, until = sql.column("cut", "cuts"), paid_spans.span_end(plan, form)
    covers = sql.all_of(
        exp.LTE(this=sql.column(form.population.at), expression=cut),
        sql.paren(
            sql.any_of(
                exp.Is(this=until, expression=exp.Null()),
                exp.GT(this=until.copy(), expression=cut.copy()),
                # An end that is not known yet at the as-of instant is no end.
                exp.GTE(this=until.copy(), expression=sql.instant(plan.as_of)),
            )
        ),
    )
    found = sql.select(members.CUSTOMER, "number", *figures).from_(form.population.table)
    joined = found.join(_cuts(asked, cuts, "cuts").subquery("cuts"), on=covers)
    return joined.where(*paid_spans.counted(plan, form)).group_by(members.CUSTOMER, "number")


def _cuts(asked: Asked, cuts: Sequence[date], name: str) -> sql.Query:
    rows = [(sql.whole(n), sql.instant(asked.plan.instant(day))) for n, day in enumerate(cuts)]
    return sql.table_of(name, ("number", "cut"), rows)


def _begun(asked: Asked) -> sql.Query:
    """When each customer first paid."""
    population = asked.form.population
    first = sql.named(exp.Min(this=sql.column(population.at)), "first_at")
    found = sql.select(members.CUSTOMER, first).from_(population.table)
    return found.where(*paid_spans.counted(asked.plan, asked.form)).group_by(members.CUSTOMER)


def _left(asked: Asked) -> exp.Expr:
    """1 pays no longer, 0 still does, null where the horizon is not over."""
    ends = asked.days.shifted(asked.days.horizon_days)
    over = [sql.whole(number) for number, day in enumerate(ends) if day <= asked.plan.request.as_of]
    gone = exp.Is(this=sql.column(members.CUSTOMER, "stays"), expression=exp.Null())
    value = sql.case((gone, sql.whole(1)), default=sql.whole(0))
    is_over = sql.one_of(sql.column("number", "standing"), over or [sql.whole(-1)])
    return sql.named(sql.case((is_over, value)), "has_left")


def _joined(steps: sql.Query, asked: Asked, groups: Sequence[Sequence[Placed]]) -> sql.Query:
    now, dialect = sql.column("cut", "moments"), asked.dialect
    started, first = sql.column("started", "standing"), sql.column("first_at", "begun")
    found = steps.select(
        *(sql.column(name, "standing") for name in (members.CUSTOMER, "number")),
        _left(asked),
        sql.column("money", "standing"),
        sql.named(sql.column("money", "paid_before"), "money_before"),
        sql.column("interval", "standing"),
        sql.named(sql.microseconds_between(started, now, dialect), "since_start"),
        sql.named(sql.microseconds_between(first, now.copy(), dialect), "since_first"),
        sql.column("notice", "standing"),
    ).from_("standing")
    found = found.join("moments", on=_same("moments", "number"))
    found = found.join("begun", on=_same("begun", members.CUSTOMER))
    for step in ("stays", "paid_before"):
        found = found.join(step, on=_same(step, members.CUSTOMER, "number"), join_type="LEFT")
    return _with_figures(found, asked, groups)


def _with_figures(found: sql.Query, asked: Asked, groups: Sequence[Sequence[Placed]]) -> sql.Query:
    found = members.join_members(found, asked.plan, "standing")
    if asked.plan.request.by:
        found = found.select(*members.member_columns(asked.plan))
    places = sorted((place, f"known_{number}") for number, group in enumerate(groups) for place, _ in group)
    found = found.select(*(sql.column(f"figure_{place}", step) for place, step in places))
    for number in range(len(groups)):
        step = f"known_{number}"
        found = found.join(step, on=_same(step, members.CUSTOMER, "number"), join_type="LEFT")
    return found


def _same(step: str, *names: str) -> exp.Expr:
    pairs = ((sql.column(name, step), sql.column(name, "standing")) for name in names)
    return sql.all_of(*(exp.EQ(this=one, expression=other) for one, other in pairs))
