"""Files that arrived, pulls that fetch them, and what the data check found; the data lie in the workspace."""

from __future__ import annotations

import json
import uuid
from hashlib import sha256
from typing import ClassVar

from django.conf import settings
from django.db import models


class Arrival(models.Model):
    """A file that came by upload, by the API or by a pull, and what became of it.

    Attributes:
        key: In addresses, and the name of its folder while it waits.
        name: Of the file; safe, without a folder.
        digest: SHA-256 of its bytes.
        state: ``waiting`` for a mapping, ``used``, ``dropped``, or ``put back``: the one before stands again.
        table: Canonical table that it gives; empty where nobody has said.
        section: How it is proposed to be read, or was, as under ``[tables.NAME]``.
        sources: As under ``[sources.NAME]``, where the section is a query.
        parts: Source to the key of the file that it reads, or to nothing where that is used already; none
            where this file is read alone.
        origin: Whose export it is, in words; empty where none is known.
        remarks: Column to what a person should look at.
        found: What was found in all of its rows: ``rows``, ``error`` and ``faults``.
        placed: The file's name in the folder of the workspace, where it is used.
        kept: The file that it replaced is still kept.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    name = models.CharField(max_length=120)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=9, default="waiting")
    table = models.CharField(max_length=40, blank=True)
    section = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    origin = models.CharField(max_length=200, blank=True)
    remarks = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    placed = models.CharField(max_length=120, blank=True)
    kept = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "at"])]

    def __str__(self) -> str:
        return self.name


class Check(models.Model):
    """A run of the data check: asked for, and then its result.

    Attributes:
        finished_at: When its result was there, or None while it is waited for.
        report: Tables, findings, and what can be measured, as JSON; empty where it failed.
        error: Why there is no report; empty where there is one.
    """

    asked_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, db_index=True)
    report = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"data check of {self.asked_at:%Y-%m-%d %H:%M}"


class Pull(models.Model):
    """A file that is fetched again and again, and takes the place of the one before where all of it fits.

    Attributes:
        kind: ``url``, ``folder`` or ``database``.
        place: The address, the folder, or the name of the database.
        what: Name or pattern of the file in a folder, or the query of a database.
        header: Name of the value that is sent as ``Authorization``, as the operator set it; or empty.
        name: Of the file as it shall be called here.
        every: Minutes from one to the next.
        due_at: When it is fetched next.
        tried_at: When it was fetched last, well or not.
        pulled_at: When it went well last.
        error: Why it did not the last time; empty where it did.
        digest: Of the file that was fetched well last.
        size: Its bytes.
    """

    kind = models.CharField(max_length=8)
    place = models.CharField(max_length=500)
    what = models.TextField(blank=True)
    header = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120, unique=True)
    every = models.PositiveIntegerField()
    is_on = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    tried_at = models.DateTimeField(null=True)
    pulled_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_place(self) -> str:
        """Where from, without what follows a question mark in an address: that may be a key."""
        return shown_place(self.kind, self.place)

    @property
    def stated(self) -> str:
        """Digest of all that a person decides: two who change it at once are told by it."""
        said = [self.place, self.what, self.header, self.name, self.every]
        return sha256(json.dumps(said).encode()).hexdigest()


def shown_place(kind: str, place: str) -> str:
    """The same of a pull that is not made yet."""
    address, mark, _ = place.partition("?")
    return f"{address}?…" if kind == "url" and mark else place
