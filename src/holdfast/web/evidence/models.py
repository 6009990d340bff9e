"""What was frozen as a bet, and what the checks found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.web.objectives.models import KeyResult, Objective


class FrozenBet(models.Model):
    """An objective as it was bet on. It is never changed: another digest is another bet.

    Attributes:
        content: A `holdfast.evidence.frozen.FrozenBet` as its file has it.
        places: The name of each figure (``Key result 1``) to the id of its key result.
        on: Day up to which data were known.
    """

    objective = models.OneToOneField(Objective, on_delete=models.CASCADE, related_name="frozen_bet")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    places = models.JSONField(default=dict)
    on = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.objective_id}: {self.digest[:8]}"


class Found(models.Model):
    """What one check found, of one key result or of a whole objective; of forecasts one a day is kept.

    Attributes:
        key_result: None for the objective itself.
        check_name: Which one (``link``).
        content: An evidence record as JSON has it.
        on: Day up to which data were known.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="found")
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, null=True, related_name="found")
    check_name = models.CharField(max_length=20)
    content = models.JSONField()
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["objective", "check_name"])]

    def __str__(self) -> str:
        return f"{self.check_name} of {self.objective_id}"
