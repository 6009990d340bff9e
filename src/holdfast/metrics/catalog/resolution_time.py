"""Median hours from a ticket's opening to its solution."""

from dataclasses import replace

from holdfast.metrics.declaration import Metric, Parameter, Variant
from holdfast.metrics.forms.model import Population, Window
from holdfast.metrics.forms.wait import Wait
from holdfast.records import MetricCard

_CARD = MetricCard(
    name="resolution_time",
    title="Resolution time",
    reading_metric="resolution_time",
    unit="hours",
    low=0.0,
    high=None,
    better="down",
    population="tickets opened in the period",
    outcome="solved for the last time, after reopenings",
    window_days=None,
    tables=("tickets",),
)
_FULL = Wait(
    population=Population("tickets", "opened_at"),
    until="last_solved_at",
    window=Window("limit_hours", "hours"),
)

METRIC = Metric(
    card=_CARD,
    form=_FULL,
    parameters=(Parameter("limit_hours", default=72, low=0, high=8760, steps=60),),
    variants=("full", "first"),
    source="metrics.md 1.9; first and full resolution time as Zendesk names them",
    changes=(
        Variant(
            "first",
            form=replace(_FULL, until="first_solved_at"),
            card=replace(_CARD, title="First resolution time", outcome="solved for the first time"),
        ),
    ),
)
