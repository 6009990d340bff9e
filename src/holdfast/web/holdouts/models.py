"""What jobs last did with a holdout; its plan and log are files of the workspace."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Holdout(models.Model):
    """A holdout as jobs last left it.

    Attributes:
        name: Id of its plan.
        record: The `EvidenceRecord` of the last settling as JSON; empty where there was none.
        planning_at: When somebody asked for it to be planned; none where a command planned it.
        sizing: How many customers it takes, as the job that planned it said.
        error: Why the last job could not do its work; empty where it could.
        assigning_at: When somebody last asked to assign customers.
        assigned_at: When a job last did.
        settling_at: When somebody last asked what became of it.
        settled_at: When a job last said it.
    """

    name = models.CharField(max_length=60, unique=True)
    record = models.JSONField(default=dict)
    planning_at = models.DateTimeField(null=True)
    sizing = models.TextField(blank=True)
    error = models.TextField(blank=True)
    assigning_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    settling_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
