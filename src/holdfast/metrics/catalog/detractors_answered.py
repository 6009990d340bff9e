"""Share of detractors' answers that somebody of the company answered within n days."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Condition, Outcome, Population, Window
from holdfast.metrics.forms.share import Share
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="detractors_answered",
        title="Detractors answered within n days",
        reading_metric=None,
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="answers of detractors (0 to 6) in the period",
        outcome="a meeting was held with the customer, or one of its tickets got its first reply",
        window_days=5,
        tables=("surveys", "engagements", "tickets"),
    ),
    form=Share(
        journey=Journey(
            Population(
                "surveys",
                "answered_at",
                (Condition("kind", "in", ("nps",)), Condition("score", "between", (0, 6))),
            ),
            "survey_id",
            (Outcome("engagements", "completed_at"), Outcome("tickets", "first_public_reply_at")),
        ),
        window=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=5, low=0, high=3650),),
    source="metrics.md, catalogue: detractors answered within n days",
)
