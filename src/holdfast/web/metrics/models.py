"""What a job saw of the workspace's metrics, so that no page has to open the engine."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.web.measurements.models import Series


class KnownMetric(models.Model):
    """A metric of the catalogue or of the workspace's own, as it was last seen.

    Attributes:
        title: With the window that holds.
        words: What is said of it, in Markdown.
        settings: Lists of name, value and what is allowed, as the workspace has them.
        is_measurable: The data allow it; None where nobody has looked yet.
        reason: What stands in the way; empty where nothing does.
        has_cohorts: There is a table of cohorts for it.
        series: Its usual question: nobody's filter, the workspace's parameters, by month.
        cohorts: A `CohortTable` as JSON; empty where there is none.
        error: Why the page could not be measured the last time; empty where nothing kept it.
        asked_at: When it was last asked to be measured.
        tried_at: When a job last measured the page, or failed to.
        gone_at: When it was found to be gone from the workspace.
    """

    name = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    population = models.TextField()
    outcome = models.TextField()
    unit = models.CharField(max_length=8)
    better = models.CharField(max_length=4)
    window_days = models.PositiveIntegerField(null=True)
    tables = models.JSONField(default=list)
    family = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    settings = models.JSONField(default=list)
    is_own = models.BooleanField(default=False)
    is_measurable = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    has_cohorts = models.BooleanField(default=False)
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, related_name="known_metrics")
    cohorts = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["title", "name"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """Another window, variant or grain that somebody asked of a metric on its page; everybody may read it.

    Attributes:
        asked_at: When it was last asked to be measured.
    """

    metric = models.ForeignKey(KnownMetric, on_delete=models.CASCADE, related_name="asked")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["metric", "series"], name="one_question_of_a_metric")
        ]

    def __str__(self) -> str:
        return f"question {self.series_id} of {self.metric_id}"


class DataLook(models.Model):
    """The last look at the workspace's data; there is one row.

    Attributes:
        asked_at: When a look was last asked for.
        looked_at: When one last succeeded.
        tried_at: When one last succeeded or failed.
        error: What kept the last one; empty where nothing did.
        tables: Name, rows, first and last local date (ISO) of each table.
        findings: Table, kind, severity, message and remedy of what the data check found.
    """

    asked_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    tables = models.JSONField(default=list)
    findings = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"look of {self.looked_at}"
