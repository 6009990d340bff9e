"""Reads of objectives: stored rows to the frozen values that pages and API show."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.okr.scoring import Weighted, score_objective
from holdfast.values import dataclass
from holdfast.web.configuration.queries import status_settings
from holdfast.web.measurements.trouble import troubles_of
from holdfast.web.objectives.access import objectives_of
from holdfast.web.objectives.basis import basis_of, derived, occasion_of
from holdfast.web.objectives.rows import key_results_of, last_said, steps_of, typed_in, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from holdfast.okr.model import Milestone
    from holdfast.okr.scoring import ObjectiveScore
    from holdfast.records import Measurement
    from holdfast.web.checkins.models import CheckIn
    from holdfast.web.cycles.models import Cycle
    from holdfast.web.measurements.models import Series
    from holdfast.web.measurements.trouble import Trouble
    from holdfast.web.objectives.models import KeyResult, Objective
    from holdfast.web.objectives.standing import Standing
    from holdfast.web.people.models import Person


@dataclass(frozen=True, slots=True)
class KeyResultLine:
    """A key result with how it stands.

    Attributes:
        row: As stored.
        standing: Derived.
        last: The latest check-in, or None.
        measured: Its values of the cycle, everybody's, in order of time.
        steps: Of a milestone key result, in order.
    """

    row: KeyResult
    standing: Standing
    last: CheckIn | None
    measured: tuple[Measurement, ...]
    steps: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """An objective with its key results and their small print."""

    row: Objective
    key_results: tuple[KeyResultLine, ...]
    score: ObjectiveScore


@dataclass(frozen=True, slots=True)
class QuarterAsked:
    """The filters of the quarter page, as they stand in its address.

    Attributes:
        team: Id of a team, or None for all.
        mine: Only objectives and key results of the person who asks.
        status: Only key results of that status; empty for all.
        drafts: Drafts too.
    """

    team: int | None = None
    mine: bool = False
    status: str = ""
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Quarter:
    """All objectives of a cycle that a person may see, as they stand today."""

    cycle: Cycle
    objectives: tuple[ObjectiveLine, ...]

    def count(self, status: str) -> int:
        """Key results of that status."""
        lines = (line for objective in self.objectives for line in objective.key_results)
        return sum(line.standing.status == status for line in lines)

    @property
    def series(self) -> tuple[Series, ...]:
        """What measures its objectives and key results."""
        of_objectives = (objective.row.series for objective in self.objectives)
        of_results = (line.row.series for objective in self.objectives for line in objective.key_results)
        return tuple(one for one in (*of_objectives, *of_results) if one is not None)

    def troubles(self, today: date) -> tuple[Trouble, ...]:
        """What is wrong with the sources of its figures; what is closed is not asked any more."""
        if not self.cycle.is_open:
            return ()
        return troubles_of(self.series, today=today, old_after=self.cycle.cadence_days)

    @property
    def number_of_key_results(self) -> int:
        """All of them."""
        return sum(len(objective.key_results) for objective in self.objectives)


def quarter(person: Person, cycle: Cycle, asked: QuarterAsked, *, today: date) -> Quarter:
    """The objectives of a cycle that a person may see. Ten queries, however many there are."""
    objectives = [
        one
        for one in objectives_of(person, cycle)
        if (asked.drafts or one.state != "draft") and asked.team in {None, one.team_id}
    ]
    known = {one.pk: one for one in objectives}
    lines = key_result_lines(known, cycle, today=today, known=known)
    found = (_line(one, lines.get(one.pk, ()), person, asked) for one in objectives)
    return Quarter(cycle, tuple(one for one in found if one is not None))


def key_result_lines(
    objectives: Iterable[int], cycle: Cycle, *, today: date, known: Mapping[int, Objective] | None = None
) -> dict[int, tuple[KeyResultLine, ...]]:
    """The key results of some objectives of one cycle, by objective. Nine queries, however many there are.

    Args:
        objectives: Their ids.
        cycle: Theirs.
        today: Local date.
        known: By id, where they were read already: one query less.
    """
    lines: dict[int, list[KeyResultLine]] = defaultdict(list)
    for line in lines_of(key_results_of(objectives, known), cycle, today=today):
        lines[line.row.objective_id].append(line)
    return {pk: tuple(some) for pk, some in lines.items()}


def lines_of(rows: Sequence[KeyResult], cycle: Cycle, *, today: date) -> list[KeyResultLine]:
    """Some key results of one cycle as they stand, in the order given. Five queries at most.

    Args:
        rows: With objective, owner and series.
        cycle: Theirs.
        today: Local date.
    """
    occasion = occasion_of(cycle, today, status_settings(cycle))
    values, typed, last, steps = values_of(rows, cycle), typed_in(rows), last_said(rows), steps_of(rows)
    found = []
    for row in rows:
        said = last.get(row.pk)
        basis = basis_of(
            row,
            occasion,
            values=(typed.get(row.pk, ()) if row.series_id is None else values.get(row.series_id, ())),
            steps=steps.get(row.pk, ()),
            said=said,
        )
        stands, measured, milestones = derived(basis)
        found.append(KeyResultLine(row, stands, said, measured, milestones))
    return found


def _line(
    row: Objective, lines: tuple[KeyResultLine, ...], person: Person, asked: QuarterAsked
) -> ObjectiveLine | None:
    """None where the filters leave nothing of it."""
    shown = tuple(line for line in lines if _is_asked(line, row, person, asked))
    is_own = asked.mine and row.owner_id == person.pk
    if not shown and (asked.status or (asked.mine and not is_own)):
        return None
    weighted = [Weighted(line.standing.score.score, line.row.weight) for line in lines]
    return ObjectiveLine(row, shown, score_objective(weighted, headline=None, bet="open"))


def _is_asked(line: KeyResultLine, row: Objective, person: Person, asked: QuarterAsked) -> bool:
    if asked.status and line.standing.status != asked.status:
        return False
    return not asked.mine or person.pk in {row.owner_id, line.row.owner_id, line.row.checker_id}
