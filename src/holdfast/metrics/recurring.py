"""What the metrics of recurring revenue share, so that they cannot drift apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.metrics.declaration import Text
from holdfast.metrics.forms.model import Condition
from holdfast.metrics.forms.recurring import Recurring
from holdfast.metrics.populations import PAID_SPANS

if TYPE_CHECKING:
    from holdfast.metrics.forms.recurring import Figure

CURRENCY = Text("currency")
"""The one currency that counts; any, where none is named and the data have only one."""

PAID_IN_CURRENCY = replace(
    PAID_SPANS, where=(*PAID_SPANS.where, Condition("currency", "named", ("currency",)))
)
"""Spans that are paid for, of the currency asked for."""


def recurring(figure: Figure) -> Recurring:
    """The form of one figure of recurring revenue."""
    return Recurring(
        PAID_IN_CURRENCY,
        until="ended_at",
        amount="amount_minor",
        interval="interval_months",
        currency="currency",
        figure=figure,
    )
