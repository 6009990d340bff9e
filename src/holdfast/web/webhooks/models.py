"""Endpoints, and what was sent to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Endpoint(models.Model):
    """An address that is told of events.

    Attributes:
        key: With `rotation` and the application's own key it gives the secret, which is stored nowhere.
        rotation: How often the secret was changed.
        rotated_at: When; the secret before still signs too for a day after it.
        events: Names of `actions.EVENTS`.
    """

    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    rotation = models.PositiveIntegerField(default=1)
    rotated_at = models.DateTimeField(null=True)
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One event for one endpoint: kept until it was taken, and tried again where it was not.

    Attributes:
        event_id: The same at every attempt, so that a receiver knows one that comes twice.
        state: ``waiting``, ``delivered`` or ``failed`` for good.
        said: Status of the last answer, or why there was none.
    """

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.UUIDField(default=uuid.uuid4, unique=True)
    event = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=9, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.event} to {self.endpoint_id}: {self.state}"
