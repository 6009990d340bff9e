"""Entries of the audit log."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One thing that somebody did. It is added in the transaction that did it, and never changed.

    Attributes:
        by: Who; None for a job or a person since erased.
        via: ``page``, ``api``, ``command`` or ``job``.
        action: A verb phrase of a fixed set, such as ``published objective``.
        subject_kind: The noun acted on; with `subject_id` it finds all entries of one thing.
        changes: Field to the pair of its value before and after.
        request: Name of the request, as in the logs.
    """

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="audit_entries"
    )
    via = models.CharField(max_length=8)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    changes = models.JSONField(default=dict)
    request = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id", "at"])]
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_kind} {self.subject_id}"
