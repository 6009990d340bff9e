"""Share of the review calls after which the customer gave notice within n days."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Condition, Outcome, Population, Window
from holdfast.metrics.forms.share import Share
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="cancelled_after_review",
        title="Review calls followed by a cancellation within n days",
        reading_metric=None,
        unit="share",
        low=0.0,
        high=1.0,
        better="down",
        population="review calls held in the period",
        outcome="the customer gave notice",
        window_days=14,
        tables=("engagements", "subscriptions"),
    ),
    form=Share(
        journey=Journey(
            Population("engagements", "completed_at", (Condition("kind", "in", ("review_call",)),)),
            "engagement_id",
            (Outcome("subscriptions", "cancel_requested_at"),),
        ),
        window=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=14, low=0, high=3650),),
    source="evidence.md, perverse effects; Ascarza, Iyengar and Schleicher 2016",
)
