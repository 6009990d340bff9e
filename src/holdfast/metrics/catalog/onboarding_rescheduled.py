"""Share of the onboardings with an agreed date whose date was moved."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Condition, Outcome, Population, Window
from holdfast.metrics.forms.share import Share
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="onboarding_rescheduled",
        title="Onboardings whose date was moved",
        reading_metric=None,
        unit="share",
        low=0.0,
        high=1.0,
        better="down",
        population="onboardings whose date was agreed in the period",
        outcome="the date was moved",
        window_days=30,
        tables=("engagements",),
    ),
    form=Share(
        journey=Journey(
            Population("engagements", "scheduled_at", (Condition("kind", "in", ("onboarding",)),)),
            "engagement_id",
            # That it was moved is a count without a date: the agreement's own stands for it.
            (Outcome("engagements", "scheduled_at", (Condition("rescheduled", "above", (0,)),)),),
        ),
        window=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=30, low=0, high=3650),),
    source="evidence.md, perverse effects: a date that is agreed to be in time, and moved afterwards",
)
