"""Mentions that need no answer."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.web.objectives.models import Comment


class Noted(models.Model):
    """A mention that somebody has read and does not answer: it waits for them no longer."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="noted")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="noted")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "person"], name="a_mention_is_noted_once")
        ]

    def __str__(self) -> str:
        return f"comment {self.comment_id} by person {self.person_id}"
