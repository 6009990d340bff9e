"""Tickets that are open when a period ends."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.level import Level
from holdfast.metrics.forms.model import Population, Window
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="backlog",
        title="Ticket backlog",
        reading_metric="backlog",
        unit="count",
        low=0.0,
        high=None,
        better="down",
        population="tickets opened before the end of the period",
        outcome="not solved at it",
        window_days=None,
        tables=("tickets",),
    ),
    form=Level(
        population=Population("tickets", "opened_at"),
        until="last_solved_at",
        age=Window("old_days", "days"),
    ),
    parameters=(Parameter("old_days", default=7, low=0, high=3650),),
    source="metrics.md, catalogue: backlog",
)
