"""Who left, where no subscription says it or sources contradict each other, as far as it can be known."""

from __future__ import annotations

from copy import copy
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from holdfast.errors import InputError
from holdfast.records.words import day_text
from holdfast.service.buying_spans import BuyingSpans
from holdfast.service.checks import who_left
from holdfast.service.checks.look import Look
from holdfast.service.persons.who import WORDS
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.service.workspace import Workspace

_REPEAT = "repeat_purchase_rate"
_USUAL_DAYS = 90
_MONTH = 30.44
_WROTE = "holdfast why says what customers write about"
_BOUGHT = "holdfast measure repeat_purchase_rate and holdfast lifetime-value say what orders tell"


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer with orders that are not refunds.

    Attributes:
        customer_id: Its id.
        first: Day of its first order, an ordinal.
        last: Of its last.
        paused: It once went longer than the window without an order, and then ordered again.
        monthly_minor: What it spent a month between its first order and its last.
    """

    customer_id: str
    first: int
    last: int
    paused: bool
    monthly_minor: float


def window_days(workspace: Workspace) -> int:
    """Days without an order after which a buyer counts as gone: those of the repeat purchase rate."""
    return int(workspace.metric_parameters(_REPEAT).get("within_days", _USUAL_DAYS))


def buyers(workspace: Workspace) -> tuple[Buyer, ...]:
    """Everybody who ever ordered for money before the as-of date, by id; nobody without orders. One query.

    Raises:
        SourceError: The engine failed.
    """
    if "orders" not in workspace.tables:
        return ()
    zone, end = workspace.time_zone, _end(workspace)
    day = f"CAST((ordered_at AT TIME ZONE 'UTC') AT TIME ZONE '{zone}' AS DATE)"
    counted = f"kind = 'sale' AND amount_minor > 0 AND customer_id IS NOT NULL AND ordered_at < {end}"
    columns = f"customer_id, {day} AS day, SUM(amount_minor) AS amount"
    bought = f"SELECT {columns} FROM orders WHERE {counted} GROUP BY 1, 2"  # noqa: S608 - as below
    gaps = "day - LAG(day) OVER (PARTITION BY customer_id ORDER BY day)"
    rows = workspace.where_read().engine.rows(
        f"SELECT customer_id, MIN(day), MAX(day), MAX(gap), SUM(amount) FROM "  # noqa: S608 - as above
        f"(SELECT customer_id, day, amount, {gaps} AS gap FROM ({bought}) AS b) AS g GROUP BY 1 ORDER BY 1"
    )
    window = window_days(workspace)
    return tuple(
        _buyer(str(one), str(first), str(last), int(gap or 0) > window, float(amount or 0))
        for one, first, last, gap, amount in rows
    )


def gone(workspace: Workspace, some: tuple[Buyer, ...]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The day, an ordinal, on which each buyer's window had passed without an order; nan where it has not."""
    days = np.array([one.last for one in some], dtype=np.float64) + window_days(workspace)
    return np.where(days < workspace.as_of.toordinal(), days, np.nan)


def shop_sentence(workspace: Workspace, some: tuple[Buyer, ...]) -> str:
    """What the silence of buyers says: how many are silent, and how many came back from as long a pause."""
    days = window_days(workspace)
    silent = int(np.isfinite(gone(workspace, some)).sum())
    paused = sum(one.paused for one in some)
    return (
        f"Nobody gives notice in a shop. Of {len(some):,} customers with an order {silent:,} have not "
        f"ordered for {days} days, and {paused:,} once paused as long and ordered again: "
        "silence need not be leaving."
    )


def shop_sentence_of(workspace: Workspace) -> str:
    """How leaving is told where orders are all there is; empty for others, and for a shop without orders.

    Raises:
        SourceError: The engine failed.
    """
    if "subscriptions" in workspace.tables:
        return ""
    some = buyers(workspace)
    days = window_days(workspace)
    rule = (
        f"Who ordered within {days} days counts as a customer, and as left who at the end of the days ahead"
        f" has not ordered for {days}."
    )
    return f"{rule} {shop_sentence(workspace, some)}" if some else ""


def by_orders(workspace: Workspace) -> Workspace:
    """The same workspace, a shop's with its orders in the place of subscriptions; others as they are.

    Who ordered within the window counts as paying, who did not has left, as `holdfast why` has it.
    """
    if "subscriptions" in workspace.tables or "orders" not in workspace.tables:
        return workspace
    here = copy(workspace)
    here.engine = BuyingSpans(workspace.engine, window_days(workspace))
    return here


