"""Series and their values. What was shown once can be read again: no new value writes over an old one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Series(models.Model):
    """One question put to the data again and again, or figures that come from outside.

    Attributes:
        key: Digest of what is asked; the same question is one series, whoever asks.
        metric: Catalogue name; empty for figures from outside.
        parameters: Of the definition, such as ``{"within_days": 10}``, variant included.
        filters: Segment column to the values let through.
        grain: Length of a period.
        title: As pages write it.
        definition: Population, outcome and window in one line of plain words.
        unit: Of all values; a share is 0..1, money is in minor units.
        better: ``up`` or ``down``.
        of_money: What its values rest on is money in minor units, and not a number of entities.
        window_days: Days until an outcome is mature; None where there is no window.
        sql: The query, as last run.
        error: What kept it from being measured the last time; empty where nothing did.
        tried_at: When it was last measured or failed.
        measured_at: When it was last measured.
        removed_at: When the metric was found to be gone from the workspace.
        data_through: Local date before which the data were complete when it was last measured.
        looked_at: When somebody last opened its page, to the day: what nobody looks at is not kept fresh.
    """

    key = models.CharField(max_length=64, unique=True)
    metric = models.CharField(max_length=80, blank=True)
    parameters = models.JSONField(default=dict)
    filters = models.JSONField(default=dict)
    grain = models.CharField(max_length=16, default="month")
    title = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=8)
    better = models.CharField(max_length=4)
    of_money = models.BooleanField(default=False)
    window_days = models.PositiveIntegerField(null=True)
    sql = models.TextField(blank=True)
    error = models.TextField(blank=True)
    tried_at = models.DateTimeField(null=True)
    measured_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    data_through = models.DateField(null=True)
    looked_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title


class Value(models.Model):
    """One value of a series for one period and segment, as computed at one time.

    Attributes:
        segment: ``size=large``, several joined by commas; empty for everybody.
        value: In the unit of the series; None where the denominator is 0.
        low: Lower end of the 95 % range, or None.
        high: Upper end of it.
        pending: Entities whose outcome is not known yet.
        pending_among: All entities that those are a part of, where the denominator does not count them.
        is_mature: The period has ended and nothing is pending: the value is final.
        as_of: Local date before which the data were complete.
        version: Hash of the definition, or ``outside``.
        is_current: The latest known value of its period and segment. The others are kept to be read.
        restated: It replaces another value of the same definition that was final.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="values")
    period_start = models.DateField()
    period_end = models.DateField()
    segment = models.CharField(max_length=200, blank=True)
    value = models.FloatField(null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    pending = models.BigIntegerField(default=0)
    pending_among = models.BigIntegerField(null=True)
    is_mature = models.BooleanField()
    as_of = models.DateField()
    version = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    restated = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["period_start", "recorded_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "segment", "period_start"],
                condition=models.Q(is_current=True),
                name="one_current_value",
            )
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period_start} {self.segment}: {self.value}"


class Drawing(models.Model):
    """A chart as SVG, drawn by a job and never while somebody waits for a page.

    Attributes:
        key: Digest of everything that it shows: what shows the same is drawn once.
        wide: For screens.
        narrow: For phones, where letters would become too small if the wide one were scaled down.
    """

    key = models.CharField(max_length=64, unique=True)
    wide = models.TextField()
    narrow = models.TextField()
    made_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:12]
