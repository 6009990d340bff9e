"""Meetings, what is said and decided in them, and the settlement of an objective."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import KeyResult, Objective
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from datetime import datetime

KINDS = (("review", "Quarterly review"), ("weekly", "Weekly meeting"))
COURSES = (("keep", "Keep"), ("change", "Change"), ("drop", "Drop"))
TENTHS = 10
"""Scores are given in tenths: 0.0 to 1.0."""


class Meeting(models.Model):
    """A team, or the whole company, looks at its objectives together. Once it has ended, it stays as it is.

    Attributes:
        team: Whose objectives; None for those of all teams that are not private.
        facilitator: Who began it; whoever may grade for the team may lead it.
        planned_minutes: How long it should take.
        at: The key result that is spoken of, so that others can follow; None before the first.
        notes: What was said beside the agenda.
        revision: Counts changes of the notes.
        record: The minutes as they were when it ended; None before.
        digest: SHA-256 of the record in canonical JSON, so that a change would show.
    """

    kind = models.CharField(max_length=8, choices=KINDS)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="meetings")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="meetings")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    planned_minutes = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    at = models.ForeignKey(KeyResult, on_delete=models.SET_NULL, null=True, related_name="+")
    notes = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    record = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-began_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "cycle", "team"],
                condition=models.Q(ended_at=None, team__isnull=False),
                name="one_open_meeting_of_a_team",
            ),
            models.UniqueConstraint(
                fields=["kind", "cycle"],
                condition=models.Q(ended_at=None, team=None),
                name="one_open_meeting_of_the_company",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.team or 'the company'}, {self.cycle}"

    @property
    def planned_end(self) -> datetime:
        """When it should be over."""
        return self.began_at + timedelta(minutes=self.planned_minutes)

    @property
    def is_private(self) -> bool:
        """That it was held is no secret; of private objectives it shows each reader what they may see."""
        return False

    @property
    def owner_ids(self) -> frozenset[int]:
        """Nobody's own: its rights are those of roles."""
        return frozenset()


class Participant(models.Model):
    """Somebody who took part."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_takes_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in meeting {self.meeting_id}"


class SelfScore(models.Model):
    """What a participant would grade a key result; nobody else reads it before all are revealed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="self_scores")
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="self_scores")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tenths = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["by__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "key_result", "by"], name="one_self_score_each"),
            models.CheckConstraint(condition=models.Q(tenths__lte=TENTHS), name="self_score_is_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"self-score of {self.by_id} on key result {self.key_result_id}"


class Item(models.Model):
    """What a quarterly review says of one key result.

    Attributes:
        revealed_at: When the self-scores were shown to everybody; None while they are hidden.
        override_tenths: The grade where it is not the computed one.
        override_reason: Why; never empty beside an override.
        learned: What was learned.
        course: ``keep``, ``change`` or ``drop``; empty until it is decided.
        why: Why it is changed or dropped.
        next_text: How it shall read in the next cycle; empty for as it reads now.
        revision: Counts changes; who read an earlier one is told what it says by now.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="meeting_items")
    revealed_at = models.DateTimeField(null=True)
    override_tenths = models.PositiveSmallIntegerField(null=True)
    override_reason = models.TextField(blank=True)
    learned = models.TextField(blank=True)
    course = models.CharField(max_length=6, choices=COURSES, blank=True)
    why = models.TextField(blank=True)
    next_text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "key_result"], name="one_item_per_key_result"),
            models.CheckConstraint(
                condition=models.Q(override_tenths__isnull=True) | models.Q(override_tenths__lte=TENTHS),
                name="override_is_0_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"key result {self.key_result_id} in meeting {self.meeting_id}"


class Decision(models.Model):
    """What a meeting decided: somebody does something by a date.

    Attributes:
        key_result: What it is about, or None.
        done_at: When it was reported as done, in the meeting or after it.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, null=True, related_name="decisions")
    text = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    due_on = models.DateField(null=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.text


class MeetingTime(models.Model):
    """When a team meets: weekly on one weekday, and for its review on the first such day after the cycle.

    Attributes:
        weekday: 0 is Monday.
        at: Time of day at the company's place.
        uid: Identity of its meetings in calendars.
    """

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="meeting_time")
    weekday = models.PositiveSmallIntegerField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    review_minutes = models.PositiveSmallIntegerField()
    uid = models.UUIDField(default=uuid4, editable=False)

    def __str__(self) -> str:
        return f"{self.team}: weekday {self.weekday}, {self.at:%H:%M}"


class Settlement(models.Model):
    """An objective as it was closed: final values, scores and grades. It is never changed.

    Attributes:
        content: Everything that the grades rest on, key result by key result.
        digest: SHA-256 of the content in canonical JSON, so that a change would show.
    """

    objective = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="settlement")
    meeting = models.ForeignKey(Meeting, on_delete=models.SET_NULL, null=True, related_name="settlements")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"objective {self.objective_id} settled {self.at:%Y-%m-%d}"
