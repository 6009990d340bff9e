"""Stored objectives as the values that reviewing, scoring and exporting work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.okr.model import Binding, CheckIn, Initiative, KeyResult, Milestone, Objective

if TYPE_CHECKING:
    from holdfast.okr.model import Commitment, KeyResultKind
    from holdfast.web.checkins.models import CheckIn as CheckInRow
    from holdfast.web.objectives import models


def as_objective(row: models.Objective) -> Objective:
    """An objective with all that belongs to it, as an author would have written it."""
    results = tuple(as_key_result(one, whole=True) for one in row.key_results.all())
    return Objective(
        text=row.text,
        key_results=results,
        team=row.team.name if row.team else None,
        owner=row.owner.name if row.owner else None,
        cycle=row.cycle.name,
        commitment=_commitment(row.commitment),
        initiatives=tuple(_initiative(one) for one in row.initiatives.all() if one.key_result_id is None),
        supports="; ".join(one.text for one in row.supports.all()) or None,
        is_closed=row.state == "closed",
    )


def as_key_result(row: models.KeyResult, *, whole: bool = False) -> KeyResult:
    """A key result; its steps, initiatives and check-ins only where the whole of it is asked for.

    Args:
        row: Stored.
        whole: With what is needed to write it out, which costs a query each unless it was prefetched.
    """
    kind: KeyResultKind = row.kind  # type: ignore[assignment]  # choices of the model
    return KeyResult(
        text=row.text,
        kind=kind,
        owner=row.owner.name if row.owner else None,
        baseline=row.baseline,
        target=row.target,
        commitment=_commitment(row.commitment or row.objective.commitment),
        relative_target=row.relative_target,
        at_least=row.at_least,
        at_most=row.at_most,
        milestones=_milestones(row),
        binding=_binding(row) if whole else None,
        initiatives=tuple(_initiative(one) for one in row.initiatives.all()) if whole else (),
        check_ins=tuple(_check_in(one) for one in row.check_ins.all()) if whole else (),
    )


def _milestones(row: models.KeyResult) -> tuple[Milestone, ...]:
    steps = row.steps.all() if row.kind == "milestone" else ()
    return tuple(Milestone(one.text, one.weight, one.is_done) for one in steps)


def _binding(row: models.KeyResult) -> Binding | None:
    if row.series is None or not row.series.metric:
        return None
    segment = tuple((column, values[0]) for column, values in sorted(row.series.filters.items()) if values)
    parameters = tuple((name, str(value)) for name, value in sorted(row.series.parameters.items()))
    return Binding(row.series.metric, parameters, segment)


def _initiative(row: models.Initiative) -> Initiative:
    return Initiative(
        row.text,
        row.owner.name if row.owner else None,
        row.due_on.isoformat() if row.due_on else None,
        row.expected_lift or None,
    )


def _check_in(row: CheckInRow) -> CheckIn:
    confidence = None if row.confidence is None else row.confidence / 10
    return CheckIn(row.on, row.value, confidence, row.changed or None)


def _commitment(stored: str) -> Commitment | None:
    return stored or None  # type: ignore[return-value]  # choices of the model
