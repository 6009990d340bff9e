"""How long customers of a workspace last: what `holdfast survival` and the API answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics.lifetimes import lifetimes
from holdfast.reasons.survival.comparing import cohorts_compared, segments_compared
from holdfast.reasons.survival.groups import by_quarter, by_segment, group
from holdfast.reasons.survival.life import phases, renewals, sentences
from holdfast.records.survival import SurvivalReport
from holdfast.service.leavers_known import contradictions, refuse_without_leavers
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.records.survival import EqualAge, Group, Lasted
    from holdfast.service.workspace import Workspace

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class SurvivalQuestion:
    """Of whom, and cut by what.

    Attributes:
        by: Segment column; None without.
        filters: Segment column to the values let through.
    """

    by: str | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def survival_in(workspace: Workspace, question: SurvivalQuestion) -> SurvivalReport:
    """How long paying customers last, where in their life they leave, and how groups compare at equal age.

    Args:
        workspace: Open.
        question: See `SurvivalQuestion`.

    Raises:
        InputError: Subscriptions are not mapped, a name is not known, or nobody ever paid.
        SourceError: The engine failed.
    """
    refuse_without_leavers(workspace, "survival")
    by = (question.by,) if question.by else ()
    request = request_for(workspace, PAYING, by=by, filters=question.filters)
    with workspace.engine.snapshot():
        lasted = lifetimes(workspace.engine, request)
    if not lasted:
        raise InputError(
            str(workspace.path),
            "no customer ever paid",
            "subscriptions with an amount",
            "Map subscriptions, or let other segments through",
        )
    parts, at_renewals = phases(lasted), renewals(lasted)
    return SurvivalReport(
        as_of=workspace.as_of,
        by=question.by,
        everybody=group("everybody", lasted),
        segments=_groups(by_segment(lasted)) if by else (),
        cohorts=_groups(by_quarter(lasted)),
        phases=parts,
        renewals=at_renewals,
        compared=tuple(one for one in _compared(workspace, question, lasted) if one is not None),
        sentences=sentences(parts, at_renewals),
        notes=(*contradictions(workspace), *_notes(lasted)),
    )


def _groups(found: Mapping[str, list[Lasted]]) -> tuple[Group, ...]:
    return tuple(group(name, own) for name, own in found.items())


def _compared(
    workspace: Workspace, question: SurvivalQuestion, lasted: tuple[Lasted, ...]
) -> list[EqualAge | None]:
    today = workspace.as_of.year * _MONTHS + workspace.as_of.month - 1
    cohorts = cohorts_compared(by_quarter(lasted), today=today)
    if question.by is None:
        return [cohorts]
    return [segments_compared(question.by, by_segment(lasted)), cohorts]


def _notes(lasted: tuple[Lasted, ...]) -> tuple[str, ...]:
    notes = ["A customer that came back has not left; its life goes on from its first payment."]
    if not any(one.left for one in lasted):
        notes.insert(0, "Nobody has left: there is nothing to say of when customers leave.")
    if all(one.left for one in lasted):
        notes.insert(0, "Everybody has left.")
    return tuple(notes)
