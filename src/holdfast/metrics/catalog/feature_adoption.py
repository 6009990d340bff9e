"""Share of the customers active in a period, or of new ones, who used a feature."""

from dataclasses import replace

from holdfast.metrics.declaration import Metric, Parameter, Text, Variant
from holdfast.metrics.forms.adoption import Adoption
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Condition, Outcome, Population, Window
from holdfast.metrics.forms.share import Share
from holdfast.metrics.parameters import Choice
from holdfast.metrics.populations import PAID_SPANS
from holdfast.records import MetricCard

_LEAST = Parameter("minimum_occurrences", default=1, low=1, high=1000)
_WINDOW = Window("within_days", "days")
_USES = Outcome("events", "occurred_at", (Condition("name", "named", ("event",)),))

_CARD = MetricCard(
    name="feature_adoption",
    title="Feature adoption",
    reading_metric="adoption",
    unit="share",
    low=0.0,
    high=1.0,
    better="up",
    population="customers with an event in the period",
    outcome="enough events of the feature in it",
    window_days=None,
    tables=("events",),
)
_NEW = replace(
    _CARD,
    title="Feature adoption within n days",
    population="customers who signed, free accounts too",
    outcome="enough events of the feature",
    window_days=30,
    tables=("customers", "events"),
)

METRIC = Metric(
    card=_CARD,
    form=Adoption(population=Population("events", "occurred_at"), event="event", active="active_event"),
    parameters=(
        _LEAST,
        Choice("actor", ("customer", "person")),
        Parameter("within_days", default=30, low=0, high=3650),
    ),
    variants=("standard", "after_signing", "after_first_payment"),
    source="metrics.md, the catalogue; the window of a use is the period that is measured, or n days",
    texts=(Text("event"), Text("active_event")),
    changes=(
        Variant(
            "after_signing",
            form=Share(
                Journey(Population("customers", "signed_at"), "customer_id", (_USES,), count=_LEAST.name),
                _WINDOW,
            ),
            card=_NEW,
        ),
        Variant(
            "after_first_payment",
            form=Share(
                Journey(
                    PAID_SPANS,
                    "customer_id",
                    (_USES,),
                    is_first=True,
                    is_of_row=False,
                    count=_LEAST.name,
                ),
                _WINDOW,
            ),
            card=replace(
                _NEW,
                population="customers whose first paid subscription began in the period",
                tables=("subscriptions", "events"),
            ),
        ),
    ),
)
