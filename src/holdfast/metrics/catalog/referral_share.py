"""Share of new customers whom a customer had referred."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import Outcome, Window
from holdfast.metrics.forms.share import Share
from holdfast.metrics.populations import SIGNED_CUSTOMERS
from holdfast.records import MetricCard

METRIC = Metric(
    card=MetricCard(
        name="referral_share",
        title="Referral share of new customers, attributed within n days",
        reading_metric="referral",
        unit="share",
        low=0.0,
        high=1.0,
        better="up",
        population="new customers, free accounts left out",
        outcome="accepted another customer's invitation",
        window_days=30,
        tables=("customers", "referrals"),
    ),
    form=Share(
        journey=Journey(
            SIGNED_CUSTOMERS,
            "customer_id",
            (Outcome("referrals", "accepted_at"),),
            since="window",
            customer="referred_customer_id",
        ),
        window=Window("within_days", "days"),
    ),
    parameters=(Parameter("within_days", default=30, low=0, high=3650),),
    source="metrics.md 1.10: new customers attributed to a referral, with the accept window mature",
)
