"""What a quarterly review concludes of a key result: grade, lesson, and whether it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.errors import ConflictError
from holdfast.web.meetings.actions import going_on, plain
from holdfast.web.meetings.models import COURSES, TENTHS, Item
from holdfast.web.meetings.settling import endings
from holdfast.web.objectives.actions import allow
from holdfast.web.objectives.faults import LONGEST as LONGEST_SENTENCE

if TYPE_CHECKING:
    from holdfast.web.audit.actions import Actor
    from holdfast.web.objectives.models import KeyResult

_TEXTS = ("override_reason", "learned", "course", "why", "next_text")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is concluded of a key result.

    Attributes:
        course: ``keep``, ``change`` or ``drop``.
        learned: What was learned.
        why: Why it is changed or dropped.
        next_text: How it shall read in the next cycle; empty for as it reads now.
        override_tenths: The grade where it is not the computed one, 0 to 10.
        override_reason: Why.
    """

    course: str
    learned: str = ""
    why: str = ""
    next_text: str = ""
    override_tenths: int | None = None
    override_reason: str = ""


def conclude(actor: Actor, pk: int, row: KeyResult, stated: Conclusion, *, revision: int) -> Item:
    """Write down what is concluded, once the self-scores are revealed.

    Args:
        actor: Whoever leads the meeting.
        pk: Of the meeting.
        row: With its objective and cycle.
        stated: What is concluded.
        revision: Of the item, at which they read it.

    Raises:
        ConflictError: Somebody else wrote meanwhile; nothing was written.
        InputError: The meeting has ended, the scores are hidden, or a reason is missing.
        PermissionDenied: They may not lead the meeting.
    """
    stated = _plain(stated)
    with transaction.atomic():
        meeting = going_on(pk, kind="review")
        allow(actor, "grade", meeting)
        item, _ = Item.objects.get_or_create(meeting=meeting, key_result=row)
        if item.revealed_at is None:
            raise InputError("the grade", "the self-scores are hidden", "scores that all saw", "Reveal them")
        if item.revision != revision:
            raise ConflictError(
                "the conclusion", "somebody else wrote it meanwhile", "", "Read both, then save"
            )
        before = {name: getattr(item, name) for name in ("override_tenths", *_TEXTS)}
        for name in before:
            setattr(item, name, getattr(stated, name))
        changes: dict[str, tuple[object, object]] = {
            name: (value, getattr(item, name))
            for name, value in before.items()
            if value != getattr(item, name)
        }
        _refuse_unexplained(item, row)
        if changes:
            item.revision += 1
            item.save()
            record(actor, "concluded on a key result", row, changes)
    return item


def _plain(stated: Conclusion) -> Conclusion:
    course = dict(COURSES).get(stated.course)
    if course is None:
        raise InputError("the course", "none is chosen", "keep, change or drop", "Choose one of them")
    tenths = stated.override_tenths
    if tenths is not None and not 0 <= tenths <= TENTHS:
        raise InputError("the grade", f"{tenths / TENTHS:g}", "0.0 to 1.0", "Choose one of them")
    reason = plain("the reason of the grade", stated.override_reason, is_needed=tenths is not None)
    needs_why = stated.course in {"change", "drop"}
    why = plain(f"why it is {course.lower()}{'ped' if stated.course == 'drop' else 'd'}", stated.why)
    if needs_why and not why:
        raise InputError("the course", "no reason is written", f"why to {stated.course} it", "Write it")
    next_text = plain("the next text", stated.next_text)
    if len(next_text) > LONGEST_SENTENCE:
        found, most = f"{len(next_text):,} characters", f"at most {LONGEST_SENTENCE:,}"
        raise InputError("the next text", found, most, "Shorten it")
    return Conclusion(
        course=stated.course,
        learned=plain("what was learned", stated.learned),
        why=why if needs_why else "",
        next_text=next_text if stated.course == "change" else "",
        override_tenths=tenths,
        override_reason=reason if tenths is not None else "",
    )


def _refuse_unexplained(item: Item, row: KeyResult) -> None:
    """Of a committed key result 1.0 is expected: less asks for an explanation."""
    grade = endings([row], row.objective.cycle)[row.pk].grade(item)
    if grade.asks_for_explanation and not item.learned:
        raise InputError(
            "what was learned",
            f"nothing, though a committed key result ends with {grade.value:.2f}",
            "why it fell short of 1.0",
            "Write it",
        )
