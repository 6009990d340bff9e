"""The one row of what an administrator has decided; what is not in it has its default."""

from __future__ import annotations

from django.db import models


class Decided(models.Model):
    """Settings that differ from their defaults, by name. There is one row, or none."""

    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return ", ".join(sorted(self.values)) or "defaults"
