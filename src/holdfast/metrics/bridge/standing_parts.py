"""What a customer adds to numerator and denominator by each live formula of a standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.forms.standing import AVERAGE, BAREMETRICS, DAILY, STRIPE, Standing
from holdfast.records.bridge import BridgePart

if TYPE_CHECKING:
    from holdfast.metrics.bridge.model import Facts
    from holdfast.metrics.plan import Plan


def standing_of(plan: Plan) -> Standing:
    """The form of the plan's metric.

    Raises:
        InputError: The metric is of another form: its variants do not compare who stands.
    """
    form = plan.metric.form
    if not isinstance(form, Standing):
        raise InputError(
            f"bridge of {plan.metric.card.name}",
            "its variants do not compare who stands when",
            "logo_churn or retention_rate",
            "Leave the bridge out",
        )
    return form


def part_of(variant: str, form: Standing, facts: Facts) -> BridgePart:
    """What one customer with these facts adds; the same figures as `finish.standing` takes from sums."""
    gone = int(facts.leavings > 0 and not facts.at_end)
    match variant:
        case _ if variant == STRIPE:
            return BridgePart(gone * facts.leavings, facts.at_start + facts.joinings)
        case _ if variant == BAREMETRICS:
            return BridgePart(gone, facts.at_start)
        case _ if variant == AVERAGE:
            return BridgePart(gone, facts.at_start + facts.at_end)
        case _ if variant == DAILY:
            return BridgePart(facts.lost_days, facts.days)
    stays = facts.at_start * facts.at_end
    return BridgePart(stays if form.counts == "kept" else facts.at_start - stays, facts.at_start)
