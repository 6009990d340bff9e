"""Share of tickets solved within n days of opening and never opened again."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Condition, Outcome, Population, Window
from holdfast.metrics.forms.share import Share
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="first_contact_resolution",
        title="First-contact resolution within n days",
        reading_metric="first_contact_resolution",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="tickets opened in the period",
        outcome="solved, and not opened again",
        window_days=7,
        tables=("tickets",),
    ),
    form=Share(
        journey=Journey(
            Population("tickets", "opened_at"),
            "ticket_id",
            (Outcome("tickets", "first_solved_at", (Condition("reopened", "in", (0,)),)),),
        ),
        window=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=7, low=0, high=3650),),
    source="metrics.md, catalogue: first-contact resolution; 1.9 on the population",
)
