"""Share of the customers paying at the end of a period with whom a review call was held lately."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.coverage import Coverage
from holdfast.metrics.forms.model import Condition, Population, Window
from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.populations import PAID_SPANS
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="review_coverage",
        title="Accounts with a review call within n days",
        reading_metric=None,
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="customers paying at the end of the period",
        outcome="a review call was held lately",
        window_days=30,
        tables=("subscriptions", "engagements"),
    ),
    form=Coverage(
        standing=Standing(PAID_SPANS, "ended_at"),
        occurrences=Population("engagements", "completed_at", (Condition("kind", "in", ("review_call",)),)),
        counts="customers",
        window=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=30, low=1, high=3650),),
    source="metrics.md, catalogue: accounts with a review in the last month",
)
