"""Share of the questions sent in a period that were answered within n days of sending."""

from holdfast.metrics.declaration import Metric, Parameter, Variant
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Condition, Outcome, Population, Window
from holdfast.metrics.forms.share import Share
from holdfast.records import MetricCard


def _of_kind(*kinds: str) -> Share:
    where = (Condition("kind", "in", kinds),) if kinds else ()
    return Share(
        journey=Journey(
            Population("surveys", "sent_at", where), "survey_id", (Outcome("surveys", "answered_at"),)
        ),
        window=Window("within_days", "days"),
    )


METRIC = Metric(
    card=MetricCard(
        name="survey_response_rate",
        title="Survey response rate within n days",
        reading_metric="survey_response_rate",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="questions sent in the period",
        outcome="answered",
        window_days=14,
        tables=("surveys",),
    ),
    form=_of_kind(),
    parameters=(Parameter("within_days", default=14, low=0, high=3650),),
    variants=("standard", "nps", "csat", "ces"),
    changes=tuple(Variant(kind, form=_of_kind(kind)) for kind in ("nps", "csat", "ces")),
    source="metrics.md 1.8: always ship sent, answered, response rate, with the response lag as maturity",
)
