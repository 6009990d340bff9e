"""Customer effort score: agreement that it was easy (2.0), or the effort itself (1.0)."""

from dataclasses import replace

from holdfast.metrics.declaration import Metric, Parameter, Variant
from holdfast.metrics.forms.model import Condition, Population, Window
from holdfast.metrics.forms.rating import Rating
from holdfast.records import MetricCard

_ASKED = (Condition("kind", "in", ("ces",)),)
_AGREEMENT, _EASY = (1, 7), (5, 7)
_EFFORT, _HARD = (1, 5), (4, 5)

_CARD = MetricCard(
    name="ces",
    title="Customer effort score",
    reading_metric="ces",
    unit="share",
    low=0.0,
    high=1.0,
    better="up",
    population="answers to an effort question in the period",
    outcome="agreed that it was easy, 5 to 7 of 7 (CES 2.0)",
    window_days=None,
    tables=("surveys",),
)
_FORM = Rating(
    population=Population("surveys", "answered_at", _ASKED),
    score="score",
    scale=_AGREEMENT,
    boxes=_EASY,
    sent=Population("surveys", "sent_at", _ASKED),
    lag=Window("response_days", "days"),
)

METRIC = Metric(
    card=_CARD,
    form=_FORM,
    parameters=(Parameter("response_days", default=14, low=0, high=365),),
    variants=("standard", "mean", "effort_mean", "effort_share"),
    source="metrics.md 1.8: state wording and direction; 2.0 is agreement 1 to 7, 1.0 effort 1 to 5",
    changes=(
        Variant(
            "mean",
            form=replace(_FORM, boxes=None),
            card=replace(
                _CARD,
                title="Customer effort score 2.0, mean agreement that it was easy",
                unit="points",
                low=1.0,
                high=7.0,
                outcome="the mean agreement that it was easy, 1 to 7 (CES 2.0)",
            ),
        ),
        Variant(
            "effort_mean",
            form=replace(_FORM, scale=_EFFORT, boxes=None),
            card=replace(
                _CARD,
                title="Customer effort score 1.0, mean effort",
                unit="points",
                low=1.0,
                high=5.0,
                better="down",
                outcome="the mean effort, 1 to 5 (CES 1.0)",
            ),
        ),
        Variant(
            "effort_share",
            form=replace(_FORM, scale=_EFFORT, boxes=_HARD),
            card=replace(
                _CARD,
                title="Customer effort score 1.0, share with much effort",
                better="down",
                outcome="much effort, 4 or 5 of 5 (CES 1.0)",
            ),
        ),
    ),
)
