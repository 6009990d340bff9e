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


class Proposal(models.Model):
    """A bet as somebody writes it, with what the data say of it; kept by what it states.

    Attributes:
        question: Digest of what is stated: the same words and numbers are one question, whoever asks.
        content: What is stated, as JSON.
        answer: What was found, as JSON; empty before.
        trouble: Why nothing could be found; empty where it could.
        is_whole: Links and the bet of all are in the answer too.
        data_through: Of the measurements when it was asked: newer ones ask again.
        on: Day up to which data were known.
        at: When it was answered, or None.
        wanted_at: When a page asked for it last: nobody waits for what no page asks for.
        queued_at: When its job was put in the queue; None where there is none.
    """

    question = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    answer = models.JSONField(default=dict)
    trouble = models.TextField(blank=True)
    is_whole = models.BooleanField(default=False)
    data_through = models.DateField(null=True)
    on = models.DateField(null=True)
    at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(db_index=True)
    queued_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.question[:12]
