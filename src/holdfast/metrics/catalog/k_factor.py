"""Customers that one paying customer brings by invitations: the K factor of referrals."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.coverage import Coverage
from holdfast.metrics.forms.model import Population, Window
from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.populations import PAID_SPANS
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="k_factor",
        title="K factor: accepted invitations per paying customer",
        reading_metric=None,
        unit="ratio",
        low=0.0,
        high=None,
        better="up",
        population="customers paying at the start of the period",
        outcome="invitations they sent in it that were accepted",
        window_days=30,
        tables=("subscriptions", "referrals"),
    ),
    form=Coverage(
        standing=Standing(PAID_SPANS, "ended_at"),
        occurrences=Population("referrals", "invited_at"),
        counts="occurrences",
        customer="referrer_id",
        reached="accepted_at",
        reached_within=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=30, low=0, high=3650),),
    source="metrics.md 1.10: invitations per active customer times the rate at which they are accepted",
)
