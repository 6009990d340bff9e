"""Check-ins."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.web.objectives.models import KeyResult


class CheckIn(models.Model):
    """What an owner says of a key result on one day, beside what the data said then.

    Attributes:
        value: In the unit of the key result: the measured one as it stood, or typed in.
        is_measured: The value came from data, and the owner could not change it.
        confidence: 0 to 10, as the owner chose it; None where they said nothing.
        suggested_status: What the rule said then, with its reason in `because`.
        status: The owner's own view; it stands beside the rule's.
        changed: What changed since the last one.
        next_step: What comes next.
    """

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="check_ins")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="check_ins"
    )
    on = models.DateField()
    at = models.DateTimeField()
    value = models.FloatField(null=True)
    is_measured = models.BooleanField(default=False)
    confidence = models.PositiveSmallIntegerField(null=True)
    suggested_status = models.CharField(max_length=16, blank=True)
    because = models.TextField(blank=True)
    status = models.CharField(max_length=16, blank=True)
    changed = models.TextField(blank=True)
    next_step = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["on", "at", "pk"]
        indexes: ClassVar = [models.Index(fields=["key_result", "-on", "-at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__lte=10),
                name="confidence_is_0_to_10",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} on key result {self.key_result_id}"
