"""Imports that wait for their owner's word or run, and where objectives came from."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import KeyResult, Objective

STATES = (
    ("waiting", "Waiting for your word"),
    ("queued", "Waiting for the worker"),
    ("running", "Running"),
    ("done", "Done"),
    ("failed", "Failed"),
)


class Import(models.Model):
    """A file that somebody sent. Only they see it, and its content is forgotten when it is done.

    Attributes:
        name: Of the file.
        content: Its bytes; empty once it is done.
        cycle: Where objectives go whose row names no cycle.
        team: Id of the team likewise; 0 for the company as a whole.
        columns: Place of a column to the field that was chosen for it.
        owners: Name of an owner, in small letters, to the id of a person, or None for nobody.
        done: Rows that a job has read, of `total`.
        said: What became of it, or why it failed.
        made: Counts of what was made, by kind.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports")
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    cycle = models.ForeignKey(Cycle, on_delete=models.SET_NULL, null=True, related_name="+")
    team = models.BigIntegerField(default=0)
    columns = models.JSONField(default=dict)
    owners = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=STATES, default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    said = models.TextField(blank=True)
    made = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Origin(models.Model):
    """Where an objective or a key result came from: the same file a second time makes no double of it.

    Attributes:
        key: Its id in the file with the kind of file, or a digest of its sentence and place.
        key_result: None for the objective itself.
    """

    key = models.CharField(max_length=80, db_index=True)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="origins")
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, null=True, related_name="origins")
    imported = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="origins")

    def __str__(self) -> str:
        return self.key
