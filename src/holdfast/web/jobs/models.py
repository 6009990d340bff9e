"""Slots of periodic work, and the workers that are alive."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Slot(models.Model):
    """One turn of a periodic job, made in the transaction that enqueues the job: so a turn runs once."""

    job = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "at"], name="one_turn_each")]

    def __str__(self) -> str:
        return f"{self.job} at {self.at:%Y-%m-%d %H:%M}"


class Worker(models.Model):
    """A worker process; one that was not seen for a while is taken to be dead, and its job runs again."""

    name = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
