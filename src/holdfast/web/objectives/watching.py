"""Changes of status, each told once: to the audit log, and by it to webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.web.audit.actions import Actor, record
from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import Objective, ToldStatus
from holdfast.web.objectives.queries import key_result_lines

if TYPE_CHECKING:
    from datetime import date, datetime

    from holdfast.web.objectives.queries import KeyResultLine


def tell_changes(*, today: date, at: datetime) -> int:
    """Tell of every status that differs from the one told last; returns how many. Safe to run by two at once.

    The first status of a key result is kept and not told: it is no change.
    """
    changes = 0
    for cycle in Cycle.objects.filter(state__in=("active", "closing")):
        published = Objective.objects.filter(cycle=cycle, state="published").values_list("pk", flat=True)
        by_objective = key_result_lines(list(published), cycle, today=today)
        lines = [line for some in by_objective.values() for line in some]
        rows = ToldStatus.objects.filter(key_result__objective__cycle=cycle)
        known = dict(rows.values_list("key_result_id", "status"))
        changes += sum(_told(line, known.get(line.row.pk), at) for line in lines)
    return changes


def _told(line: KeyResultLine, before: str | None, at: datetime) -> int:
    """1 where it changed and nobody else told of it."""
    now = line.standing.status
    if before == now:
        return 0
    with transaction.atomic():
        if before is None:
            ToldStatus.objects.get_or_create(key_result=line.row, defaults={"status": now, "since": at})
            return 0
        same = ToldStatus.objects.filter(key_result=line.row, status=before)
        if not same.update(status=now, since=at):
            return 0
        record(Actor(None, "job", at), "changed status", line.row, {"status": (before, now)})
    return 1
