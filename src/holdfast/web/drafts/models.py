"""What somebody is writing and has not saved, and what is drafted for them from the data."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import Objective
from holdfast.web.people.models import Team


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


class Drafting(models.Model):
    """An OKR that is drafted for somebody from a reason to leave, by a job. Nobody else sees it.

    Attributes:
        team: Whose objective it becomes; None for the company as a whole.
        reason: By its name; empty where what customers wrote decides.
        lead: A metric that may lead to staying; empty for the one with the best evidence.
        column: Of segments, with the value in `segment`; empty for everybody.
        difficulty: How hard its targets are to be.
        done_at: When the job ended, or None.
        trouble: Why there is no draft; empty where there is one.
        gaps: What people must fill in, in sentences.
        objective: The draft that was made; None before, and where it was deleted.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="draftings")
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=120, blank=True)
    lead = models.CharField(max_length=80, blank=True)
    column = models.CharField(max_length=80, blank=True)
    segment = models.CharField(max_length=80, blank=True)
    difficulty = models.CharField(max_length=20, default="challenging")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)
    gaps = models.JSONField(default=list)
    objective = models.ForeignKey(Objective, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"of person {self.person_id}: {self.reason or self.lead or 'what most were lost for'}"
