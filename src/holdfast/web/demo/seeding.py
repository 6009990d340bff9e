"""Filling an empty database of records with the demo company's quarter."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction

from holdfast.service.measuring import card_as_asked
from holdfast.web.checkins.models import CheckIn
from holdfast.web.company import company
from holdfast.web.cycles.models import Cycle, DatedEvent
from holdfast.web.demo.meetings import hold
from holdfast.web.demo.people import make_people
from holdfast.web.measurements.actions import series_for
from holdfast.web.measurements.measuring import measure_series, workspace
from holdfast.web.measurements.models import Series
from holdfast.web.objectives.freezing import freeze
from holdfast.web.objectives.models import Comment, Initiative, KeyResult, Objective, Step
from holdfast.web.people.models import Person, Team

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.service.workspace import Workspace

PASSWORD_NOTE = "Everybody at the demo company has the same password"  # noqa: S105 - a sentence
_OF_KEY_RESULT = (
    "kind",
    "baseline",
    "target",
    "at_least",
    "at_most",
    "is_guardrail",
    "unit",
)


def is_empty() -> bool:
    """Nobody is there yet."""
    return not Person.objects.exists()


def seed(password: str, now: datetime) -> None:
    """Make the demo company's people, cycles, objectives and check-ins, and measure their series.

    All in one transaction, so that a demo that was stopped half-way begins anew. The measuring follows,
    then the meetings, whose minutes hold what was measured.

    Args:
        password: Of everybody.
        now: The instant of the demo.
    """
    told = tomllib.loads(resources.files("holdfast.web.demo").joinpath("company.toml").read_text("utf-8"))
    with workspace() as opened, transaction.atomic():
        people = make_people(password, now - timedelta(days=200))
        _Seeding(opened, people, now).make(told)
    measure_series(list(Series.objects.all()), at=now)
    for meeting in told["meetings"]:
        hold(meeting, people)


class _Seeding:
    """What was made so far, by its text."""

    def __init__(self, opened: Workspace, people: Mapping[str, Person], now: datetime) -> None:
        self.opened = opened
        self.people = people
        self.now = now
        self.teams = {team.name: team for team in Team.objects.all()}
        self.cycles: dict[str, Cycle] = {}
        self.objectives: dict[str, Objective] = {}
        self.key_results: dict[str, KeyResult] = {}

    def make(self, told: Mapping[str, Any]) -> None:
        for cycle in told["cycles"]:
            self.cycles[cycle["name"]] = Cycle.objects.create(**cycle)
        for event in told["events"]:
            DatedEvent.objects.create(**event)
        for objective in told["objectives"]:
            self._objective(objective)
        for check_in in told["check_ins"]:
            self._check_in(check_in)
        for comment in told["comments"]:
            self._comment(comment)

    def _objective(self, told: Mapping[str, Any]) -> None:
        cycle, state = self.cycles[told["cycle"]], told.get("state", "published")
        began = _at(cycle.starts_on, 0)
        made = Objective.objects.create(
            cycle=cycle,
            team=self.teams[told["team"]],
            owner=self.people[told["owner"]],
            text=told["text"],
            scope=told.get("scope", ""),
            assumption=told.get("assumption", ""),
            commitment=told.get("commitment", ""),
            is_private=told.get("is_private", False),
            state=state,
            created_at=began,
            published_at=None if state == "draft" else began,
        )
        if "supports" in told:
            made.supports.add(self.objectives[told["supports"]])
        self.objectives[made.text] = made
        for position, one in enumerate(told["key_results"], start=1):
            result = self._key_result(made, position, one)
            if state != "draft":
                freeze(result, began)
        for one in told.get("initiatives", ()):
            due = one["due_on"]
            Initiative.objects.create(
                objective=made,
                text=one["text"],
                owner=self.people[one["owner"]],
                due_on=due,
                expected_lift=one.get("expected_lift", ""),
                done_at=_at(due, 0) if one.get("done") else None,
            )

    def _key_result(self, objective: Objective, position: int, told: Mapping[str, Any]) -> KeyResult:
        series = self._series(told)
        given = {name: told[name] for name in _OF_KEY_RESULT if name in told}
        if series is not None:
            given["unit"] = series.unit
        made = KeyResult.objects.create(
            objective=objective,
            position=position,
            text=told["text"],
            owner=self.people[told["owner"]],
            series=series,
            **given,
        )
        for number, (text, is_done) in enumerate(told.get("steps", ()), start=1):
            Step.objects.create(key_result=made, position=number, text=text, is_done=is_done)
        self.key_results[made.text] = made
        return made

    def _series(self, told: Mapping[str, Any]) -> Series | None:
        if "metric" not in told:
            return None
        parameters = told.get("parameters", {})
        card = card_as_asked(self.opened, told["metric"], parameters)
        return series_for(card, parameters=parameters, filters={}, grain="month")

    def _check_in(self, told: Mapping[str, Any]) -> None:
        result = self.key_results[told["key_result"]]
        at = _at(result.objective.cycle.starts_on, told["day"])
        CheckIn.objects.create(
            key_result=result,
            by=self.people[told["by"]],
            on=at.date(),
            at=at,
            value=told.get("value"),
            is_measured=result.series is not None,
            confidence=told.get("confidence"),
            status=told.get("status", ""),
            changed=told.get("changed", ""),
            next_step=told.get("next_step", ""),
        )

    def _comment(self, told: Mapping[str, Any]) -> None:
        objective = self.objectives[told["objective"]]
        made = Comment.objects.create(
            objective=objective,
            author=self.people[told["by"]],
            text=told["text"],
            at=_at(objective.cycle.starts_on, told["day"]),
        )
        made.mentions.set([one for name, one in self.people.items() if f"@{name}" in told["text"]])


def _at(start: date, day: int) -> datetime:
    """Ten in the morning of a day, counted from the start, at the company's place."""
    return datetime.combine(start, time(10), ZoneInfo(company().time_zone)) + timedelta(days=day)
