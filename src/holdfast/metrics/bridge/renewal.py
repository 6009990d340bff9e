"""From renewals by count to renewals by money: whose contracts weigh more, or less, than the mean one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from holdfast.metrics.bridge.model import Found
from holdfast.metrics.bridge.renewal_facts import counting, listing
from holdfast.metrics.bridge.whole_units import MoneyFacts, difference, whole_changes, whole_sides
from holdfast.metrics.finish.flows import minor
from holdfast.metrics.forms.recurring import UNITS
from holdfast.metrics.forms.renewal import LAPSED, RENEWED, Renewal
from holdfast.records.bridge import BridgeGroup, BridgeLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.metrics.bridge.model import Lines, Plans, Values
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Cell, Engine
    from holdfast.records import Measurement
    from holdfast.records.bridge import BridgePart

    Key = tuple[int, int]

_OUTCOMES = {RENEWED: "renewed", LAPSED: "lapsed"}
_WEIGHTS = {-1: "costs less by contract than the mean", 1: "costs more by contract than the mean"}


class Whole(NamedTuple):
    """All contracts decided: how many, and what they cost by the month in parts of a minor unit."""

    contracts: int
    money: int


def compare(engine: Engine, plans: Plans, values: Values) -> Found:
    """Customers by what became of their contracts, and by whether these cost more than the mean.

    A count is what money would be if each contract cost the mean: so both values are shown in money, over one
    denominator, and what a customer changes is what the contracts cost more, or less, than as many mean ones.
    """
    rows = engine.rows(counting(plans[0], engine.dialect))
    if not rows:  # all contracts cost the same, or none is due
        of_money = next(value for value, plan in zip(values, plans, strict=True) if _is_money(plan))
        at_mean = (of_money.numerator, of_money.denominator)
        return Found((), tuple, _restated(plans, values, at_mean))
    whole = Whole(int(rows[0][-2] or 0), int(rows[0][-1] or 0))
    restated = _restated(plans, values, _at_mean(plans, values, whole))
    sums = {(int(row[0] or 0), int(row[1] or 0)): _facts(plans[0], row[2:], whole) for row in rows}
    changes = whole_changes(list(sums.values()), difference(restated), _unit(whole))
    shown = dict(zip(sums, changes, strict=True))
    groups = [BridgeGroup(_reason(key), sums[key].customers, change) for key, change in shown.items()]
    by_size = tuple(sorted(groups, key=lambda group: (-group.customers, group.reason)))
    return Found(by_size, partial(_lines, engine, plans, shown, whole), restated, _note(plans, values, whole))


def _is_money(plan: Plan) -> bool:
    assert isinstance(plan.metric.form, Renewal)  # noqa: S101 - the caller chose this module by the form
    return plan.metric.form.counts_money


def _unit(whole: Whole) -> int:
    """Parts of a minor unit in which what mean contracts cost is a whole number too."""
    return UNITS * whole.contracts


def _facts(plan: Plan, cells: Sequence[Cell], whole: Whole) -> MoneyFacts:
    """From customers, contracts, renewed ones, and the money of both; the plan is that of the first value."""
    customers, contracts, renewed, money, kept = (int(cell or 0) for cell in cells[:5])
    by_count = (renewed * whole.money, contracts * whole.money)
    by_money = (kept * whole.contracts, money * whole.contracts)
    first, second = (by_money, by_count) if _is_money(plan) else (by_count, by_money)
    return MoneyFacts(customers, first[0], second[0], first[1], second[1])


def _at_mean(plans: Plans, values: Values, whole: Whole) -> tuple[int, int]:
    """Numerator and denominator of the count in minor units, each contract at the mean price."""
    counted = _of_count(plans, values)
    return minor(counted.numerator * whole.money, _unit(whole)), minor(whole.money)


def _of_count(plans: Plans, values: Values) -> Measurement:
    return next(value for value, plan in zip(values, plans, strict=True) if not _is_money(plan))


def _restated(plans: Plans, values: Values, at_mean: tuple[int, int]) -> Values:
    first, second = (
        value
        if _is_money(plan)
        else replace(
            value,
            numerator=at_mean[0],
            denominator=at_mean[1],
            of_money=True,
            details=(("contracts", value.denominator), ("contracts_renewed", value.numerator)),
        )
        for value, plan in zip(values, plans, strict=True)
    )
    return first, second


def _note(plans: Plans, values: Values, whole: Whole) -> str:
    counted = _of_count(plans, values)
    mean = minor(whole.money, _unit(whole))
    return (
        f"{counted.numerator:,} of {counted.denominator:,} contracts were renewed. Both sides are in minor "
        f"units of money by the month; in {counted.variant} each contract costs the mean, {mean:,}."
    )


def _reason(key: Key) -> str:
    outcome, weight = key
    words = _OUTCOMES.get(outcome, "some of several contracts renewed")
    return f"{words}; {_WEIGHTS.get(weight, 'in all they cost as much as mean ones')}"


def _lines(engine: Engine, plans: Plans, shown: Mapping[Key, BridgePart], whole: Whole) -> Lines:
    by_key: defaultdict[Key, list[Sequence[Cell]]] = defaultdict(list)
    for row in sorted(engine.rows(listing(plans[0], engine.dialect)), key=lambda row: str(row[0])):
        by_key[int(row[1] or 0), int(row[2] or 0)].append(row)
    found = [
        line for key, rows in by_key.items() for line in _of_group(plans[0], key, rows, shown[key], whole)
    ]
    return tuple(sorted(found, key=lambda line: line.customer_id))


def _of_group(
    plan: Plan, key: Key, rows: Sequence[Sequence[Cell]], total: BridgePart, whole: Whole
) -> Iterator[BridgeLine]:
    facts = [_facts(plan, (1, *row[3:7]), whole) for row in rows]
    for row, sides in zip(rows, whole_sides(facts, total, _unit(whole)), strict=True):
        yield BridgeLine(str(row[0]), _reason(key), f"due {row[7]}", *sides)
