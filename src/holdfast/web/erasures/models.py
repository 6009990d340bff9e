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


class Search(models.Model):
    """Somebody who is looked for; there is one row at most, and it forgets who it was once that is done.

    Attributes:
        asked: Id or e-mail address; empty once they are erased.
        state: ``looking``, ``found``, ``erasing``, ``erased`` or ``failed``.
        places: Where something of them is: name, count, what, what erasing does there.
        who: Their ids and accounts, in words; empty once they are erased.
        notes: What cannot be found, and what is left.
        error: Why it failed.
    """

    asked_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=8, default="looking")
    places = models.JSONField(default=list)
    who = models.CharField(max_length=400, blank=True)
    notes = models.JSONField(default=list)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"search of {self.asked_at:%Y-%m-%d %H:%M}"
