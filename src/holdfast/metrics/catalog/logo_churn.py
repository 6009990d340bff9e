"""Share of the customers paying at the start of a period who no longer pay at its end."""

from holdfast.metrics.declaration import Metric
from holdfast.metrics.forms.model import Condition, Population
from holdfast.metrics.forms.standing import Standing
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="logo_churn",
        title="Logo churn",
        reading_metric="churn_rate",
        unit="share",
        low=0.0,
        high=1.0,
        better="down",
        population="customers paying at the start of the period",
        outcome="no longer paying at its end",
        window_days=None,
        tables=("subscriptions",),
    ),
    form=Standing(
        population=Population(
            "subscriptions",
            "started_at",
            (
                # A paused subscription and a trial take no money; one past due does until it ends.
                Condition("state", "in", ("active", "past_due", "ended")),
                Condition("amount_minor", "above", (0,)),
            ),
        ),
        until="ended_at",
    ),
    source="metrics.md 1.1, after ChartMogul's standard customer churn rate",
)
