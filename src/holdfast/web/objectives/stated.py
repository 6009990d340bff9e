"""An objective as a form, a file or an API states it: frozen values without the database."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.web.objectives import models


@dataclass(frozen=True, slots=True)
class StatedStep:
    """One step of a milestone key result; `pk` is None for a new one."""

    text: str
    weight: float = 1.0
    is_done: bool = False
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class StatedInitiative:
    """What one does for an objective or key result; `pk` is None for a new one."""

    text: str
    owner: int | None = None
    due_on: date | None = None
    expected_lift: str = ""
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class StatedKeyResult:
    """One key result; its numbers are in the unit of its values (a share is 0..1, money in minor units).

    Attributes:
        owner: Id of a person, or None; `checker` likewise.
        checkpoints: Pairs of elapsed share and expected value.
        series: Id of what measures it; None where it is typed in at check-ins.
        pk: None for a new one.
    """

    text: str
    kind: str = "change"
    owner: int | None = None
    checker: int | None = None
    baseline: float | None = None
    target: float | None = None
    relative_target: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    commitment: str = ""
    weight: float = 1.0
    is_guardrail: bool = False
    checkpoints: tuple[tuple[float, float], ...] = ()
    unit: str = "count"
    series: int | None = None
    target_note: str = ""
    steps: tuple[StatedStep, ...] = ()
    initiatives: tuple[StatedInitiative, ...] = ()
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class StatedObjective:
    """An objective with all that belongs to it, in the order to show it.

    Attributes:
        team: Id, or None for the company as a whole; `owner` is the id of a person.
        supports: Ids of the objectives above it.
        series: Id of its own metric's series, or None.
        initiatives: What is done for it as a whole.
    """

    text: str
    team: int | None = None
    owner: int | None = None
    scope: str = ""
    assumption: str = ""
    commitment: str = ""
    is_private: bool = False
    supports: tuple[int, ...] = ()
    series: int | None = None
    initiatives: tuple[StatedInitiative, ...] = ()
    key_results: tuple[StatedKeyResult, ...] = ()


PLAIN_OF_OBJECTIVE = ("text", "scope", "assumption", "commitment", "is_private")
"""Fields that the row of an objective holds under the same name, references aside."""
PLAIN_OF_KEY_RESULT = (
    "text",
    "kind",
    "baseline",
    "target",
    "relative_target",
    "at_least",
    "at_most",
    "commitment",
    "weight",
    "is_guardrail",
    "unit",
    "target_note",
)
"""The same of a key result, checkpoints aside."""
BETS = frozenset({*PLAIN_OF_KEY_RESULT, "checkpoints", "series", "steps"} - {"target_note"})
"""What defines the bet: once it is frozen, these change by an amendment alone."""


def stated_objective(row: models.Objective) -> StatedObjective:
    """An objective as it is stored. Four queries."""
    initiatives = tuple(row.initiatives.all())
    return StatedObjective(
        **{name: getattr(row, name) for name in PLAIN_OF_OBJECTIVE},
        team=row.team_id,
        owner=row.owner_id,
        supports=tuple(sorted(one.pk for one in row.supports.all())),
        series=row.series_id,
        initiatives=tuple(_initiative(one) for one in initiatives if one.key_result_id is None),
        key_results=tuple(
            stated_key_result(one, tuple(i for i in initiatives if i.key_result_id == one.pk))
            for one in row.key_results.filter(dropped_at=None).prefetch_related("steps")
        ),
    )


def stated_key_result(
    row: models.KeyResult, initiatives: tuple[models.Initiative, ...] = ()
) -> StatedKeyResult:
    """A key result as stored, with the initiatives given. A query, unless its steps were prefetched."""
    return StatedKeyResult(
        **{name: getattr(row, name) for name in PLAIN_OF_KEY_RESULT},
        owner=row.owner_id,
        checker=row.checker_id,
        checkpoints=tuple((share, value) for share, value in row.checkpoints),
        series=row.series_id,
        steps=tuple(StatedStep(one.text, one.weight, one.is_done, one.pk) for one in row.steps.all()),
        initiatives=tuple(_initiative(one) for one in initiatives),
        pk=row.pk,
    )


def to_json(stated: StatedObjective | StatedKeyResult) -> dict[str, Any]:
    """The values as JSON holds them: lists for tuples, dates as ISO 8601."""
    plain: dict[str, Any] = _plain(asdict(stated))
    return plain


def objective_from_json(kept: Mapping[str, Any]) -> StatedObjective:
    """What `to_json` made; fields that are not known any more are left out."""
    known = _known(StatedObjective, kept)
    return StatedObjective(
        **{
            **known,
            "supports": tuple(known.get("supports", ())),
            "initiatives": _initiatives(known),
            "key_results": tuple(_key_result_from_json(one) for one in known.get("key_results", ())),
        }
    )


def _key_result_from_json(kept: Mapping[str, Any]) -> StatedKeyResult:
    known = _known(StatedKeyResult, kept)
    return StatedKeyResult(
        **{
            **known,
            "checkpoints": tuple((share, value) for share, value in known.get("checkpoints", ())),
            "steps": tuple(StatedStep(**_known(StatedStep, one)) for one in known.get("steps", ())),
            "initiatives": _initiatives(known),
        }
    )


def _initiatives(known: Mapping[str, Any]) -> tuple[StatedInitiative, ...]:
    return tuple(
        StatedInitiative(**{**_known(StatedInitiative, one), "due_on": _day(one.get("due_on"))})
        for one in known.get("initiatives", ())
    )


def _initiative(row: models.Initiative) -> StatedInitiative:
    return StatedInitiative(row.text, row.owner_id, row.due_on, row.expected_lift, row.pk)


def _known(kind: type, kept: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in kept.items() if name in names}


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
