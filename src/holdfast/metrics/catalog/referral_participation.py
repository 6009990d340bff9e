"""Share of the customers paying at the start of a period who invited somebody in it."""

from holdfast.metrics.declaration import Metric
from holdfast.metrics.forms.coverage import Coverage
from holdfast.metrics.forms.model import Population
from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.populations import PAID_SPANS
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="referral_participation",
        title="Referral participation",
        reading_metric=None,
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="customers paying at the start of the period",
        outcome="invited somebody in it",
        window_days=None,
        tables=("subscriptions", "referrals"),
    ),
    form=Coverage(
        standing=Standing(PAID_SPANS, "ended_at"),
        occurrences=Population("referrals", "invited_at"),
        counts="customers",
        customer="referrer_id",
    ),
    source="metrics.md 1.10: referrers of active customers",
)
