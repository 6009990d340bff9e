"""What a job found of why customers leave, so that no page has to read the texts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ReasonsLook(models.Model):
    """The last look at why customers leave; there is one row.

    Attributes:
        asked_at: When a look was last asked for.
        looked_at: When one last succeeded.
        tried_at: When one last succeeded or failed.
        error: What kept the last one; empty where nothing did.
        content: A `WhyCustomersLeave` as JSON; empty where nothing holds what customers write.
        tables: Names of the tables that were there to read.
        version: Of the data that were read: the same rows of the same tables have the same.
        taught: Of the themes and confirmed texts that it was told by.
        way: How themes are told, ``tfidf`` or ``sentences``; administrators choose it.
    """

    asked_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    tables = models.JSONField(default=list)
    version = models.CharField(max_length=16, blank=True)
    taught = models.CharField(max_length=16, blank=True)
    way = models.CharField(max_length=12, default="tfidf")

    def __str__(self) -> str:
        return f"reasons of {self.looked_at}"


class AskedText(models.Model):
    """A text whose themes are least sure, to be told by somebody who reads it.

    Attributes:
        place: In the order of asking.
        words: Masked.
        suggested: Names of the themes that fit it best, the best first.
        passed_at: When somebody left it to the others; None where nobody did.
        answered_at: When somebody said it; None where nobody has.
    """

    place = models.PositiveIntegerField()
    words = models.TextField()
    suggested = models.JSONField(default=list)
    passed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["place", "pk"]

    def __str__(self) -> str:
        return f"text {self.place}"
