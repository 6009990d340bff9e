"""From one rate of recurring money to another: whose money is counted otherwise, and why."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from holdfast.metrics.bridge.model import Found
from holdfast.metrics.bridge.moments import local_day
from holdfast.metrics.bridge.money_facts import counting, listing
from holdfast.metrics.bridge.whole_units import MoneyFacts, difference, whole_changes, whole_sides
from holdfast.metrics.forms.recurring import CHURN, CONTRACTION, EXPANSION, NEW, REACTIVATION, SAME
from holdfast.records.bridge import BridgeGroup, BridgeLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.metrics.bridge.model import Lines, Plans, Values
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Cell, Engine
    from holdfast.records.bridge import BridgePart

_REASONS = {
    NEW: "first paid in the window",
    REACTIVATION: "came back: had paid before, and not at the start",
    EXPANSION: "pays more than at the start",
    CONTRACTION: "pays less than at the start",
    CHURN: "no longer pays",
    SAME: "pays the same",
}


def compare(engine: Engine, plans: Plans, values: Values) -> Found:
    """Customers by what became of their money.

    Prices need not be whole by the month, so a customer's part need not be either. What is shown is whole
    and adds up to the difference of the values: rests go to the largest.
    """
    sums = {
        int(row[0] or 0): MoneyFacts(*(int(cell or 0) for cell in row[1:]))
        for row in engine.rows(counting(plans, engine.dialect))
    }
    changes = whole_changes(list(sums.values()), difference(values))
    shown = dict(zip(sums, changes, strict=True))
    groups = [
        BridgeGroup(_REASONS[movement], sums[movement].customers, change)
        for movement, change in shown.items()
    ]
    by_size = tuple(sorted(groups, key=lambda group: (-group.customers, group.reason)))
    return Found(by_size, partial(_lines, engine, plans, shown))


def _lines(engine: Engine, plans: Plans, shown: Mapping[int, BridgePart]) -> Lines:
    by_movement: defaultdict[int, list[Sequence[Cell]]] = defaultdict(list)
    for row in sorted(engine.rows(listing(plans, engine.dialect)), key=lambda row: str(row[0])):
        by_movement[int(row[1] or 0)].append(row)
    found = [
        line
        for movement, rows in by_movement.items()
        for line in _of_movement(plans[0], movement, rows, shown[movement])
    ]
    return tuple(sorted(found, key=lambda line: line.customer_id))


def _of_movement(
    plan: Plan, movement: int, rows: Sequence[Sequence[Cell]], total: BridgePart
) -> Iterator[BridgeLine]:
    facts = [MoneyFacts(1, *(int(cell or 0) for cell in row[2:6])) for row in rows]
    for row, sides in zip(rows, whole_sides(facts, total), strict=True):
        yield BridgeLine(str(row[0]), _REASONS[movement], _dates(plan, row[6:]), *sides)


def _dates(plan: Plan, moments: Sequence[Cell]) -> str:
    """The last day of the window on which one of the customer's spans began or ended."""
    last = max((local_day(plan, moment) for moment in moments), default="")
    return f"last changed {last}" if last else ""
