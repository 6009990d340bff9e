"""Changing a bet in mid-cycle: with a reason and a date. What was frozen stays, and is settled beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.objectives.actions import allow, locked, refuse_unwritable
from holdfast.web.objectives.conflicts import ChangedMeanwhileError
from holdfast.web.objectives.faults import check
from holdfast.web.objectives.freezing import freeze
from holdfast.web.objectives.models import Amendment, KeyResult
from holdfast.web.objectives.references import check_references
from holdfast.web.objectives.stated import BETS, StatedKeyResult, stated_objective, to_json
from holdfast.web.objectives.writing import keep_revision, write_key_result

if TYPE_CHECKING:
    from datetime import date

    from holdfast.web.audit.actions import Actor
    from holdfast.web.objectives.models import Objective

_LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why and from when a bet changes.

    Attributes:
        on: Local date from which the change holds, within the cycle.
        reason: In words; never empty.
        revision: Of the objective, at which the author read it.
    """

    on: date
    reason: str
    revision: int


def amend_key_result(actor: Actor, pk: int, stated: StatedKeyResult, grounds: Grounds) -> Amendment | None:
    """Change a frozen key result. None where nothing of the bet differs.

    Args:
        actor: Who.
        pk: Of the key result.
        stated: As it shall be; its initiatives, owner and checker stay as they are.
        grounds: Why, and from when.

    Raises:
        ChangedMeanwhileError: Somebody changed the objective since it was read.
        InputError: No reason, a date outside of the cycle, no frozen bet, or bad values.
        PermissionDenied: They may not amend.
    """
    with transaction.atomic():
        result, objective = _opened(actor, pk, grounds)
        whole = stated_objective(objective)
        before = next(one for one in whole.key_results if one.pk == pk)
        after = replace(
            stated, owner=before.owner, checker=before.checker, initiatives=before.initiatives, pk=pk
        )
        results = tuple(after if one.pk == pk else one for one in whole.key_results)
        check(replace(whole, key_results=results))
        check_references(actor, objective, replace(whole, key_results=results), before=whole)
        changes = bet_changes(before, after)
        if not changes:
            return None
        keep_revision(objective, actor)
        write_key_result(objective, after, result.position)
        return _amended(actor, result, changes, grounds)


def drop_key_result(actor: Actor, pk: int, grounds: Grounds) -> Amendment:
    """Give a key result up in mid-cycle: it is settled as it was frozen, and on no list any more.

    Raises:
        ChangedMeanwhileError: Somebody changed the objective since it was read.
        InputError: No reason, a date outside of the cycle, or no frozen bet.
        PermissionDenied: They may not amend.
    """
    with transaction.atomic():
        result, objective = _opened(actor, pk, grounds)
        keep_revision(objective, actor)
        KeyResult.objects.filter(pk=pk).update(dropped_at=actor.at)
        return _amended(actor, result, {"dropped": [False, True]}, grounds, action="dropped key result")


def add_key_result(actor: Actor, objective: int, stated: StatedKeyResult, grounds: Grounds) -> KeyResult:
    """Add a key result to a published objective in mid-cycle; it is frozen as it is added.

    Raises:
        ChangedMeanwhileError: Somebody changed the objective since it was read.
        InputError: No reason, a date outside of the cycle, no published objective, or bad values.
        PermissionDenied: They may not amend.
    """
    with transaction.atomic():
        row = locked(objective)
        _check(actor, row, grounds)
        whole = stated_objective(row)
        stated = replace(stated, pk=None)
        check(replace(whole, key_results=(*whole.key_results, stated)))
        check_references(actor, row, replace(whole, key_results=(*whole.key_results, stated)), before=whole)
        keep_revision(row, actor)
        last = row.key_results.order_by("-position").first()
        made = write_key_result(row, stated, last.position + 1 if last else 1)
        freeze(made, actor.at)
        _amended(actor, made, {"added": [False, True]}, grounds, action="added key result")
    return made


def bet_changes(before: StatedKeyResult, after: StatedKeyResult) -> dict[str, list[Any]]:
    """Of what defines the bet, each field that differs with both values, as JSON holds them."""
    old, new = to_json(before), to_json(after)
    for one in (old, new):
        one["steps"] = [{"text": step["text"], "weight": step["weight"]} for step in one["steps"]]
    return {name: [old[name], new[name]] for name in sorted(BETS) if old[name] != new[name]}


def _opened(actor: Actor, pk: int, grounds: Grounds) -> tuple[KeyResult, Objective]:
    found = KeyResult.objects.get(pk=pk)
    objective = locked(found.objective_id)
    _check(actor, objective, grounds)
    result = KeyResult.objects.select_related("objective", "series").get(pk=pk)
    if result.dropped_at is not None:
        raise InputError("the key result", "it was dropped", "one that is pursued", "Nothing is left to do")
    if not hasattr(result, "freeze"):
        raise InputError(
            "the key result", "it is not frozen yet", "a bet of a cycle that runs", "Edit the objective"
        )
    return result, objective


def _check(actor: Actor, objective: Objective, grounds: Grounds) -> None:
    allow(actor, "amend", objective)
    refuse_unwritable(objective)
    if objective.revision != grounds.revision:
        raise ChangedMeanwhileError(objective, grounds.revision)
    if objective.state != "published":
        raise InputError("the objective", "it is a draft", "a published one", "Edit it")
    if not grounds.reason.strip():
        raise InputError("the reason", "there is none", "why the bet changes", "Write it")
    if len(grounds.reason) > _LONGEST_REASON:
        raise InputError("the reason", f"{len(grounds.reason):,} characters", f"at most {_LONGEST_REASON:,}")
    if grounds.on not in objective.cycle.period:
        cycle = objective.cycle
        raise InputError(
            "the date", f"{grounds.on}", f"a day from {cycle.starts_on} and before {cycle.ends_on}"
        )


def _amended(
    actor: Actor,
    result: KeyResult,
    changes: dict[str, list[Any]],
    grounds: Grounds,
    *,
    action: str = "amended key result",
) -> Amendment:
    made = Amendment.objects.create(
        key_result=result,
        on=grounds.on,
        reason=grounds.reason.strip(),
        changes=changes,
        by=actor.person,
        at=actor.at,
    )
    told = {name: (before, after) for name, (before, after) in changes.items()}
    record(actor, action, result, {**told, "reason": (None, made.reason)})
    return made
