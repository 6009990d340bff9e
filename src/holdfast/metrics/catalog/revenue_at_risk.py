"""Recurring revenue at the end of a period whose contract is past due or has been given notice."""

from holdfast.metrics.declaration import Metric
from holdfast.metrics.forms.at_risk import AtRisk
from holdfast.metrics.recurring import CURRENCY, PAID_IN_CURRENCY
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="revenue_at_risk",
        title="Revenue at risk",
        reading_metric=None,
        unit="money",
        low=0.0,
        high=None,
        better="down",
        population="recurring revenue at the end of the period",
        outcome="of a contract that is past due, or has been given notice",
        window_days=None,
        tables=("subscriptions",),
        of_money=True,
    ),
    form=AtRisk(
        PAID_IN_CURRENCY,
        until="ended_at",
        requested="cancel_requested_at",
        state="state",
        overdue="past_due",
        amount="amount_minor",
        interval="interval_months",
        currency="currency",
    ),
    source="our own definition, without a model: what is already known to be likely to go",
    texts=(CURRENCY,),
)
