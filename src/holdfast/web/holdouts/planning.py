"""Planning a holdout of who stays from a page or a program: what is asked, and what a job decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.errors import InputError
from holdfast.records.holdout import HoldoutOutcome
from holdfast.service.holdouts.planning import PlanQuestion
from holdfast.values import dataclass
from holdfast.web.audit.actions import record
from holdfast.web.holdouts.models import Holdout
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.web.audit.actions import Actor

LONGEST_TITLE = 120
DAYS = (30, 60, 90, 180)
_MOST_POINTS, _LEAST_LEFT, _MOST_LEFT = 50.0, 5.0, 95.0
_LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class HoldoutAsked:
    """What somebody wants to try on all paying customers.

    Attributes:
        title: What the treated get, in words.
        days: After which it is looked who still pays.
        matters: Smallest difference that matters, in points.
        left_alone: Part that is left alone, in per cent.
    """

    title: str
    days: int = 90
    matters: float = 3.0
    left_alone: float = 50.0


def holdout_asked(given: Mapping[str, str]) -> HoldoutAsked:
    """What a form says.

    Raises:
        InputError: Nothing is tried, or a number is out of range.
    """
    title = " ".join(given.get("title", "").split())
    if not title or len(title) > LONGEST_TITLE or "\x00" in title:
        found = repr(title[:40]) if title else "nothing was given"
        expected = f"what customers get, in 1 to {LONGEST_TITLE} characters, as a check-in call"
        raise InputError("What is tried", found, expected, "Write it")
    days = given.get("days", "").strip() or "90"
    if days not in map(str, DAYS):
        raise InputError("Days", repr(days[:20]), ", ".join(map(str, DAYS)), "Choose one of them")
    return HoldoutAsked(
        title,
        int(days),
        _number(given, "matters", 3.0, low=0.1, high=_MOST_POINTS, unit="points"),
        _number(given, "left_alone", 50.0, low=_LEAST_LEFT, high=_MOST_LEFT, unit="per cent"),
    )


def ask_to_plan(actor: Actor, asked: HoldoutAsked) -> Holdout:
    """Have a job size a holdout by the company's past and write its plan; nobody is assigned by that.

    Raises:
        PermissionDenied: Only administrators may.
        InputError: The plans that there are cannot be read.
        SourceError: The disk failed.
    """
    from holdfast.web.holdouts.tasks import plan  # noqa: PLC0415 - the task calls this module

    if actor.person is not None:
        require(actor.person, "administer")
    with transaction.atomic():
        row = Holdout.objects.create(name=_free_name(asked.title), planning_at=actor.at)
        record(actor, "asked to plan holdout", row, {"title": (None, asked.title)})
        plan.enqueue(row.name, asked.title, asked.days, asked.matters, asked.left_alone)
    return row


def plan_question(name: str, asked: HoldoutAsked, *, starts: date) -> PlanQuestion:
    """What the job asks: all paying customers, assigned from today on."""
    return PlanQuestion(
        name=name,
        title=asked.title,
        outcome=HoldoutOutcome("stay", days=asked.days),
        matters=asked.matters / 100,
        starts=starts,
        share=asked.left_alone / 100,
    )


def record_planned(actor: Actor, name: str, sizing: str) -> None:
    """Keep how many customers a holdout takes."""
    with transaction.atomic():
        row = Holdout.objects.select_for_update().get(name=name)
        Holdout.objects.filter(pk=row.pk).update(sizing=sizing, error="")
        record(actor, "planned holdout", row)


def _number(  # noqa: PLR0913 - what a message says of it
    given: Mapping[str, str], name: str, usual: float, *, low: float, high: float, unit: str
) -> float:
    said = given.get(name, "").strip()
    try:
        value = float(said) if said else usual
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        what = "The smallest difference that matters" if name == "matters" else "The part left alone"
        raise InputError(what, repr(said[:20]), f"{low:g} to {high:g} {unit}", "Correct it")
    return value


def _free_name(title: str) -> str:
    # A title in a script that has no small letters of a to z gives no name of its own.
    base = slugify(title)[:_LONGEST_NAME].strip("-_").replace("_", "-") or "holdout"
    taken = {
        *FileHoldouts(settings.DEPLOYMENT.workspace).ids(),
        *Holdout.objects.values_list("name", flat=True),
    }
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in names if one not in taken)
