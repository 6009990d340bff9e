"""What was computed of the company's data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Computed(models.Model):
    """An answer to one question about all customers; the same question, whoever asks it, is one row.

    Attributes:
        kind: What is asked: one of `holdfast.web.computing.kinds.KINDS`.
        question: Digest of `content`.
        content: What is asked, as JSON.
        answer: What was found last, as JSON; empty before.
        trouble: Why the last try found nothing; empty where it did. What was found before stays.
        on: Day up to whose start data were used.
        asked_at: When it was last asked for.
        tried_at: When a job last answered or failed.
        found_at: When a job last answered.
        looked_at: When somebody last looked, to the day.
    """

    kind = models.CharField(max_length=20)
    question = models.CharField(max_length=64)
    content = models.JSONField()
    answer = models.JSONField(default=dict)
    trouble = models.TextField(blank=True)
    on = models.DateField(null=True)
    asked_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "question"], name="one_row_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.question[:8]}"