def refuse_without_leavers(workspace: Workspace, asked: str) -> None:
    """Nothing, where subscriptions say who left.

    Args:
        workspace: Open.
        asked: What was asked for, as messages begin with it.

    Raises:
        InputError: No subscriptions are mapped; it says what orders tell instead.
        SourceError: The engine failed.
    """
    if "subscriptions" in workspace.tables:
        return
    some = buyers(workspace)
    told = f" {shop_sentence(workspace, some)}" if some else ""
    found = f"no table says who left, since no subscriptions are mapped.{told}".rstrip(".")
    has_words = not WORDS.keys().isdisjoint(workspace.tables)
    instead = " and ".join([*([_BOUGHT] if some else []), *([_WROTE] if has_words else [])])
    remedy = f"Map subscriptions; without them {instead}" if instead else "Map subscriptions"
    raise InputError(asked, found, "subscriptions with their ends", remedy)


def refuse_nobody_left(workspace: Workspace, asked: str) -> None:
    """Nothing, where all subscriptions of some customers ended and others stay, or there are none at all.

    Raises:
        InputError: Nobody's did, or everybody's; it says which other source contradicts that.
        SourceError: The engine failed.
    """
    if "subscriptions" not in workspace.tables:
        return
    still = f"MAX(CASE WHEN ended_at IS NULL OR ended_at >= {_end(workspace)} THEN 1 ELSE 0 END)"
    by_customer = f"SELECT customer_id, {still} AS stays FROM subscriptions GROUP BY customer_id"  # noqa: S608 - an instant
    counted = f"SELECT COUNT(*) - SUM(stays), COUNT(*) FROM ({by_customer}) AS l"  # noqa: S608 - as above
    [[count, everybody]] = workspace.engine.rows(counted)
    if not count:
        told = " ".join((*ends_ahead(workspace), *contradictions(workspace)))
        remedy = told.rstrip(".") or "Map ended_at of subscriptions, or be glad: there is nothing to win here"
        raise InputError(asked, "nobody left by the subscriptions", "customers who left", remedy)
    if int(count) == int(everybody or 0):
        found = f"all {int(count):,} customers left by the subscriptions: there is nobody to keep"
        remedy = "Check that customers who stayed are in the data, without an end"
        raise InputError(asked, found, "customers who stayed", remedy)


def ends_ahead(workspace: Workspace) -> tuple[str, ...]:
    """A sentence where ends lie beyond the day up to which the data count, so that nobody left by them.

    Raises:
        SourceError: The engine failed.
    """
    asked = f"SELECT COUNT(DISTINCT customer_id) FROM subscriptions WHERE ended_at >= {_end(workspace)}"  # noqa: S608 - an instant
    [[ahead]] = workspace.engine.rows(asked)
    if not ahead:
        return ()
    told = f"Of {int(ahead):,} customers a subscription ends on {day_text(workspace.as_of)} or later"
    return (f"{told}, and the data count up to that day: state as_of under [data] if they reach further.",)


def contradictions(workspace: Workspace) -> tuple[str, ...]:
    """How many left by each source, in a sentence; none where sources do not contradict each other.

    The same that `holdfast check` finds: flags of customers, ends of subscriptions, reasons given on leaving.

    Raises:
        SourceError: The engine failed.
    """
    counts = dict.fromkeys(workspace.tables, 1)
    found = next(iter(who_left.find(Look(workspace, counts, workspace.as_of))), None)
    if found is None or found.severity == "note":
        return ()
    return (f"{found.message[0].upper()}{found.message[1:]}. {found.remedy}.",)


def _buyer(customer: str, first: str, last: str, paused: bool, amount: float) -> Buyer:  # noqa: FBT001 - a row
    begin, end = date.fromisoformat(first[:10]).toordinal(), date.fromisoformat(last[:10]).toordinal()
    return Buyer(customer, begin, end, paused, amount / max(1.0, (end - begin) / _MONTH))


def _end(workspace: Workspace) -> str:
    start = datetime.combine(workspace.as_of, time(), tzinfo=ZoneInfo(workspace.time_zone))
    return f"TIMESTAMP '{start.astimezone(UTC):%Y-%m-%d %H:%M:%S}'"
