"""What a key result ends with: the bet as it was frozen is scored, and the amended one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.okr.closing import Grade, grade_at_close, last_mature, settles_on
from holdfast.okr.model import KeyResult as Pursued
from holdfast.okr.model import Milestone
from holdfast.okr.scoring import Score, Weighted, score_key_result, score_objective
from holdfast.values import dataclass
from holdfast.web.checkins.models import CheckIn
from holdfast.web.measurements.models import Value
from holdfast.web.measurements.values import OUTSIDE, as_measurement, typed_measurements
from holdfast.web.meetings.models import TENTHS
from holdfast.web.objectives.documents import as_key_result
from holdfast.web.objectives.freezing import frozen_content
from holdfast.web.objectives.models import Freeze, KeyResult
from holdfast.web.objectives.stated import BETS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.records import Measurement
    from holdfast.web.cycles.models import Cycle
    from holdfast.web.meetings.models import Item
    from holdfast.web.objectives.models import Objective

_PLAIN = (
    "text",
    "kind",
    "unit",
    "weight",
    "is_guardrail",
    "baseline",
    "target",
    "relative_target",
    "at_least",
    "at_most",
)


@dataclass(frozen=True, slots=True)
class Ending:
    """What a key result ends with.

    Attributes:
        row: As it stands, amendments included.
        score: Of the bet as it was frozen.
        amended: Of the bet as amended; None where nothing of it was.
        last: The last final value of the cycle, or None.
        final_on: Local date from which all its outcomes are final.
    """

    row: KeyResult
    score: Score
    amended: Score | None
    last: Measurement | None
    final_on: date

    def grade(self, item: Item | None) -> Grade:
        """Computed, beside an override with its reason where the meeting gave one."""
        made = grade_at_close(
            self.score.progress,
            commitment=as_key_result(self.row).commitment,
            definition_version=self.last.version if self.last else OUTSIDE,
            figures=_figures(self.score, self.last),
        )
        if item is None or item.override_tenths is None:
            return made
        return made.overridden(item.override_tenths / TENTHS, reason=item.override_reason)


def endings(rows: Sequence[KeyResult], cycle: Cycle) -> dict[int, Ending]:
    """What some key results of one cycle end with, by id. Five queries, and two more where some were amended.

    Args:
        rows: With objective, owner and series; their steps are best prefetched.
        cycle: Theirs.
    """
    freezes = {one.key_result_id: one.content for one in Freeze.objects.filter(key_result__in=rows)}
    bets = {row.pk: _bet(row, freezes.get(row.pk)) for row in rows}
    wanted = {row.series_id for row in rows} | {bet["series"] for bet in bets.values() if bet}
    values, said = _values({pk for pk in wanted if pk is not None}, cycle), _said(rows)
    found = {}
    for row in rows:
        measured = _measured(row.series_id, row, values, said)
        as_it_stands, bet = _scored(as_key_result(row), measured), bets[row.pk]
        frozen = as_it_stands
        if bet is not None:
            frozen = _scored(_as_frozen(bet, row), _measured(bet["series"], row, values, said))
        window = row.series.window_days if row.series else None
        final_on = settles_on(cycle.period, window_days=window)
        amended = None if bet is None else as_it_stands
        found[row.pk] = Ending(row, frozen, amended, last_mature(measured), final_on)
    return found


def told(ending: Ending, item: Item | None) -> dict[str, Any]:
    """All that the grade of a key result rests on, as JSON holds it: for a settlement and for minutes."""
    row, last, grade = ending.row, ending.last, ending.grade(item)
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in _PLAIN},
        "owner": row.owner.name if row.owner else None,
        "commitment": grade.commitment,
        "value": ending.score.value if last is None else last.value,
        "period": None if last is None else [last.period.start.isoformat(), last.period.end.isoformat()],
        "is_measured": row.series_id is not None,
        "definition_version": grade.definition_version,
        "figures": [list(pair) for pair in grade.figures],
        "progress": ending.score.progress,
        "score": grade.computed,
        "remark": ending.score.remark,
        "amended_score": None if ending.amended is None else ending.amended.score,
        "override": grade.override,
        "override_reason": grade.reason or "",
        "grade": grade.value,
        "expected": grade.expected,
        "final_on": ending.final_on.isoformat(),
        "dropped_at": row.dropped_at.isoformat() if row.dropped_at else None,
        "course": item.course if item else "",
        "why": item.why if item else "",
        "learned": item.learned if item else "",
        "next_text": item.next_text if item else "",
    }


def settlement_content(objective: Objective, results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """An objective as it is closed; its headline is its own metric, never a mean of its key results."""
    pursued = [one for one in results if not one["dropped_at"]]
    summed = score_objective(
        [Weighted(one["grade"], one["weight"]) for one in pursued], headline=None, bet=""
    )
    own = _headline(objective)
    return {
        "text": objective.text,
        "scope": objective.scope,
        "assumption": objective.assumption,
        "commitment": objective.commitment,
        "cycle": objective.cycle.name,
        "team": objective.team.name if objective.team else None,
        "headline": own,
        "mean": summed.mean,
        "without_data": summed.without_data,
        "weakest": summed.weakest,
        "key_results": list(results),
    }


def _headline(objective: Objective) -> dict[str, Any] | None:
    if objective.series is None:
        return None
    known = _values({objective.series_id or 0}, objective.cycle).get(objective.series_id or 0, ())
    last = last_mature([as_measurement(one, objective.series) for one in known])
    return {
        "metric": objective.series.title,
        "unit": objective.series.unit,
        "value": last.value if last else None,
        "period": [last.period.start.isoformat(), last.period.end.isoformat()] if last else None,
        "definition_version": last.version if last else "",
    }


def _bet(row: KeyResult, content: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The bet as frozen, where an amendment made it another one; None where it stands as it was."""
    if content is None or "key_result" not in content:
        return None
    frozen, now = content["key_result"], frozen_content(row)["key_result"]
    differs = any(frozen.get(name) != now.get(name) for name in BETS - {"text", "weight"})
    return dict(frozen) if differs else None


