"""Stated objectives into rows: the part of every action that touches the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from holdfast.web.objectives.models import Earlier, Initiative, KeyResult, Objective, Step
from holdfast.web.objectives.stated import (
    PLAIN_OF_KEY_RESULT,
    PLAIN_OF_OBJECTIVE,
    stated_objective,
    to_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.web.audit.actions import Actor
    from holdfast.web.objectives.stated import (
        StatedInitiative,
        StatedKeyResult,
        StatedObjective,
        StatedStep,
    )


def write_objective(row: Objective, stated: StatedObjective) -> None:
    """Make the rows of an objective say what is stated, inside the transaction of an action.

    Key results that are not stated any more are deleted, dropped ones aside: only a draft may lose any.
    """
    for name in PLAIN_OF_OBJECTIVE:
        setattr(row, name, getattr(stated, name))
    row.team_id, row.owner_id, row.series_id = stated.team, stated.owner, stated.series
    row.save()
    row.supports.set(stated.supports)
    written = [
        write_key_result(row, one, position)
        for position, one in enumerate(_distinct(stated.key_results), start=1)
    ]
    row.key_results.filter(dropped_at=None).exclude(pk__in=[one.pk for one in written]).delete()
    _write_initiatives(row, stated, written)


def write_key_result(objective: Objective, stated: StatedKeyResult, position: int) -> KeyResult:
    """One key result with its steps; made where it is new, or where its id belongs to another objective."""
    known = None if stated.pk is None else objective.key_results.filter(pk=stated.pk).first()
    row = known or KeyResult(objective=objective)
    for name in PLAIN_OF_KEY_RESULT:
        setattr(row, name, getattr(stated, name))
    row.position = position
    if (row.owner_id, row.checker_id) != (stated.owner, stated.checker):
        row.stand_in = None  # the deputy of somebody else
    row.owner_id, row.checker_id, row.series_id = stated.owner, stated.checker, stated.series
    row.checkpoints = [list(point) for point in stated.checkpoints]
    row.save()
    _write_steps(row, stated.steps)
    return row


def keep_revision(row: Objective, actor: Actor) -> StatedObjective:
    """Keep an objective as it stands, count its revision up, and return what stood there."""
    before = stated_objective(row)
    Earlier.objects.update_or_create(
        objective=row,
        revision=row.revision,
        defaults={"content": to_json(before), "by": actor.person, "at": actor.at},
    )
    Objective.objects.filter(pk=row.pk).update(revision=F("revision") + 1)
    row.revision += 1
    return before


def audited(before: StatedObjective | None, after: StatedObjective) -> Mapping[str, tuple[object, object]]:
    """What an audit entry says: each field that differs, with its place."""
    from holdfast.web.objectives.differences import differences  # noqa: PLC0415 - only a change needs it

    if before is None:
        return {"text": (None, after.text)}
    return {
        one.name: (_audit_value(one.before), _audit_value(one.after)) for one in differences(before, after)
    }


def _audit_value(value: object) -> object:
    if isinstance(value, tuple):
        return [list(one) if isinstance(one, tuple) else one for one in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _distinct(stated: Iterable[StatedKeyResult]) -> list[StatedKeyResult]:
    """In the order stated; a second key result under the same id would write over the first."""
    seen: set[int] = set()
    kept = []
    for one in stated:
        if one.pk is None or one.pk not in seen:
            kept.append(one)
        seen |= {one.pk} if one.pk is not None else set()
    return kept


def _write_steps(row: KeyResult, stated: Iterable[StatedStep]) -> None:
    known = {one.pk: one for one in row.steps.all()} if row.pk else {}
    kept = []
    for position, one in enumerate(stated, start=1):
        step = known.get(one.pk or 0) or Step(key_result=row)
        step.text, step.weight, step.is_done, step.position = one.text, one.weight, one.is_done, position
        step.save()
        kept.append(step.pk)
    row.steps.exclude(pk__in=kept).delete()


def _write_initiatives(row: Objective, stated: StatedObjective, results: list[KeyResult]) -> None:
    known = {one.pk: one for one in row.initiatives.all()}
    placed: list[tuple[StatedInitiative, KeyResult | None]] = [(one, None) for one in stated.initiatives]
    for result, of in zip(results, _distinct(stated.key_results), strict=True):
        placed += [(one, result) for one in of.initiatives]
    kept = []
    for one, under in placed:
        initiative = known.get(one.pk or 0) or Initiative(objective=row)
        initiative.key_result, initiative.text, initiative.owner_id = under, one.text, one.owner
        initiative.due_on, initiative.expected_lift = one.due_on, one.expected_lift
        initiative.save()
        kept.append(initiative.pk)
    # Those of dropped key results are not stated, and stay with them.
    gone = row.initiatives.filter(key_result__dropped_at=None) | row.initiatives.filter(key_result=None)
    gone.exclude(pk__in=kept).delete()
