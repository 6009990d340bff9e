"""What somebody is writing and has not saved."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.web.objectives.models import Objective


class Draft(models.Model):
    """Words that one person is writing: a text, or changes of an objective. Nobody else sees them.

    Attributes:
        objective: What is changed; None for the person's text.
        content: Names of the form's fields to lists of values; empty once it was saved or discarded.
        revision: Of the objective, when the changes began.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, null=True, related_name="drafts")
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "objective"], name="one_draft_per_objective"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(objective=None), name="one_text_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"of person {self.person_id}, kept {self.kept_at:%Y-%m-%d %H:%M}"
