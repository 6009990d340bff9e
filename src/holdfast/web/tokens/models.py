"""Tokens of the API: kept as a digest, so that whoever reads the database cannot use them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Token(models.Model):
    """What a program logs in with, as the person who made it and within some scopes.

    Attributes:
        prefix: Its first characters, by which its owner knows it again.
        digest: SHA-256 of the whole; it has 256 random bits, so that a slow hash would protect nothing more.
        scopes: Names of `actions.SCOPES`.
        last_used_at: To the minute.
        revoked_because: Why it holds no more; empty while it does.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
