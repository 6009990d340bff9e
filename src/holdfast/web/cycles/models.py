"""Cycles, and the dated events that every chart shows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.units import Period

STATES = (("draft", "Draft"), ("active", "Active"), ("closing", "Closing"), ("closed", "Closed"))


class Cycle(models.Model):
    """A quarter, or another span that is planned, pursued and closed as a whole.

    Attributes:
        starts_on: First local date.
        ends_on: Local date after the last one: half-open, like every period.
        cadence_days: Longest time without measurement or check-in before a key result is stale.
    """

    name = models.CharField(max_length=40, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=8, choices=STATES, default="draft")
    cadence_days = models.PositiveSmallIntegerField(default=7)

    class Meta:
        ordering: ClassVar = ["-starts_on", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="a_cycle_ends_after_its_start"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        """Its local dates."""
        return Period(self.starts_on, self.ends_on)

    @property
    def is_open(self) -> bool:
        """Key results can be changed, measured and checked in on."""
        return self.state != "closed"


class DatedEvent(models.Model):
    """A price rise, an outage, a reorganisation: it stands on every chart."""

    on = models.DateField(db_index=True)
    title = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.title}"
