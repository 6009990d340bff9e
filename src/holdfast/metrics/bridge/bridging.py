"""From one variant of a standing to another: who is counted otherwise, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.metrics.bridge.counting import part_of, standing_of
from holdfast.metrics.bridge.facts import counting, listing
from holdfast.metrics.bridge.model import Facts
from holdfast.metrics.bridge.reasons import reason
from holdfast.metrics.measuring import measure
from holdfast.metrics.plan import plan_of
from holdfast.metrics.refusing import refuse_unmeasurable
from holdfast.records.bridge import Bridge, BridgeGroup, BridgeLine, BridgePart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Cell, Engine
    from holdfast.metrics.request import Request

    Plans = tuple[Plan, Plan]
    Pair = tuple[Facts, Facts]

MOST_LINES = 10_000
_WIDTH = len(Facts._fields)
_NEVER = "9999"


def bridge(engine: Engine, request: Request, to: str, *, most: int = MOST_LINES) -> Bridge:
    """What makes another variant differ from the one of a request, in its only period.

    Args:
        engine: The database; four queries or fewer.
        request: Of a metric of those who stand, with one period and without segments.
        to: The other variant.
        most: Beyond as many customers none is listed; the groups count all of them.

    Raises:
        InputError: The metric has no such variants, or there is not exactly one period, or as for `measure`.
        SourceError: The database refused or failed.
    """
    other = replace(request, parameters={**request.parameters, "variant": to})
    plans = (_plan(engine, request), _plan(engine, other))
    if len({plan.variant for plan in plans}) == 1:
        raise InputError("bridge", f"{to} was given twice", "two variants", "Name another")
    [first], [second] = measure(engine, request), measure(engine, other)
    pairs = _counted(engine, plans)
    differing = {pair: n for pair, n in pairs.items() if _differs(plans, pair)}
    total = sum(differing.values())
    lines = _lines(engine, plans, list(differing)) if 0 < total <= most else ()
    return Bridge(first, second, _groups(plans, differing), lines, total - len(lines))


def _plan(engine: Engine, request: Request) -> Plan:
    refuse_unmeasurable(engine, request)
    plan = replace(plan_of(request.declared, request), dialect=engine.dialect)
    standing_of(plan)
    if request.by or len(plan.slots) != 1:
        found = "segments were given" if request.by else f"there are {len(plan.slots)} periods"
        raise InputError(
            "bridge", found, "one period of everybody", "Name it with --from and --to, and use --where"
        )
    return plan


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
    left = [_day(plans[0], moment) for moment in (ends[0], ends[2])]
    until = [_day(plans[0], moment) for moment in (ends[1], ends[3])]
    for plan, day in zip(plans, left, strict=True):
        if day and left[0] != left[1]:
            yield f"left {day} by {plan.variant}"
    if left[0] and left[0] == left[1]:
        yield f"left {left[0]}"
    last = max((day for day in until if day), default="")
    still = any(str(moment).startswith(_NEVER) for moment in (ends[1], ends[3]) if moment)
    if still:
        yield "still pays"
    elif last and last not in left:
        yield f"paid until {last}"


def _day(plan: Plan, moment: Cell) -> str:
    """The local date of an instant; empty where there is none."""
    if moment is None or str(moment).startswith(_NEVER):
        return ""
    instant = datetime.fromisoformat(str(moment)).replace(tzinfo=UTC)
    return instant.astimezone(ZoneInfo(plan.request.time_zone)).date().isoformat()
