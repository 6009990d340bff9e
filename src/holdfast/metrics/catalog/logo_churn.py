"""Share of the customers paying at the start of a period who no longer pay at its end."""

from dataclasses import replace

from holdfast.metrics import trailing
from holdfast.metrics.declaration import Metric, Parameter, Variant
from holdfast.metrics.forms.standing import AVERAGE, BAREMETRICS, DAILY, REQUESTED, VARIANTS, Standing
from holdfast.metrics.populations import PAID_SPANS
from holdfast.records import MetricCard

_FORM = Standing(PAID_SPANS, until="ended_at")

_CARD = MetricCard(
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
)
# Joiners are in the numerator only, or days are added up.
_NO_SHARE = replace(_CARD, high=None)

METRIC = Metric(
    card=_CARD,
    form=_FORM,
    parameters=(
        *trailing.PARAMETERS,
        # Only the variant baremetrics reads it.
        Parameter("delinquent_days", default=30, low=0, high=3650),
    ),
    variants=VARIANTS,
    source="metrics.md 1.1, after ChartMogul, Stripe and Baremetrics",
    changes=(
        Variant(REQUESTED, form=replace(_FORM, requested="cancel_requested_at")),
        *(Variant(name, card=_NO_SHARE) for name in (DAILY, BAREMETRICS, AVERAGE)),
    ),
)
