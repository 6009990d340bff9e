"""Share of the issues customers raised that were resolved within n days."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Outcome, Population, Window
from holdfast.metrics.forms.share import Share
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="issues_resolved",
        title="Issues resolved within n days",
        reading_metric=None,
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="issues raised in the period",
        outcome="resolved",
        window_days=14,
        tables=("issues",),
    ),
    form=Share(
        journey=Journey(Population("issues", "raised_at"), "issue_id", (Outcome("issues", "resolved_at"),)),
        window=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=14, low=0, high=3650),),
    source="metrics.md, catalogue: raised issues resolved within n days",
)
