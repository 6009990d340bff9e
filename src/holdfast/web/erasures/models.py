"""That somebody was erased, and nothing of who it was."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Erasure(models.Model):
    """One erasing.

    Attributes:
        digest: Of the id or address that was asked, with the salt of the workspace: whoever asks again can
            be told that it was done, and nobody can read it back.
        places: Where something was found, to how much of it.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    places = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"erasure of {self.at:%Y-%m-%d %H:%M}"
