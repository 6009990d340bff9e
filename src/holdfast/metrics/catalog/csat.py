"""Share of satisfied answers: the two best boxes of five."""

from dataclasses import replace

from holdfast.metrics.declaration import Metric, Parameter, Variant
from holdfast.metrics.forms.model import Condition, Population, Window
from holdfast.metrics.forms.rating import Rating
from holdfast.records import MetricCard

_LAG = Window("response_days", "days")
_ASKED = (Condition("kind", "in", ("csat",)),)
_SCALE, _TOP = (1, 5), (4, 5)

_CARD = MetricCard(
    name="csat",
    title="Customer satisfaction",
    reading_metric="csat",
    unit="share",
    low=0.0,
    high=1.0,
    better="up",
    population="rated interactions, each answer to a satisfaction question in the period",
    outcome="satisfied, 4 or 5 of 5",
    window_days=None,
    tables=("surveys",),
)
_SURVEYS = Rating(
    population=Population("surveys", "answered_at", _ASKED),
    score="score",
    scale=_SCALE,
    boxes=_TOP,
    sent=Population("surveys", "sent_at", _ASKED),
    lag=_LAG,
)

METRIC = Metric(
    card=_CARD,
    form=_SURVEYS,
    parameters=(Parameter("response_days", default=14, low=0, high=365),),
    variants=("standard", "mean", "tickets"),
    source="metrics.md 1.8: top-two boxes; a mean score is a different metric",
    changes=(
        Variant(
            "mean",
            form=replace(_SURVEYS, boxes=None),
            card=replace(
                _CARD,
                title="Customer satisfaction, mean score",
                unit="points",
                low=1.0,
                high=5.0,
                outcome="the mean of the scores, 1 to 5",
            ),
        ),
        Variant(
            "tickets",
            form=Rating(
                # A ticket has no instant of its rating: it counts in the period in which it was opened.
                population=Population("tickets", "opened_at", (Condition("csat", "known"),)),
                score="csat",
                scale=_SCALE,
                boxes=_TOP,
                sent=Population("tickets", "opened_at"),
                lag=_LAG,
            ),
            card=replace(
                _CARD,
                title="Customer satisfaction with tickets",
                population="rated tickets, by their opening in the period",
                tables=("tickets",),
            ),
        ),
    ),
)
