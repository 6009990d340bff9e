"""Median hours from a ticket's opening to the first public reply of an agent."""

from dataclasses import replace

from holdfast.metrics.business_hours import TEXT
from holdfast.metrics.declaration import Metric, Parameter, Text, Variant
from holdfast.metrics.forms.model import Population, Window
from holdfast.metrics.forms.wait import Wait
from holdfast.records import MetricCard

_CARD = MetricCard(
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
)
_FORM = Wait(
    population=Population("tickets", "opened_at"),
    until="first_public_reply_at",
    window=Window("limit_hours", "hours"),
)

METRIC = Metric(
    card=_CARD,
    form=_FORM,
    parameters=(Parameter("limit_hours", default=24, low=0, high=8760, steps=60),),
    variants=("standard", "business_hours"),
    source="metrics.md 1.9; Zendesk article 4408834848154",
    changes=(
        Variant(
            "business_hours",
            form=replace(_FORM, in_business_hours=True),
            card=replace(_CARD, title="First response time in business hours"),
            texts=(Text(TEXT),),
        ),
    ),
)
