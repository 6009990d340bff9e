"""What the rows of a cycle give to celebrate."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from holdfast.evidence.anyway import best_anyway
from holdfast.values import dataclass
from holdfast.web.celebrations.finding import STREAK, Way, crossing, first_success, streak
from holdfast.web.celebrations.pasts import last_value, pasts_of
from holdfast.web.checkins.models import CheckIn
from holdfast.web.configuration.queries import configuration
from holdfast.web.objectives.models import Freeze, Initiative, KeyResult, Objective
from holdfast.web.objectives.queries import key_result_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.records import Measurement
    from holdfast.web.celebrations.pasts import KnownBefore
    from holdfast.web.cycles.models import Cycle
    from holdfast.web.objectives.queries import KeyResultLine


@dataclass(frozen=True, slots=True)
class Found:
    """Something to celebrate.

    Attributes:
        key: The same thing has the same key whenever it is found.
        facts: Figures, as JSON holds them.
        on: Local date.
        people: Keys of those whom it is thanks to.
        key_result: Key of what moved, or None.
    """

    key: str
    kind: str
    facts: dict[str, Any]
    on: date
    people: tuple[int, ...]
    key_result: int | None = None


def found_in(cycle: Cycle, *, today: date) -> tuple[Found, ...]:
    """All that a cycle gives to celebrate today. A fixed number of queries."""
    published = Objective.objects.filter(cycle=cycle, state__in=("published", "closed"))
    by_objective = key_result_lines(list(published.values_list("pk", flat=True)), cycle, today=today)
    lines = [line for some in by_objective.values() for line in some]
    return (*_moved(lines, cycle), *_on_time(cycle, today))


def _moved(lines: Sequence[KeyResultLine], cycle: Cycle) -> Iterator[Found]:
    measured = [line for line in lines if line.row.kind == "change" and line.row.series_id is not None]
    pasts, frozen, helped = pasts_of(measured, cycle), _frozen(measured), _helped(measured)
    for line in measured:
        score = line.standing.score
        if score.baseline is None or score.target is None or line.row.is_guardrail:
            continue
        targets = (score.target, *frozen.get(line.row.pk, ()))
        past = pasts.get(line.row.pk)
        way = Way(score.baseline, targets, last_value(past), partial(_anyway, past))
        people = tuple(dict.fromkeys(one for one in (line.row.owner_id, *helped[line.row.pk]) if one))
        yield from _moves(line, way, people)


def _moves(line: KeyResultLine, way: Way, people: tuple[int, ...]) -> Iterator[Found]:
    over, first = crossing(way, line.measured), first_success(way, line.measured)
    if over is not None:
        yield _move("target", line, over, way.hardest, way, people)
    if first is not None and first != over:
        yield _move("first", line, first, way.start, way, people)


def _move(  # noqa: PLR0913, PLR0917 - the parts of one value
    kind: str, line: KeyResultLine, one: Measurement, bound: float, way: Way, people: tuple[int, ...]
) -> Found:
    interval = one.interval
    facts = {
        "start": one.period.start.isoformat(),
        "end": one.period.end.isoformat(),
        "value": one.value,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "unit": one.unit,
        "bound": bound,
        "is_up": way.is_up,
        "anyway": way.anyway(one),
    }
    return Found(f"{kind}:{line.row.pk}", kind, facts, one.period.end, people, line.row.pk)


def _anyway(past: KnownBefore | None, one: Measurement) -> float | None:
    return None if past is None else best_anyway(past.history, one, adds_up=past.adds_up)


def _on_time(cycle: Cycle, today: date) -> Iterator[Found]:
    """Streaks, counted on what is not private: a number may tell of it."""
    rows = KeyResult.objects.filter(
        objective__cycle=cycle, objective__state="published", objective__is_private=False, dropped_at=None
    )
    owed: dict[int, list[int]] = defaultdict(list)
    for pk, checker, owner in rows.values_list("pk", "checker_id", "owner_id"):
        if checker or owner:
            owed[checker or owner].append(pk)
    said: dict[tuple[int, int], list[date]] = defaultdict(list)
    kept = CheckIn.objects.filter(key_result__objective__cycle=cycle, by__is_active=True)
    for result, by, on in kept.order_by("on").values_list("key_result_id", "by_id", "on"):
        said[by or 0, result].append(on)
    grace = configuration().grace_days
    for person, results in owed.items():
        days = [said.get((person, result), []) for result in results]
        times = min(streak(one, cadence=cycle.cadence_days, grace=grace, today=today) for one in days)
        if times >= STREAK:
            facts = {"times": times, "key_results": len(results)}
            last = max(one[-1] for one in days)
            yield Found(f"streak:{person}:{cycle.pk}", "streak", facts, last, (person,))


def _frozen(lines: Sequence[KeyResultLine]) -> dict[int, tuple[float, ...]]:
    """The target as frozen, by key result; nothing where it was relative."""
    rows = Freeze.objects.filter(key_result_id__in=[line.row.pk for line in lines])
    told = rows.values_list("key_result_id", "content__key_result__target")
    return {pk: (float(target),) for pk, target in told if target is not None}


def _helped(lines: Sequence[KeyResultLine]) -> dict[int, list[int]]:
    """Owners of initiatives that were done for a key result, by key result."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Initiative.objects.filter(
        key_result_id__in=[line.row.pk for line in lines], done_at__isnull=False, owner__is_active=True
    )
    for result, owner in rows.values_list("key_result_id", "owner_id"):
        found[result or 0].append(owner or 0)
    return found
