"""Who is at risk of leaving, how far the chances can be trusted, and what is at stake."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records.contact import ContactEffect


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One customer.

    Attributes:
        customer_id: The account.
        chance: Of leaving within the horizon, 0..1.
        monthly_minor: What it pays a month, in minor units; None where that is not known.
        because: What the score rests on, in words, the strongest first; the score is high because of it,
            which is not why the customer leaves.
        gave_notice: It has given notice already: there is nothing left to find out.
        kept: How many customers contacting this one keeps, by the holdouts, -1..1: below 0 where contact does
            harm; None where they do not tell.
    """

    customer_id: str
    chance: float
    monthly_minor: float | None
    because: tuple[str, ...]
    gave_notice: bool = False
    kept: float | None = None


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Customers with chances near each other: how many, mean chance, and share that left (0..1)."""

    customers: int
    expected: float
    happened: float


@dataclass(frozen=True, slots=True)
class Trust:
    """How the chances did on customers that the model had not seen.

    Attributes:
        where: On whom they were checked, in words.
        customers: How many.
        left: How many of them left.
        auc: Chance that one who left had the higher chance than one who stayed; None if nobody left.
        brier: Mean squared difference of chance and outcome.
        brier_of_base: The same where everybody has the common share.
        error: Mean distance of chance and share that left, over ten bins, 0..1.
        error_by_chance: How large that is on average when every chance is right.
        bins: By chance, from low to high.
        auc_by_lot: What an order by lot stays below nineteen times in twenty; None as for `auc`.
        is_better_than_lot: The order parts leavers from others beyond that; None where it cannot be told.
    """

    where: str
    customers: int
    left: int
    auc: float | None
    brier: float
    brier_of_base: float
    error: float
    error_by_chance: float
    bins: tuple[ReliabilityBin, ...]
    auc_by_lot: float | None = None
    is_better_than_lot: bool | None = None


@dataclass(frozen=True, slots=True)
class MoneyAtRisk:
    """Monthly money of customers that may leave within the horizon.

    Attributes:
        expected_minor: Sum of chance times money, in minor units a month.
        low_minor: Lower end of the 90 % range.
        high_minor: Upper end.
        lost_minor: What was then lost; None while it is not known.
        paid_minor: What all of them pay a month.
    """

    expected_minor: float
    low_minor: float
    high_minor: float
    lost_minor: float | None
    paid_minor: float


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the list would have said a horizon ago, and what became of it.

    Attributes:
        day: Of the list; the model was fitted on what was known by then.
        named: Customers on the list.
        named_left: Of them.
        others: All other customers.
        others_left: Of them.
        leavers_by_lot: How many of as many customers drawn by lot would have left.
        money: At risk then, and lost since; None where amounts are in several currencies.
    """

    day: date
    named: int
    named_left: int
    others: int
    others_left: int
    leavers_by_lot: float
    money: MoneyAtRisk | None


@dataclass(frozen=True, slots=True)
class Tried:
    """A model that was tried: its name, mean log loss on the later period, and whether it was taken."""

    model: str
    loss: float
    taken: bool


@dataclass(frozen=True, slots=True)
class SegmentAtRisk:
    """Customers of one segment.

    Attributes:
        column: Of customers.
        value: Of the column; ``(none)`` where it is empty.
        customers: How many have a chance.
        expected_leavers: Sum of their chances.
        expected_minor: Monthly money at risk, minor units; None where it is not known.
        listed: Those to look at, in order; at most 50.
    """

    column: str
    value: str
    customers: int
    expected_leavers: float
    expected_minor: float | None
    listed: tuple[AtRisk, ...]


@dataclass(frozen=True, slots=True)
class RiskReport:
    """Who is at risk.

    Attributes:
        doubt: What must be said before the list, that it or its chances are no better than lot; else empty.
        as_of: Day of the chances; what happened from its start on was not looked at. None without time.
        horizon_days: Within which leaving counts; None without time.
        customers: How many have a chance.
        expected_leavers: Sum of their chances.
        events: Customers that left in what the model was fitted on.
        model: Which was taken, in words.
        listed: The customers to look at, in order.
        order: By what they are ordered: ``chance`` or ``revenue``.
        listed_share: Share of the expected leavers that is on the list, 0..1.
        gave_notice: Customers that gave notice already; they are not on the list.
        money: At risk now; None where it is not known.
        currency: ISO 4217; None where there are several, or none.
        trust: How the chances did on a later period, or on customers left out; None where that could not be
            checked.
        receipt: None where there is no earlier period to hold it against.
        tried: Models that were tried.
        rests_on: Families of features by how much they tell on the whole, the strongest first.
        left_out: Columns that know the future, with the reason.
        notes: What a reader must know besides.
        contact: What contact changes by the holdouts; None where they were not looked at.
        segments: The same by segment, where that was asked for, by column and size.
    """

    doubt: str = field(default="", kw_only=True)
    as_of: date | None
    horizon_days: int | None
    customers: int
    expected_leavers: float
    events: int
    model: str
    listed: tuple[AtRisk, ...]
    order: str
    listed_share: float
    gave_notice: int
    money: MoneyAtRisk | None
    currency: str | None
    trust: Trust | None
    receipt: Receipt | None
    tried: tuple[Tried, ...]
    rests_on: tuple[tuple[str, float], ...]
    left_out: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    contact: ContactEffect | None = None
    segments: tuple[SegmentAtRisk, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: dates in ISO 8601."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
