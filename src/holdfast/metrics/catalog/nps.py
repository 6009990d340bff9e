"""Net promoter score of the latest answer of each person in the period."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.model import Condition, Population, Window
from holdfast.metrics.forms.opinion import Opinion
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="nps",
        title="Net promoter score",
        reading_metric="nps",
        unit="points",
        low=-100.0,
        high=100.0,
        better="up",
        population="people who answered in the period, each with the latest answer",
        outcome="9 or 10 (promoter) less 0 to 6 (detractor)",
        window_days=None,
        tables=("surveys",),
    ),
    form=Opinion(
        population=Population("surveys", "answered_at", (Condition("score", "between", (0, 10)),)),
        score="score",
        sent="sent_at",
        survey=Condition("kind", "in", ("nps",)),
        lag=Window("response_days", "days"),
    ),
    parameters=(Parameter("response_days", default=14, low=0, high=365),),
    source="metrics.md 1.8; Reichheld 2003, Harvard Business Review 81; range after Rocks 2016",
)
