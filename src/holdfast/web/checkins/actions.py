"""Checking in: one a day for each key result, edited rather than doubled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.okr.status import COMPUTED
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.checkins.models import CheckIn
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from datetime import date

    from holdfast.web.audit.actions import Actor

LONGEST = 5_000
MOST_CONFIDENCE = 10


@dataclass(frozen=True, slots=True)
class Stated:
    """What an owner says.

    Attributes:
        value: Typed in, in the unit of the key result; left aside where data measure it.
        confidence: 0 to 10, or None where they say nothing of it.
        status: Their own view, or empty for the suggested one.
        changed: What changed since the last check-in.
        next_step: What comes next.
        done: Ids of the steps that are done, of a milestone key result; None leaves them as they are.
    """

    value: float | None = None
    confidence: int | None = None
    status: str = ""
    changed: str = ""
    next_step: str = ""
    done: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the data and the rule say at that moment, kept beside what the owner says.

    Attributes:
        value: The measured value, or None where nothing measures it.
        status: What the rule gives.
        because: Its reason.
    """

    value: float | None
    status: str
    because: str


def check_in(result: KeyResult, stated: Stated, suggested: Suggested, *, on: date, actor: Actor) -> CheckIn:
    """Check in on a key result; a second time on the same day by the same person, edit the first.

    Args:
        result: With its objective and cycle.
        stated: What the owner says.
        suggested: What the data and the rule say.
        on: Local date.
        actor: Who, and when.

    Raises:
        InputError: The cycle is closed, the objective is a draft, a figure is out of range, or what changed
            is missing where confidence falls or the status is overridden.
    """
    _refuse_closed(result)
    with transaction.atomic():
        # One at a time for each key result: two at once would both find no check-in of today.
        KeyResult.objects.select_for_update().get(pk=result.pk)
        said = CheckIn.objects.filter(key_result=result).order_by("on", "at", "pk")
        today = said.filter(on=on, by=actor.person).last()
        before = said.exclude(pk=today.pk if today else 0).last()
        _refuse(stated, suggested, before)
        row = today or CheckIn(key_result=result, by=actor.person, on=on)
        _write(row, stated, suggested, is_measured=result.series_id is not None)
        row.at = actor.at
        row.save()
        KeyResult.objects.filter(pk=result.pk).update(stand_in=None)  # nobody needs the deputy any more
        if stated.done is not None and result.kind == "milestone":
            _tick(result, stated.done)
        record(actor, "edited a check-in" if today else "checked in", result)
    return row


def changes_needed(stated: Stated, suggested: Suggested, before: CheckIn | None) -> str:
    """Why this check-in must say what changed; empty where it need not."""
    if stated.status and stated.status != suggested.status:
        return f"you say {stated.status} where the rule says {suggested.status}"
    known = before.confidence if before else None
    if known is not None and stated.confidence is not None and stated.confidence < known:
        return f"your confidence falls from {known} to {stated.confidence}"
    return ""


def _refuse_closed(result: KeyResult) -> None:
    objective = result.objective
    if not objective.cycle.is_open or objective.state == "closed":
        remedy = "Carry it over into the next cycle"
        raise InputError("check-in", f"the cycle {objective.cycle} is closed", "an open cycle", remedy)
    if objective.state == "draft":
        raise InputError("check-in", "the objective is a draft", "a published one", "Publish it first")
    if result.dropped_at is not None:
        raise InputError("check-in", "the key result was given up", "one that is pursued")


def _refuse(stated: Stated, suggested: Suggested, before: CheckIn | None) -> None:
    if stated.value is not None and not math.isfinite(stated.value):
        raise InputError("value", f"{stated.value}", "a number", "Type it as 1234.5")
    if stated.confidence is not None and not 0 <= stated.confidence <= MOST_CONFIDENCE:
        raise InputError("confidence", f"{stated.confidence}", "0 to 10", "Choose one of them")
    if stated.status and stated.status not in COMPUTED:
        raise InputError("status", repr(stated.status), f"one of {', '.join(COMPUTED)}", "Choose one of them")
    for name, text in (("what changed", stated.changed), ("next step", stated.next_step)):
        if len(text) > LONGEST:
            raise InputError(name, f"{len(text):,} characters", f"at most {LONGEST:,}", "Shorten it")
    needed = changes_needed(stated, suggested, before)
    if needed and not stated.changed.strip():
        raise InputError(
            "what changed", "nothing was written", "a sentence", f"Say what changed, because {needed}"
        )


def _write(row: CheckIn, stated: Stated, suggested: Suggested, *, is_measured: bool) -> None:
    row.is_measured = is_measured
    row.value = suggested.value if is_measured else stated.value
    row.confidence = stated.confidence
    row.suggested_status = suggested.status
    row.because = suggested.because
    row.status = "" if stated.status == suggested.status else stated.status
    row.changed = stated.changed.replace("\x00", "").strip()
    row.next_step = stated.next_step.replace("\x00", "").strip()


def _tick(result: KeyResult, done: frozenset[int]) -> None:
    result.steps.filter(pk__in=done).update(is_done=True)
    result.steps.exclude(pk__in=done).update(is_done=False)
