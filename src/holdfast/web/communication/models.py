"""Lines of communication plans, and what was sent of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from holdfast.web.notices import chat
from holdfast.web.objectives.models import Objective
from holdfast.web.people.models import Team

WHATS = (("status", "How it stands"), ("minutes", "Minutes"), ("celebrations", "What really moved"))
WHENS = (
    ("weekly", "Every week"),
    ("publish", "When it is published"),
    ("amendment", "When it is amended"),
    ("close", "When it is closed"),
)
WEEKDAYS = tuple(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))


class PlanLine(models.Model):
    """One line of a plan: somebody hears something at some time.

    Exactly one of person, team, address and chat says who.

    Attributes:
        address: A mail address of the workspace's domain that belongs to nobody here, such as a list.
        chat: Address of a chat, encrypted. It is shown to nobody: whoever has it may write there.
        weekday: 0 for Monday; of what comes every week.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="plan")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="plan_lines"
    )
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="plan_lines")
    address = models.EmailField(blank=True)
    chat = models.TextField(blank=True)
    what = models.CharField(max_length=12, choices=WHATS)
    when = models.CharField(max_length=9, choices=WHENS)
    weekday = models.PositiveSmallIntegerField(default=0, choices=WEEKDAYS)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.who} hears {self.what} {self.when}"

    @property
    def who(self) -> str:
        """Whom it is for, in words."""
        return str(self.person or self.team or self.address or self._chat())

    def _chat(self) -> str:
        told = chat.shown(self.chat)
        if told is None or not told.is_readable:
            return "A chat whose address cannot be read any more"
        return f"{told.service}, an address that ends in {told.ending}"


class Sending(models.Model):
    """One time that a line was due; what it tells goes out once.

    Attributes:
        occasion: What made it due, such as ``weekly:2026-08-24``: the same one makes no second sending.
        since: What came before is old: minutes and celebrations from this instant on are told.
        state: ``waiting``, ``sending``, ``sent``, ``dropped`` or ``failed``: of what goes to an
            address or a chat. Where
            people are told, each notice has its own state, and this is ``sent`` once they are made.
        said: Why it was dropped or failed; never an address.
    """

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="sendings")
    occasion = models.CharField(max_length=60)
    since = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "occasion"], name="one_sending_per_occasion")
        ]

    def __str__(self) -> str:
        return f"{self.occasion} of line {self.line_id}"
