"""Writes of objectives: draft, edit, publish, archive. Each is one transaction with its audit entry.

An action refuses whoever may not do it, whatever page or program asked: `PermissionDenied`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.web.audit.actions import record
from holdfast.web.objectives.conflicts import ChangedMeanwhileError
from holdfast.web.objectives.faults import check
from holdfast.web.objectives.freezing import freeze
from holdfast.web.objectives.models import Dismissal, KeyResult, Objective
from holdfast.web.objectives.references import check_references
from holdfast.web.objectives.stated import BETS, stated_objective
from holdfast.web.objectives.writing import audited, keep_revision, write_objective
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.web.audit.actions import Actor
    from holdfast.web.cycles.models import Cycle
    from holdfast.web.objectives.stated import StatedKeyResult, StatedObjective
    from holdfast.web.people.access import Action, Subject


def create_objective(actor: Actor, cycle: Cycle, stated: StatedObjective) -> Objective:
    """A new draft in a cycle that is open.

    Raises:
        InputError: The cycle is closed, or what is stated cannot be stored.
        PermissionDenied: They may not draft for that team.
    """
    check(stated)
    with transaction.atomic():
        _refuse_closed(cycle)
        made = Objective(cycle=cycle, team_id=stated.team, owner_id=stated.owner, created_at=actor.at)
        made.text, made.is_private = stated.text, stated.is_private
        allow(actor, "draft", Meant(stated.team))
        made.save()
        check_references(actor, made, stated, before=None)
        write_objective(made, stated)
        record(actor, "drafted objective", made, audited(None, stated))
    return made


def edit_objective(actor: Actor, pk: int, stated: StatedObjective, *, revision: int) -> Objective:
    """Change a draft; of a published objective, what is no part of the bet.

    Args:
        actor: Who.
        pk: Of the objective.
        stated: All of it as it shall be.
        revision: At which they read it.

    Raises:
        ChangedMeanwhileError: Somebody changed it since; nothing was written.
        InputError: The cycle is closed, the bet is frozen, or what is stated cannot be stored.
        PermissionDenied: They may not change it, or not hand it to that team.
    """
    check(stated)
    with transaction.atomic():
        row = locked(pk)
        allow(actor, "draft" if row.state == "draft" else "amend", row)
        refuse_unwritable(row)
        if row.revision != revision:
            raise ChangedMeanwhileError(row, revision)
        if stated.team != row.team_id:
            allow(actor, "draft" if row.state == "draft" else "amend", Meant(stated.team))
        before = stated_objective(row)
        check_references(actor, row, stated, before=before)
        _refuse_frozen(row, before, stated)
        changes = audited(before, stated)
        if changes:
            keep_revision(row, actor)
            write_objective(row, stated)
            record(actor, "edited objective", row, changes)
    return row


def publish_objective(actor: Actor, pk: int, *, revision: int) -> Objective:
    """Make a draft a bet: in a cycle that runs, its key results are frozen at once.

    Key results that nobody owns become its owner's.

    Whether a gate stands in the way is asked before, with a review (`holdfast.web.drafts.gates`).

    Raises:
        ChangedMeanwhileError: Somebody changed it since it was reviewed.
        InputError: It is no draft, has no key result, or its cycle is closed.
        PermissionDenied: They may not publish for its team.
    """
    with transaction.atomic():
        row = locked(pk)
        allow(actor, "publish", row)
        _refuse_closed(row.cycle)
        if row.revision != revision:
            raise ChangedMeanwhileError(row, revision)
        if row.state != "draft":
            raise InputError(
                "the objective", f"it is {row.state} already", "a draft", "Open it to see how it stands"
            )
        results = list(row.key_results.select_related("objective__cycle", "series"))
        if not results:
            raise InputError("the objective", "it has no key result", "at least one", "Add one, then publish")
        row.state, row.published_at = "published", actor.at
        row.save(update_fields=["state", "published_at"])
        _own(results, row.owner_id)
        if row.cycle.state in {"active", "closing"}:
            for result in results:
                freeze(result, actor.at)
        record(actor, "published objective", row, {"state": ("draft", "published")})
    return row


def _own(results: Sequence[KeyResult], owner: int | None) -> None:
    """Key results that nobody owns are the objective's owner's: else nobody would be asked to check in."""
    for result in results:
        if result.owner_id is None and owner is not None:
            result.owner_id = owner
            result.save(update_fields=["owner"])


def freeze_cycle(actor: Actor, cycle: Cycle) -> int:
    """Freeze what a cycle that begins holds, inside the transaction of its caller; returns how many."""
    rows = KeyResult.objects.filter(
        objective__cycle=cycle, objective__state="published", dropped_at=None, freeze=None
    )
    results = list(rows.select_related("objective__cycle", "series").prefetch_related("steps"))
    for row in results:
        freeze(row, actor.at)
    return len(results)


def archive_objective(actor: Actor, pk: int) -> Objective:
    """Put an objective away: it is on no list any more, and nothing of it is deleted.

    Raises:
        InputError: It or its cycle is closed, or it is archived already.
        PermissionDenied: They may not.
    """
    with transaction.atomic():
        row = locked(pk)
        allow(actor, "draft" if row.state == "draft" else "amend", row)
        _refuse_closed(row.cycle)
        if row.state == "archived":
            raise InputError("the objective", "it is archived already", "", "Nothing is left to do")
        if row.state == "closed":
            raise InputError("the objective", "it is closed and settled", "one that is pursued", "Leave it")
        record(actor, "archived objective", row, {"state": (row.state, "archived")})
        Objective.objects.filter(pk=pk).update(state="archived")
        row.state = "archived"
    return row


def bring_back_objective(actor: Actor, pk: int) -> Objective:
    """Take an objective out of the archive, as the draft or the bet that it was.

    Raises:
        InputError: It is not archived, or its cycle is closed.
        PermissionDenied: They may not.
    """
    with transaction.atomic():
        row = locked(pk)
        state = "published" if row.published_at else "draft"
        allow(actor, "draft" if state == "draft" else "amend", row)
        _refuse_closed(row.cycle)
        if row.state != "archived":
            raise InputError("the objective", "it is not archived", "", "Nothing is left to do")
        record(actor, "brought back objective", row, {"state": ("archived", state)})
        Objective.objects.filter(pk=pk).update(state=state)
        row.state = state
    return row


def dismiss_finding(actor: Actor, pk: int, rule: str, words: str, *, reason: str) -> Dismissal:
    """Set a finding aside with a reason, as long as the words that it is about stay. Twice is once.

    Raises:
        InputError: There is no reason.
        PermissionDenied: They may not.
    """
    told = " ".join(reason.split())[:500]
    if not told:
        raise InputError("the reason", "there is none", "why this finding does not hold here", "Write it")
    with transaction.atomic():
        row = locked(pk)
        allow(actor, "draft" if row.state == "draft" else "amend", row)
        found, is_new = Dismissal.objects.get_or_create(
            objective=row,
            rule=rule[:8],
            words=words,
            defaults={"reason": told, "by": actor.person, "at": actor.at},
        )
        if is_new:
            record(actor, "dismissed finding", row, {rule[:8]: (None, told)})
    return found


def take_back_dismissal(actor: Actor, pk: int, dismissal: int) -> None:
    """Let a finding be found again; nothing where it was taken back already.

    Raises:
        PermissionDenied: They may not.
    """
    with transaction.atomic():
        row = locked(pk)
        allow(actor, "draft" if row.state == "draft" else "amend", row)
        found = row.dismissals.filter(pk=dismissal).first()
        if found is not None:
            record(actor, "took back dismissal", row, {found.rule: (found.reason, None)})
            found.delete()


def locked(pk: int) -> Objective:
    """An objective that nobody else changes until the transaction ends.

    Raises:
        Objective.DoesNotExist: It is not there.
    """
    # NO KEY: others may still refer to it meanwhile, so that two who refer to each other wait in no circle.
    rows = Objective.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("cycle").get(pk=pk)


class Meant:
    """A team as the subject of a right: what is drafted for it does not exist yet.

    Args:
        team: Its id; None for the company as a whole.
    """

    is_private = False
    owner_ids: frozenset[int] = frozenset()

    def __init__(self, team: int | None) -> None:
        self.team_id = team


def allow(actor: Actor, action: Action, subject: Subject) -> None:
    """A job or command may do anything; a person what their role allows."""
    if actor.person is not None:
        require(actor.person, action, subject)


def _refuse_closed(cycle: Cycle) -> None:
    if not cycle.is_open:
        raise InputError(
            f"the cycle {cycle.name}",
            "it is closed, and what belongs to it stays as it is",
            "a cycle that is open",
            "Carry the objective over into the next cycle",
        )


def refuse_unwritable(row: Objective) -> None:
    """Refuse to change what is closed or archived.

    Raises:
        InputError: It is.
    """
    _refuse_closed(row.cycle)
    if row.state in {"closed", "archived"}:
        raise InputError(
            "the objective", f"it is {row.state}", "a draft or a published one", "Bring it back first"
        )


def _refuse_frozen(row: Objective, before: StatedObjective, after: StatedObjective) -> None:
    """What is frozen changes by an amendment, which has a reason and a date."""
    if row.state != "published" or not row.key_results.exclude(freeze=None).exists():
        return
    kept = {one.pk: one for one in after.key_results}
    if set(kept) != {one.pk for one in before.key_results} or any(
        _changes_bet(one, kept[one.pk]) for one in before.key_results
    ):
        raise InputError(
            "the key results",
            "they were frozen when the objective became a bet",
            "an amendment, with a reason and a date",
            "Choose Amend beside the key result",
        )


def _changes_bet(before: StatedKeyResult, after: StatedKeyResult) -> bool:
    def of(one: StatedKeyResult) -> Sequence[object]:
        steps = tuple((step.text, step.weight) for step in one.steps)
        return [steps, *(getattr(one, name) for name in sorted(BETS - {"steps"}))]

    return of(before) != of(after)
