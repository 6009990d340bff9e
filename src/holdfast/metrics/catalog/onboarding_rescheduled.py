"""How often the date of an onboarding is moved."""

from holdfast.metrics.declaration import Metric
from holdfast.metrics.forms.model import Condition, Population
from holdfast.metrics.forms.ratio import Ratio
from holdfast.metrics.forms.total import Total
from holdfast.records import MetricCard

_AGREED = Population("engagements", "scheduled_at", (Condition("kind", "in", ("onboarding",)),))

METRIC = Metric(
    card=MetricCard(
        name="onboarding_rescheduled",
        title="Times that an onboarding's date is moved",
        reading_metric=None,
        unit="ratio",
        low=0.0,
        high=None,
        better="down",
        population="onboardings whose date was agreed in the period",
        outcome="times that the date was moved, on average",
        window_days=None,
        tables=("engagements",),
    ),
    form=Ratio(Total(_AGREED, "rescheduled"), Total(_AGREED)),
    source="evidence.md, perverse effects; range after Cochran 1977, Sampling Techniques, section 6.3",
)
