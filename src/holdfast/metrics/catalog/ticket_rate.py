"""Tickets of a period per 100 customers who paid at its start."""

from holdfast.metrics.declaration import Metric
from holdfast.metrics.forms.coverage import Coverage
from holdfast.metrics.forms.model import Population
from holdfast.metrics.forms.standing import Standing
from holdfast.metrics.populations import PAID_SPANS
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="ticket_rate",
        title="Tickets per 100 paying customers",
        reading_metric="ticket_volume",
        unit="count",
        low=0.0,
        high=None,
        better="down",
        population="customers paying at the start of the period",
        outcome="tickets they opened in it, per 100 of them",
        window_days=None,
        tables=("subscriptions", "tickets"),
    ),
    form=Coverage(
        standing=Standing(PAID_SPANS, "ended_at"),
        occurrences=Population("tickets", "opened_at"),
        counts="occurrences",
        per=100,
    ),
    source="metrics.md, catalogue: ticket rate; range after Cochran 1977, Sampling Techniques, section 6.3",
)
