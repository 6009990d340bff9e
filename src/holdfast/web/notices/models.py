"""Notices that go out, what each person wants of them, and the rhythm of each team."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.web.people.models import Team

STATES = (
    ("waiting", "Waiting"),
    ("queued", "Queued"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("dropped", "Not needed"),
    ("failed", "Failed"),
)
CHANNELS = (
    ("mail", "By e-mail"),
    ("chat", "In the team's chat"),
    ("both", "By e-mail and in the team's chat"),
)


class Notice(models.Model):
    """One thing that one person is told once. Its words are made when it is sent, and kept nowhere.

    Attributes:
        key: Kind, person, subject, period and channel: the same notice cannot be made twice.
        kind: One of `kinds.KINDS`.
        channel: ``mail`` or ``chat``.
        subject_id: Of what it is about: a team, a comment, an audit entry; 0 for none.
        period: The local date that it belongs to, or empty.
        state: One of `STATES`; ``waiting`` until `due_at`, then a job has it.
        attempts: How often it was claimed for sending.
        said: Why it was dropped or failed; never an address.
        due_at: Not before this instant.
        touched_at: When its state changed last; a claim is as old as this.
    """

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=4, default="mail")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    subject_id = models.BigIntegerField(default=0)
    period = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=8, choices=STATES, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return self.key


class Preference(models.Model):
    """What somebody wants to be told, how and when; without a row, everything as the workspace has it.

    Attributes:
        off: Kinds that they do not want.
        channel: Where reminders come; what is personal comes by mail alone.
        quiet_from: Hour from which nothing comes, in their time zone; None as the workspace decided.
        quiet_until: Hour until which nothing comes.
        digest_weekday: Day of the digest, 0 for Monday.
        digest_hour: Its hour, in their time zone.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preference"
    )
    off = models.JSONField(default=list)
    channel = models.CharField(max_length=4, choices=CHANNELS, default="mail")
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)
    digest_weekday = models.PositiveSmallIntegerField(default=4)
    digest_hour = models.PositiveSmallIntegerField(default=14)

    def __str__(self) -> str:
        return f"notices of person {self.person_id}"


class TeamRhythm(models.Model):
    """When a team is reminded, where it differs from the workspace, and its chat.

    Attributes:
        weekday: Day of check-ins, 0 for Monday; None as the workspace decided; `hour` and `grace_days` too.
        every_weeks: Weeks from one reminder to the next, counted from the start of the cycle.
        chat: Address of the team's chat, encrypted; empty for none. It is shown to nobody.
    """

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="rhythm")
    weekday = models.PositiveSmallIntegerField(null=True)
    hour = models.PositiveSmallIntegerField(null=True)
    grace_days = models.PositiveSmallIntegerField(null=True)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    chat = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"rhythm of team {self.team_id}"
