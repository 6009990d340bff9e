"""Why customers leave: reasons with their weight, as the engine of reasons hands them on."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

Verdict = Literal["goes with leaving", "cannot be told apart", "no sign", "too few", "not weighed"]
Trend = Literal["growing", "shrinking", "steady", "too few"]

FEWEST_PERSONS = 5
"""Survey answers of fewer persons are not shown."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a figure rests on.

    Attributes:
        words: The customer's, masked, cut to 240 characters.
        day: Local date.
        source: ``ticket``, ``survey`` or ``leaving``.
        has_left: The customer left within half a year after them.
    """

    words: str
    day: date
    source: str
    has_left: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """A theme, and how it goes with leaving.

    Attributes:
        theme: Its short name.
        title: As reports write it.
        verdict: Whether customers who wrote about it leave more often than customers like them.
        sentence: The finding in words, made from the figures below.
        customers: Who wrote about it before they left, if they did.
        texts: In which they did.
        leavers: Those of the customers who then left within half a year.
        churn_with: Share of them that leaves in 30 days, within half a year of writing; None if not weighed.
        churn_without: The same of customers like them who wrote about as many things, and not about this.
        difference: Of the two, a share.
        low: Lower end of its 95 % range.
        high: Upper end.
        raw_gap: The difference without likeness: also against customers who never write.
        customers_lost: Leavings beyond those of customers like them, over all the data; None if not weighed.
        lost_low: Lower end of its 95 % range.
        lost_high: Upper end.
        revenue_lost: What the customers lost had paid a month, in minor units; None where not known.
        revenue_low: Lower end of its 95 % range.
        revenue_high: Upper end.
        apart_from: Titles of themes that it cannot be told apart from.
        since: Local date from which on it is written about; None for as long as the data reach back.
        trend: Whether more customers write about it in the last 90 days than in the 90 before.
        share_now: Share of customers who wrote about it in the last 90 days.
        share_before: In the 90 days before.
        segment: Where it is written about most (``size: small``); None where segments do not differ.
        segment_share: Share of the segment's customers who wrote about it.
        others_share: Share of the others.
        told_on_leaving: Customers who gave it as a reason when they left.
        quotes: Up to three, of different customers.
    """

    theme: str
    title: str
    verdict: Verdict
    sentence: str
    customers: int
    texts: int
    leavers: int
    churn_with: float | None = None
    churn_without: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    raw_gap: float | None = None
    customers_lost: float | None = None
    lost_low: float | None = None
    lost_high: float | None = None
    revenue_lost: float | None = None
    revenue_low: float | None = None
    revenue_high: float | None = None
    apart_from: tuple[str, ...] = ()
    since: date | None = None
    trend: Trend = "too few"
    share_now: float | None = None
    share_before: float | None = None
    segment: str | None = None
    segment_share: float | None = None
    others_share: float | None = None
    told_on_leaving: int = 0
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class ExitReason:
    """What customers gave as their reason when they left.

    Attributes:
        reason: As it was chosen, or the title of the theme of what was said.
        leavers: Who gave it.
        themes: Titles of the themes of what they said, the commonest first.
        wrote_before: Those of the leavers who had written about one of the themes in the half year before.
    """

    reason: str
    leavers: int
    themes: tuple[str, ...]
    wrote_before: int


@dataclass(frozen=True, slots=True)
class ProposedTheme:
    """Texts that fit no theme and are alike.

    Attributes:
        words: That they share.
        texts: How many.
        quotes: Up to three, masked.
    """

    words: tuple[str, ...]
    texts: int
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyCustomersLeave:
    """Reasons ranked by what was lost, with what they rest on.

    Attributes:
        as_of: Local date up to whose start the data are complete.
        sentence: The answer in words.
        customers: Who ever paid, in the data or the sample of them.
        left: Those of them who left.
        wrote: Those of them who wrote.
        texts: That were read.
        currency: Of the revenue; None where it is not known or there are several.
        way: How themes are told (``tfidf`` or ``sentences``).
        confirmed: Texts whose themes somebody has confirmed.
        reasons: Ranked: first those that go with leaving, by customers lost.
        exits: What was given as a reason on leaving, the commonest first.
        proposed: Themes that might be missing.
        notes: What a reader must know besides, in words.
    """

    as_of: date
    sentence: str
    customers: int
    left: int
    wrote: int
    texts: int
    currency: str | None
    way: str
    confirmed: int
    reasons: tuple[Reason, ...]
    exits: tuple[ExitReason, ...]
    proposed: tuple[ProposedTheme, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: dates in ISO 8601."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def why_of(told: Mapping[str, Any]) -> WhyCustomersLeave:
    """What `WhyCustomersLeave.to_dict` told, as it was before."""
    return WhyCustomersLeave(
        **{
            **told,
            "as_of": date.fromisoformat(told["as_of"]),
            "reasons": tuple(map(_reason_of, told["reasons"])),
            "exits": tuple(ExitReason(**{**one, "themes": tuple(one["themes"])}) for one in told["exits"]),
            "proposed": tuple(
                ProposedTheme(tuple(one["words"]), one["texts"], tuple(one["quotes"]))
                for one in told["proposed"]
            ),
            "notes": tuple(told["notes"]),
        }
    )


def _reason_of(told: Mapping[str, Any]) -> Reason:
    return Reason(
        **{
            **told,
            "apart_from": tuple(told["apart_from"]),
            "since": told["since"] and date.fromisoformat(told["since"]),
            "quotes": tuple(
                Quote(**{**one, "day": date.fromisoformat(one["day"])}) for one in told["quotes"]
            ),
        }
    )


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value.isoformat() if hasattr(value, "isoformat") else value
