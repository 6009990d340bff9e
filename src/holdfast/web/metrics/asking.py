"""Another window, variant or grain of a metric: as an address says it, measured by a job, within bounds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.service.measuring import card_as_asked
from holdfast.values import dataclass
from holdfast.web.measurements.actions import question_key, series_for
from holdfast.web.measurements.measuring import workspace
from holdfast.web.measurements.tasks import measure_one
from holdfast.web.metrics.models import KnownMetric, Question

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.metrics.declaration import Setting
    from holdfast.web.measurements.models import Series

GRAINS = ("day", "week", "month", "quarter")
MOST_QUESTIONS = 24
"""Of one metric, of those that somebody looked at within `_LATELY`."""
MOST_WAITING = 6
"""Of all metrics: more are asked for once these are measured."""
_LATELY = timedelta(days=30)
_AGAIN = timedelta(minutes=1)
_LOST = timedelta(minutes=10)
"""After which a question that got no answer holds up no other."""
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Choices:
    """What a metric may be asked for.

    Attributes:
        variants: Names, of a metric that has several.
        days: Least and greatest window, of a metric that has one to choose.
        variant: That holds in the workspace.
        within_days: Window that holds in the workspace; None without one.
    """

    variants: tuple[str, ...]
    days: tuple[int, int] | None
    variant: str
    within_days: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question to a metric; what is empty or None is as the workspace has it."""

    grain: str = "month"
    within_days: int | None = None
    variant: str = ""

    @property
    def parameters(self) -> dict[str, Setting]:
        """Of the definition, as it is asked."""
        days: dict[str, Setting] = {} if self.within_days is None else {"within_days": self.within_days}
        return days | ({"variant": self.variant} if self.variant else {})

    @property
    def is_usual(self) -> bool:
        """It is what is asked anyway."""
        return self == Wanted()


def choices_of(row: KnownMetric) -> Choices:
    """What a metric may be asked for, as the last look found it; before that the grain alone."""
    told = {name: (value, allowed) for name, value, allowed in row.settings}
    variant, allowed = told.get("variant", ("", ""))
    days, bounds = told.get("within_days", ("", ""))
    low, _, high = bounds.partition(" to ")
    is_window = days.isdecimal() and low.isdecimal() and high.isdecimal()
    return Choices(
        tuple(allowed.split(", ")) if allowed else (),
        (int(low), int(high)) if is_window else None,
        variant,
        int(days) if is_window else None,
    )


def wanted_of(row: KnownMetric, given: Mapping[str, str]) -> Wanted:
    """What an address or a form asks; what the workspace has anyway is left out.

    Raises:
        InputError: The metric has no such grain, window or variant.
    """
    choices = choices_of(row)
    grain = given.get("grain", "") or "month"
    if grain not in GRAINS:
        raise InputError("the grain", repr(grain[:20]), ", ".join(GRAINS), "Choose one of them")
    variant = given.get("variant", "")
    if variant and variant not in choices.variants:
        expected = ", ".join(choices.variants) or "none: this metric has no variants"
        raise InputError("the variant", repr(variant[:40]), expected, "Choose one of them")
    days = _days(given.get("within_days", "").strip(), choices)
    return Wanted(
        grain,
        None if days == choices.within_days else days,
        "" if variant == choices.variant else variant,
    )


def wanted_by(series: Series | None) -> Wanted | None:
    """The same of a series that was measured; None where it asks more than an address can say."""
    if series is None or series.filters or set(series.parameters) - {"within_days", "variant"}:
        return None
    return Wanted(
        series.grain, series.parameters.get("within_days"), str(series.parameters.get("variant", ""))
    )


def asked_question(row: KnownMetric, wanted: Wanted) -> Question | None:
    """The question as somebody asked it, or None. What only a private objective asks is not found so."""
    key = question_key(row.name, parameters=wanted.parameters, filters={}, grain=wanted.grain)
    return Question.objects.select_related("series").filter(metric=row, series__key=key).first()


def ask(row: KnownMetric, wanted: Wanted, *, at: datetime) -> Series:
    """Have a question measured, at most once a minute; the same one is one series, whoever asks.

    Raises:
        InputError: The metric cannot be asked so, or too much is asked for already.
        SourceError: A source does not answer.
    """
    with workspace() as opened:
        card = card_as_asked(opened, row.name, wanted.parameters)
    with transaction.atomic():
        KnownMetric.objects.select_for_update().get(pk=row.pk)
        series = series_for(card, parameters=wanted.parameters, filters={}, grain=wanted.grain)
        known = Question.objects.filter(metric=row, series=series).first()
        if known is not None and at - known.asked_at < _AGAIN:
            return series
        if known is None:
            _refuse_too_many(row, at)
        Question.objects.update_or_create(metric=row, series=series, defaults={"asked_at": at})
        series.looked_at = at
        series.save(update_fields=["looked_at"])
        measure_one.enqueue(series.pk)
    return series


def waits_for(question: Question | None, at: datetime) -> str:
    """``no`` where it was measured or failed since it was asked, ``yes``, or ``late``."""
    if question is None:
        return "no"
    tried = question.series.tried_at
    if tried is not None and tried >= question.asked_at:
        return "no"
    return "late" if at - question.asked_at > timedelta(minutes=2) else "yes"


def _refuse_too_many(row: KnownMetric, at: datetime) -> None:
    Question.objects.filter(metric=row, series__looked_at__lt=at - _LATELY).delete()
    if Question.objects.filter(metric=row).count() >= MOST_QUESTIONS:
        found = f"{MOST_QUESTIONS} other questions of it were looked at within 30 days"
        raise InputError(row.title, found, "fewer", "Choose one of them under Question")
    waiting = Question.objects.filter(series__tried_at=None, asked_at__gt=at - _LOST).count()
    if waiting >= MOST_WAITING:
        raise InputError(row.title, f"{waiting} questions are being measured", "fewer", "Ask in a minute")


def _days(text: str, choices: Choices) -> int | None:
    if not text:
        return None
    if choices.days is None:
        raise InputError("the window", text[:20], "none: this metric has no window to choose", "Leave it out")
    low, high = choices.days
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    if not is_number or not low <= int(text) <= high:
        raise InputError("the window", f"{text[:20]!r} days", f"{low} to {high} days", "Correct it")
    return int(text)
