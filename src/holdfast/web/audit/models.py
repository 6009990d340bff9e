"""Entries of the audit log."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class EntriesStayError(TypeError):
    """Some code tries to change or delete an entry: a bug."""


class Entries(models.QuerySet["Entry"]):
    """Rows that are added and read."""

    def update(self, **_: object) -> int:
        """Never."""
        raise EntriesStayError

    def delete(self) -> tuple[int, dict[str, int]]:
        """Never."""
        raise EntriesStayError


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

    objects = Entries.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id", "at"])]
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_kind} {self.subject_id}"

    def save(self, **options: Any) -> None:  # noqa: ANN401 - Django's own
        """Add the entry."""
        if not self._state.adding:
            raise EntriesStayError
        super().save(**options)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:  # noqa: ANN401 - Django's own
        """Never."""
        raise EntriesStayError
