"""How many customers are new, returning, resurrecting or dormant in a period."""

from dataclasses import replace

from holdfast.metrics.declaration import Metric, Text, Variant
from holdfast.metrics.forms.lifecycle import DORMANT, NEW, RESURRECTING, RETURNING, Lifecycle
from holdfast.metrics.forms.model import Condition, Population
from holdfast.metrics.parameters import Choice
from holdfast.records import MetricCard

_CARD = MetricCard(
    name="lifecycle",
    title="Lifecycle",
    reading_metric=None,
    unit="count",
    low=0.0,
    high=None,
    better="up",
    population="customers with an event in the period or in the one before",
    outcome="they are in the state that the variant names",
    window_days=None,
    tables=("events",),
)

METRIC = Metric(
    card=_CARD,
    form=Lifecycle(
        population=Population("events", "occurred_at", (Condition("name", "named", ("event",)),)),
        event="event",
    ),
    parameters=(Choice("actor", ("customer", "person")),),
    variants=(NEW, RETURNING, RESURRECTING, DORMANT),
    source="metrics.md 1.7; PostHog",
    changes=(Variant(DORMANT, card=replace(_CARD, better="down")),),
    texts=(Text("event"),),
)
