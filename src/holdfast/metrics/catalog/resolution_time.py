"""Median hours from a ticket's opening to its solution."""

from dataclasses import replace

from holdfast.metrics.business_hours import TEXT
from holdfast.metrics.declaration import Metric, Parameter, Text, Variant
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

_FIRST = replace(_FULL, until="first_solved_at")

METRIC = Metric(
    card=_CARD,
    form=_FULL,
    parameters=(Parameter("limit_hours", default=72, low=0, high=8760, steps=60),),
    variants=("full", "first", "full_business_hours", "first_business_hours"),
    source="metrics.md 1.9; first and full resolution time as Zendesk names them",
    changes=(
        Variant(
            "first",
            form=_FIRST,
            card=replace(_CARD, title="First resolution time", outcome="solved for the first time"),
        ),
        Variant(
            "full_business_hours",
            form=replace(_FULL, in_business_hours=True),
            card=replace(_CARD, title="Resolution time in business hours"),
            texts=(Text(TEXT),),
        ),
        Variant(
            "first_business_hours",
            form=replace(_FIRST, in_business_hours=True),
            card=replace(
                _CARD,
                title="First resolution time in business hours",
                outcome="solved for the first time",
            ),
            texts=(Text(TEXT),),
        ),
    ),
)
