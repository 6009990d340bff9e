"""The worth of keeping customers as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from holdfast.records.words import day_text, range_text, segment_text, value_text
from holdfast.report.lifetime_value import iso, table_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records.worth import Effort, ExitCost, Leavers, Renewing, Winning, Worth


def worth_text(found: Worth) -> str:
    """What a point is worth first, then on whom it rests, what may be spent, and what leaving cost."""
    parts = [
        "\n".join(point_lines(found)),
        "\n".join(f"- {note}" for note in found.notes),
        f"How they renew:\n\n{_renewing(found)}",
    ]
    if len(found.segments) > 1:
        parts.append(f"By segment:\n\n{_segments(found)}")
    if found.effort:
        parts.append(effort_text(found, found.effort))
    if found.winning:
        parts.append(winning_text(found, found.winning))
    if found.exits:
        parts.append(f"What leaving cost in the last twelve months, by the reason given:\n\n{_exits(found)}")
    return "\n\n".join(parts) + "\n"


def worth_json(found: Worth) -> str:
    """All figures under the names of the record; dates as ISO text, shares 0..1, money in minor units."""
    document = asdict(found)
    for written, one in zip(document["segments"], found.segments, strict=True):
        written |= {"segment": dict(one.segment), "share": one.share, "point_minor": one.point_minor}
    if found.winning:
        document["winning"]["cost_minor"] = found.winning.cost_minor
    if found.effort:
        document["effort"] |= {
            "can_pay": found.effort.can_pay,
            "cost_per_kept_minor": found.effort.cost_per_kept_minor,
        }
    return json.dumps(document, ensure_ascii=False, indent=2, default=iso) + "\n"


def point_lines(found: Worth) -> Iterator[str]:
    """What a point is worth, whom it keeps, and what keeping one brings; the first line is a title."""
    everybody = found.segments[0]
    yield f"What one point of retention is worth, as of {day_text(found.as_of)}"
    if everybody.point_minor is None or everybody.worth_minor is None or everybody.stayer_minor is None:
        yield "Nobody is expected to leave within a year."
        return
    share = value_text(everybody.share, "share")
    leaver, stayer = _money(found, everybody.worth_minor), _money(found, everybody.stayer_minor)
    held = range_text(found.point_range, "money", currency=found.currency)
    yield (
        f"Of {everybody.customers:,} customers, {everybody.leavers:,.0f} ({share}) leave within a year if "
        "things carry on."
    )
    yield (
        f"One point is {everybody.point_customers:,.1f} customers more who are still there a year from now. "
        f"It is worth {_money(found, everybody.point_minor)} over {found.months} months, discounted by "
        f"{100 * found.discount_rate:g} % a year (range {held})."
    )
    yield (
        f"Keeping one who would leave brings {leaver}: who was about to leave stays likely to. "
        f"One who is from then on like the others would bring {stayer}."
    )


def _renewing(found: Worth) -> str:
    head = ("contract", "customers", "leave in a year", "last year: predicted", "renewals made")
    return table_text(head, [_contract(one) for one in found.renewing])


def _contract(one: Renewing) -> tuple[str, ...]:
    months = "1 month" if one.interval_months == 1 else f"{one.interval_months} months"
    predicted = "" if one.predicted is None else f"{one.predicted:,.0f}"
    made = "" if one.predicted is None else f"{one.actual:,}"
    return (months, f"{one.customers:,}", f"{one.leavers:,.0f}", predicted, made)


def _segments(found: Worth) -> str:
    head = ("segment", "customers", "leave in a year", "share", "one kept is worth", "a point is worth")
    return table_text(head, [_segment(found, one) for one in found.segments])


def _segment(found: Worth, one: Leavers) -> tuple[str, ...]:
    return (
        segment_text(one.segment) + ("" if one.has_own_model else " (by everybody's model)"),
        f"{one.customers:,}",
        f"{one.leavers:,.0f}",
        value_text(one.share, "share"),
        "" if one.worth_minor is None else _money(found, one.worth_minor),
        "" if one.point_minor is None else _money(found, one.point_minor),
    )


def effort_text(found: Worth, effort: Effort) -> str:
    """What an effort must keep to pay for itself, and what it kept where that is known."""
    cost = _money(found, effort.cost_minor)
    needed = (
        f"An effort of {cost} for {effort.reach:,} customers pays if it keeps {effort.break_even:,.1f} of "
        f"them: {100 * effort.break_even / effort.reach:,.1f} points of retention."
    )
    there = f"Of these customers {effort.leavers:,.0f} leave within a year if things carry on"
    can = f"{there}." if effort.can_pay else f"{there}: keeping all of them would not pay for it."
    if effort.kept is None:
        return f"{needed} {can}"
    each = effort.cost_per_kept_minor
    if each is None:
        return f"{needed} {can} It kept nobody."
    worth = (found.segments[0].worth_minor or 0) * effort.kept
    balance = "more than it cost" if worth > effort.cost_minor else "less than it cost"
    return (
        f"{needed} {can} It kept {effort.kept:,.1f}, at {_money(found, each)} each; "
        f"they are worth {_money(found, worth)}, {balance}."
    )


def winning_text(found: Worth, won: Winning) -> str:
    """What a new customer is worth, beside what winning one costs where that is known."""
    pays, worth = _money(found, won.monthly_minor), _money(found, won.worth_minor)
    text = (
        f"A new customer ({won.customers:,} in the last twelve months) pays {pays} a month and is worth "
        f"{worth} over {found.months} months."
    )
    if won.cost_minor is None:
        return f"{text} What winning one costs is not known: the table costs has no costs of acquisition."
    times = f"; it is worth {won.worth_minor / won.cost_minor:.1f} times as much" if won.cost_minor else ""
    back = (
        f"It has paid for itself after {won.payback_months} months."
        if won.payback_months is not None
        else f"It does not pay for itself within {found.months} months."
    )
    return f"{text} Winning one costs {_money(found, won.cost_minor)}{times}. {back}"


def _exits(found: Worth) -> str:
    head = ("reason", "customers", "paid a year", "keeping them was worth")
    return table_text(head, [_exit(found, one) for one in found.exits])


def _exit(found: Worth, one: ExitCost) -> tuple[str, ...]:
    reason = one.reason or "not known"
    return (reason, f"{one.customers:,}", _money(found, one.yearly_minor), _money(found, one.worth_minor))


def _money(found: Worth, minor: float) -> str:
    return value_text(minor, "money", currency=found.currency)
