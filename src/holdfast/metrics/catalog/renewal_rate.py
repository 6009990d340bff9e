"""Share of the contracts whose term ends in a period that are renewed."""

from dataclasses import replace

from holdfast.metrics.declaration import Metric, Parameter, Variant
from holdfast.metrics.forms.renewal import Renewal
from holdfast.metrics.recurring import CURRENCY, PAID_IN_CURRENCY
from holdfast.records import MetricCard

_CARD = MetricCard(
    name="renewal_rate",
    title="Renewal rate",
    reading_metric="renewal_rate",
    unit="share",
    low=0.0,
    high=1.0,
    better="up",
    population="contracts whose term ends in the period",
    outcome="go on beyond it",
    window_days=None,
    tables=("subscriptions",),
)
_FORM = Renewal(
    PAID_IN_CURRENCY,
    contract="subscription_id",
    until="ended_at",
    amount="amount_minor",
    interval="interval_months",
    currency="currency",
)
_OF_MONEY = replace(
    _CARD, population="recurring revenue of contracts whose term ends in the period", of_money=True
)

METRIC = Metric(
    card=_CARD,
    form=_FORM,
    parameters=(
        # A contract by the month comes up every month: that is retention.
        Parameter("least_months", default=2, low=1, high=720),
        Parameter("within_days", default=0, low=0, high=365),
    ),
    variants=("contracts", "money"),
    source="metrics.md 1.3, maturity: of those up for renewal",
    changes=(Variant("money", form=replace(_FORM, counts_money=True), card=_OF_MONEY),),
    texts=(CURRENCY,),
)
