"""Objectives, key results, initiatives, and what was frozen and amended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.web.cycles.models import Cycle
from holdfast.web.measurements.models import Series
from holdfast.web.people.models import Team

OBJECTIVE_STATES = (
    ("draft", "Draft"),
    ("published", "Published"),
    ("closed", "Closed"),
    ("archived", "Archived"),
)
COMMITMENTS = (("committed", "Committed"), ("aspirational", "Aspirational"))
KINDS = (("change", "Change"), ("maintain", "Maintain"), ("milestone", "Milestone"))


class Objective(models.Model):
    """What a team wants to be true at the end of a cycle.

    Attributes:
        scope: Which customers it is about, in words.
        assumption: Why the key results should move the objective, in words.
        is_private: Only its team may know of it.
        supports: Objectives above it; there may be several.
        series: Its own metric, where it has one.
        revision: Counts changes; a form that was read at an earlier revision is not written over a later one.
        carried_from: The objective of an earlier cycle that it goes on from.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="objectives")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="objectives")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="objectives"
    )
    text = models.TextField()
    scope = models.TextField(blank=True)
    assumption = models.TextField(blank=True)
    commitment = models.CharField(max_length=12, choices=COMMITMENTS, blank=True)
    is_private = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=OBJECTIVE_STATES, default="draft")
    supports = models.ManyToManyField("self", symmetrical=False, related_name="supported_by", blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="objectives")
    revision = models.PositiveIntegerField(default=1)
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="carried_to")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["team__name", "pk"]
        indexes: ClassVar = [models.Index(fields=["cycle", "state"])]

    def __str__(self) -> str:
        return self.text

    @property
    def owner_ids(self) -> frozenset[int]:
        """The owner, and the owners of its key results and their deputies who check in."""
        results = self.key_results.all()
        parts = (one for row in results for one in (row.owner_id, row.checker_id, row.stand_in_id))
        return frozenset(one for one in (self.owner_id, *parts) if one is not None)


class Earlier(models.Model):
    """An objective as it stood at an earlier revision: what changed since can be shown, and nothing is lost.

    Attributes:
        content: A `StatedObjective` as JSON.
        by: Who ended this revision by changing the objective.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="earlier")
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["objective", "revision"], name="one_content_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.objective_id} at revision {self.revision}"


class KeyResult(models.Model):
    """One result that shows whether the objective comes true. Numbers are in the unit of its series.

    Attributes:
        position: From 1, within the objective.
        checker: Who checks in; the owner unless somebody else is named.
        stand_in: Their deputy, from the end of the days of grace until somebody checks in.
        at_least: Lower bound of a maintain key result, inclusive.
        at_most: Upper bound of it, inclusive.
        relative_target: Change asked for as a share of the baseline.
        weight: Relative to the other key results of the objective.
        is_guardrail: It must not get worse while the others get better.
        checkpoints: Pairs of elapsed share and expected value; empty for the usual curve.
        series: What measures it; None where it is typed in at check-ins.
        target_note: How the target was chosen.
        dropped_at: When it was given up in mid-cycle, with the amendment that says why.
        chance: Of reaching what was frozen, 0..1, as last forecast; None where nothing can be foretold.
        chance_before: The same a week before.
        chance_frozen: The same on the day of the freeze.
        moved_by: Segments and customers behind its last change, in a sentence; empty where it did not move.
        alarms: Guards that left their range beyond luck, in words; empty where none did.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="key_results")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=9, choices=KINDS, default="change")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="key_results"
    )
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="checked_key_results"
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    relative_target = models.FloatField(null=True)
    at_least = models.FloatField(null=True)
    at_most = models.FloatField(null=True)
    commitment = models.CharField(max_length=12, choices=COMMITMENTS, blank=True)
    weight = models.FloatField(default=1.0)
    is_guardrail = models.BooleanField(default=False)
    checkpoints = models.JSONField(default=list)
    unit = models.CharField(max_length=8, default="count")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="key_results")
    target_note = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True)
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="carried_to")
    chance = models.FloatField(null=True)
    chance_before = models.FloatField(null=True)
    chance_frozen = models.FloatField(null=True)
    moved_by = models.TextField(blank=True)
    alarms = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["objective_id", "position"]

    def __str__(self) -> str:
        return self.text

    @property
    def team_id(self) -> int | None:
        """The team of its objective."""
        return self.objective.team_id

    @property
    def is_private(self) -> bool:
        """As its objective is."""
        return self.objective.is_private

    @property
    def owner_ids(self) -> frozenset[int]:
        """The owner, who checks in, the deputy who stands in, and the owner of the objective."""
        some = (self.owner_id, self.checker_id, self.stand_in_id, self.objective.owner_id)
        return frozenset(one for one in some if one is not None)


class Step(models.Model):
    """One step of a milestone key result."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    weight = models.FloatField(default=1.0)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.text


class Initiative(models.Model):
    """What one does for an objective, or for one of its key results."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="initiatives")
    key_result = models.ForeignKey(
        KeyResult, on_delete=models.SET_NULL, null=True, related_name="initiatives"
    )
    text = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    due_on = models.DateField(null=True)
    expected_lift = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text


class Quote(models.Model):
    """Words of a customer, or an interview note, beside a key result; up to three of them."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="quotes")
    text = models.TextField()
    said_by = models.CharField(max_length=120, blank=True)
    on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.text


class Comment(models.Model):
    """What somebody says about an objective, or about one of its key results."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="comments")
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, null=True, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.text


class Dismissal(models.Model):
    """A finding that a team sets aside, with its reason; it holds while the words stay the same."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="dismissals")
    rule = models.CharField(max_length=8)
    words = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


class Freeze(models.Model):
    """A key result as it stood when its cycle began: the bet. It is never changed.

    Attributes:
        content: Everything that defines the bet.
        digest: SHA-256 of the content in canonical JSON, so that a change would show.
    """

    key_result = models.OneToOneField(KeyResult, on_delete=models.CASCADE, related_name="freeze")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key_result_id} frozen {self.at:%Y-%m-%d}"


class Amendment(models.Model):
    """A change in mid-cycle, with its reason; the frozen bet is still settled, beside the amended one."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="amendments")
    on = models.DateField()
    reason = models.TextField()
    changes = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.reason}"


class ToldStatus(models.Model):
    """The status that was told last: whoever replaces it tells of the change, and nobody else."""

    key_result = models.OneToOneField(KeyResult, on_delete=models.CASCADE, related_name="told_status")
    status = models.CharField(max_length=16)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key_result_id}: {self.status}"