def _as_frozen(bet: Mapping[str, Any], row: KeyResult) -> Pursued:
    done = {one.text for one in row.steps.all() if one.is_done}
    return Pursued(
        text=bet["text"],
        kind=bet["kind"],
        baseline=bet["baseline"],
        target=bet["target"],
        relative_target=bet["relative_target"],
        at_least=bet["at_least"],
        at_most=bet["at_most"],
        milestones=tuple(Milestone(one["text"], one["weight"], one["text"] in done) for one in bet["steps"]),
    )


def _scored(result: Pursued, measured: Sequence[Measurement]) -> Score:
    try:
        return score_key_result(result, measured)
    except InputError as error:
        return Score(None, remark=error.found)


def _measured(
    series: int | None,
    row: KeyResult,
    values: Mapping[int, list[Value]],
    said: Mapping[int, list[CheckIn]],
) -> tuple[Measurement, ...]:
    if series is None:
        return typed_measurements(said.get(row.pk, ()), row.unit)
    return tuple(as_measurement(one, one.series) for one in values.get(series, ()))


def _values(series: set[int], cycle: Cycle) -> dict[int, list[Value]]:
    """The current values of the cycle for everybody, by series, in order of time."""
    found: dict[int, list[Value]] = {}
    rows = Value.objects.filter(
        series_id__in=series,
        segment="",
        is_current=True,
        period_start__gte=cycle.starts_on,
        period_start__lt=cycle.ends_on,
    )
    for row in rows.select_related("series").order_by("period_start"):
        found.setdefault(row.series_id, []).append(row)
    return found


def _said(rows: Sequence[KeyResult]) -> dict[int, list[CheckIn]]:
    found: dict[int, list[CheckIn]] = {}
    for one in CheckIn.objects.filter(key_result__in=rows).order_by("on", "at", "pk"):
        found.setdefault(one.key_result_id, []).append(one)
    return found


def _figures(score: Score, last: Measurement | None) -> tuple[tuple[str, float], ...]:
    """What the grade rests on, by name; what is not known is left out."""
    some: dict[str, float | None] = {
        "baseline": score.baseline,
        "target": score.target,
        "value": score.value,
        "numerator": last.numerator if last and last.denominator else None,
        "denominator": last.denominator or None if last else None,
        "periods inside": score.maintain.inside if score.maintain else None,
        "periods": score.maintain.periods if score.maintain else None,
    }
    return tuple((name, value) for name, value in some.items() if value is not None)
