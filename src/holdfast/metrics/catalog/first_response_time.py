"""Median hours from a ticket's opening to the first public reply of an agent."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.model import Population, Window
from holdfast.metrics.forms.wait import Wait
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="first_response_time",
        title="First response time",
        reading_metric="first_response_time",
        unit="hours",
        low=0.0,
        high=None,
        better="down",
        population="tickets opened in the period",
        outcome="the first public reply of an agent",
        window_days=None,
        tables=("tickets",),
    ),
    form=Wait(
        population=Population("tickets", "opened_at"),
        until="first_public_reply_at",
        window=Window("limit_hours", "hours"),
    ),
    parameters=(Parameter("limit_hours", default=24, low=0, high=8760, steps=60),),
    source="metrics.md 1.9; Zendesk article 4408834848154",
)
