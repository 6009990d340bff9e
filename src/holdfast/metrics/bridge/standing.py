"""From one variant of a standing to another: who is counted otherwise, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from typing import TYPE_CHECKING

from holdfast.metrics.bridge.model import Facts, Found
from holdfast.metrics.bridge.moments import is_never, local_day
from holdfast.metrics.bridge.standing_facts import counting, listing
from holdfast.metrics.bridge.standing_parts import part_of, standing_of
from holdfast.metrics.bridge.standing_reasons import reason
from holdfast.records.bridge import BridgeGroup, BridgeLine, BridgePart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.metrics.bridge.model import Plans, Values
    from holdfast.metrics.protocol import Cell, Engine

    Pair = tuple[Facts, Facts]

_WIDTH = len(Facts._fields)


def compare(engine: Engine, plans: Plans, values: Values) -> Found:
    """Customers by their facts on both sides: few, however many customers there are."""
    del values  # customers are whole: nothing has to be rounded
    pairs = _counted(engine, plans)
    differing = {pair: n for pair, n in pairs.items() if _differs(plans, pair)}
    return Found(_groups(plans, differing), partial(_lines, engine, plans, list(differing)))


def _counted(engine: Engine, plans: Plans) -> Mapping[Pair, int]:
    found = Counter[tuple[Facts, Facts]]()
    for row in engine.rows(counting(plans, engine.dialect)):
        found[_pair(row)] += int(row[-1] or 0)
    return found


def _pair(row: Sequence[Cell]) -> Pair:
    numbers = [int(value or 0) for value in row[: 2 * _WIDTH]]
    return Facts(*numbers[:_WIDTH]), Facts(*numbers[_WIDTH:])


def _parts(plans: Plans, pair: Pair) -> tuple[BridgePart, BridgePart]:
    first, second = (
        part_of(plan.variant, standing_of(plan), facts) for plan, facts in zip(plans, pair, strict=True)
    )
    return first, second


def _differs(plans: Plans, pair: Pair) -> bool:
    first, second = _parts(plans, pair)
    return first != second


def _reason(plans: Plans, pair: Pair) -> str:
    first, second = plans
    as_counted = part_of(second.variant, standing_of(second), pair[0])
    days = dict(first.numbers).get("delinquent_days", 0)
    return reason(
        ((first.variant, pair[0]), (second.variant, pair[1])),
        differs_in_spans=as_counted != part_of(second.variant, standing_of(second), pair[1]),
        differs_in_counting=as_counted != part_of(first.variant, standing_of(first), pair[0]),
        delinquent_days=int(str(days).removesuffix(".0")),
    )


def _groups(plans: Plans, pairs: Mapping[Pair, int]) -> tuple[BridgeGroup, ...]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for pair, n in pairs.items():
        first, second = _parts(plans, pair)
        group = sums[_reason(plans, pair)]
        group[0] += n
        group[1] += n * (second.numerator - first.numerator)
        group[2] += n * (second.denominator - first.denominator)
    found = [BridgeGroup(words, group[0], BridgePart(group[1], group[2])) for words, group in sums.items()]
    return tuple(sorted(found, key=lambda group: (-group.customers, group.reason)))


def _lines(engine: Engine, plans: Plans, pairs: Sequence[Pair]) -> tuple[BridgeLine, ...]:
    found = []
    for customer, *rest in engine.rows(listing(plans, pairs, engine.dialect)):
        pair = _pair(rest)
        first, second = _parts(plans, pair)
        dates = ", ".join(_dates(plans, rest[2 * _WIDTH :]))
        found.append(BridgeLine(str(customer), _reason(plans, pair), dates, first, second))
    return tuple(sorted(found, key=lambda line: line.customer_id))


def _dates(plans: Plans, ends: Sequence[Cell]) -> Iterator[str]:
    """When the customer left, by each variant where they differ, and until when the last spell lasts."""
    left = [local_day(plans[0], moment) for moment in (ends[0], ends[2])]
    until = [local_day(plans[0], moment) for moment in (ends[1], ends[3])]
    for plan, day in zip(plans, left, strict=True):
        if day and left[0] != left[1]:
            yield f"left {day} by {plan.variant}"
    if left[0] and left[0] == left[1]:
        yield f"left {left[0]}"
    last = max((day for day in until if day), default="")
    still = any(is_never(moment) for moment in (ends[1], ends[3]))
    if still:
        yield "still pays"
    elif last and last not in left:
        yield f"paid until {last}"
