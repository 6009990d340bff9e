"""The agenda of a quarterly review, key result by key result, and what its page shows of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.evidence.outcomes import outcomes
from holdfast.web.meetings.access import seen_objectives, takes_part
from holdfast.web.meetings.models import Decision, Item, SelfScore
from holdfast.web.meetings.settling import endings
from holdfast.web.objectives.queries import key_result_lines
from holdfast.web.people.access import can

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.okr.closing import Grade
    from holdfast.web.evidence.outcomes import Became, BetOf
    from holdfast.web.meetings.models import Meeting
    from holdfast.web.meetings.settling import Ending
    from holdfast.web.objectives.models import KeyResult, Objective
    from holdfast.web.objectives.queries import KeyResultLine
    from holdfast.web.people.models import Person


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One key result on the agenda.

    Attributes:
        row: As stored.
        item: What was concluded so far, or None.
    """

    row: KeyResult
    item: Item | None

    @property
    def is_concluded(self) -> bool:
        """Whether it goes on is decided."""
        return self.item is not None and bool(self.item.course)


@dataclass(frozen=True, slots=True)
class AgendaObjective:
    """An objective on the agenda with its key results."""

    row: Objective
    lines: tuple[AgendaLine, ...]

    @property
    def is_ready(self) -> bool:
        """All of it is concluded: it is closed when the meeting ends."""
        return all(line.is_concluded for line in self.lines)


@dataclass(frozen=True, slots=True)
class Heard:
    """Self-scores of a key result, as somebody may see them.

    Attributes:
        is_revealed: Everybody sees all of them.
        own: One's own in tenths, or None.
        names: Who has given one.
        scores: Names with tenths; empty while they are hidden.
    """

    is_revealed: bool
    own: int | None
    names: tuple[str, ...]
    scores: tuple[tuple[str, int], ...]

    @property
    def mean(self) -> float | None:
        """Mean of the revealed ones, 0..1; None without any."""
        return sum(tenths for _, tenths in self.scores) / len(self.scores) / 10 if self.scores else None

    @property
    def spread(self) -> float:
        """From the lowest to the highest revealed one, 0..1."""
        some = [tenths for _, tenths in self.scores]
        return (max(some) - min(some)) / 10 if some else 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """What the meeting shows of one key result.

    Attributes:
        line: As it stands.
        ending: What it ends with.
        grade: Computed, beside an override where there is one; not to be shown before the scores are.
        item: What was concluded so far; unsaved where nothing was.
        heard: Self-scores.
        decisions: About this key result.
        number: From 1, of `total`.
        before: The key result before it on the agenda, or None.
        after: The one after it, or None.
        may_lead: This person reveals, grades and decides.
        may_score: This person gives a score.
        bet: Its chances, and whether it moved beyond noise.
        became: What became of its objective's bet; None where it is none.
    """

    line: KeyResultLine
    ending: Ending
    grade: Grade
    item: Item
    heard: Heard
    decisions: tuple[Decision, ...]
    number: int
    total: int
    before: int | None
    after: int | None
    may_lead: bool
    may_score: bool
    bet: BetOf
    became: Became | None

    @property
    def final_on(self) -> date:
        """Local date from which all outcomes of the cycle are final."""
        return self.ending.final_on

    @property
    def final_later(self) -> bool:
        """That day comes after the end of the cycle."""
        return self.final_on > self.line.row.objective.cycle.ends_on


def agenda(person: Person, meeting: Meeting) -> tuple[AgendaObjective, ...]:
    """The objectives of a review that a person may see, in the order of the quarter. Three queries."""
    rows = seen_objectives(person, meeting).select_related("team", "owner").prefetch_related("key_results")
    items = {item.key_result_id: item for item in meeting.items.all()}
    return tuple(
        AgendaObjective(
            row,
            tuple(
                AgendaLine(one, items.get(one.pk)) for one in row.key_results.all() if one.dropped_at is None
            ),
        )
        for row in rows
    )


def step(person: Person, meeting: Meeting, row: KeyResult, *, today: date) -> Step:
    """One key result of a review. A fixed number of queries."""
    order = [line.row.pk for objective in agenda(person, meeting) for line in objective.lines]
    at = order.index(row.pk)
    lines = key_result_lines([row.objective_id], row.objective.cycle, today=today)[row.objective_id]
    ending = endings([row], row.objective.cycle)[row.pk]
    item = meeting.items.filter(key_result=row).first() or Item(meeting=meeting, key_result=row)
    told = outcomes([row])
    return Step(
        line=next(one for one in lines if one.row.pk == row.pk),
        ending=ending,
        grade=ending.grade(item),
        item=item,
        heard=heard(person, meeting, row, item),
        decisions=tuple(meeting.decisions.filter(key_result=row).select_related("owner")),
        number=at + 1,
        total=len(order),
        before=order[at - 1] if at else None,
        after=order[at + 1] if at + 1 < len(order) else None,
        may_lead=can(person, "grade", meeting),
        may_score=takes_part(person, meeting, row),
        bet=told.of(row.pk),
        became=told.objectives.get(row.objective_id),
    )


def heard(person: Person, meeting: Meeting, row: KeyResult, item: Item | None) -> Heard:
    """The self-scores of a key result as this person may see them: before the reveal, their own alone."""
    given: Sequence[SelfScore] = list(meeting.self_scores.filter(key_result=row).select_related("by"))
    is_revealed = item is not None and item.revealed_at is not None
    return Heard(
        is_revealed=is_revealed,
        own=next((one.tenths for one in given if one.by_id == person.pk), None),
        names=tuple(one.by.name for one in given),
        scores=tuple((one.by.name, one.tenths) for one in given) if is_revealed else (),
    )
