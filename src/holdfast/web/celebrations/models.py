"""What was found to be worth celebrating, and who said thanks."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import KeyResult

KINDS = (("target", "Target crossed"), ("first", "First real movement"), ("streak", "On time"))


class Celebration(models.Model):
    """Something that really moved, or check-ins that were on time. A job finds it; nobody can make one.

    Attributes:
        key: Kind and what it is about: the same thing is celebrated once.
        key_result: What moved; None for a streak.
        people: Whom it is thanks to.
        facts: The figures that it rested on when it was found.
        on: Local date: the end of the period of the value, or the last check-in of a streak.
        taken_back_at: When revised data showed that it did not move after all.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=6, choices=KINDS)
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="celebrations")
    key_result = models.ForeignKey(
        KeyResult, on_delete=models.CASCADE, null=True, related_name="celebrations"
    )
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="celebrations")
    facts = models.JSONField(default=dict)
    on = models.DateField()
    found_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.key


class Thanks(models.Model):
    """What somebody says to those who are celebrated: once for each celebration."""

    celebration = models.ForeignKey(Celebration, on_delete=models.CASCADE, related_name="thanks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="thanks_said")
    text = models.CharField(max_length=280, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        verbose_name_plural = "thanks"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["celebration", "by"], name="one_thank_you_each")
        ]

    def __str__(self) -> str:
        return f"by person {self.by_id} for {self.celebration_id}"
