"""An OKR as a value: objective, key results, initiatives, cycle, team, owner."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal, NamedTuple

from holdfast.values import dataclass

if TYPE_CHECKING:
    from datetime import date

KeyResultKind = Literal["change", "maintain", "milestone"]
Commitment = Literal["committed", "aspirational"]


class Anchor(NamedTuple):
    """From the character `at` of a text on, its characters stand one by one in the file from here.

    Lines and columns count from 1; a column is a code point, and a byte order mark has none.
    """

    at: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands in its source.

    Attributes:
        line: Where it begins in the file, from 1.
        start: Offset of its first character in `OkrDocument.text`.
        end: Offset after its last.
        anchors: Its characters in the file as it is on disk, the last one for the end of the statement;
            `holdfast.okr.positions.locate` reads them. Empty for a statement that was never in a file.
    """

    line: int
    start: int
    end: int
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Initiative:
    """What one does for a key result."""

    text: str
    owner: str | None = None
    due: str | None = None
    expected_lift: str | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of a milestone key result. The weight is relative to the other steps and greater than 0."""

    text: str
    weight: float = 1.0
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What an owner stated on one day: a value in the metric's unit, a confidence in 0..1, a note."""

    on: date
    value: float | None = None
    confidence: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """The metric a key result is measured by, as its author declared it.

    Attributes:
        metric: Catalogue name or the name of a metric of the workspace.
        parameters: Pairs such as ``("within_days", "5")``.
        segment: Pairs of segment column and value.
    """

    metric: str
    parameters: tuple[tuple[str, str], ...] = ()
    segment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """Another team that a key result needs, and whether that team has said yes; None where nobody said."""

    team: str
    is_accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class Ignore:
    """A wish of the author not to hear of some rules, as a comment in the file says it.

    Attributes:
        line: Where the comment stands, from 1.
        rules: Codes, beginnings of codes or names, as written; empty for all rules.
        reason: Why, in the author's words; empty where none is given.
        applies_to: Line of the statement it is about; None for the whole file.
    """

    line: int
    rules: tuple[str, ...]
    reason: str
    applies_to: int | None = None


@dataclass(frozen=True, slots=True)
class KeyResult:
    """One key result as its author wrote it. Numbers stated apart from the text are in the metric's unit.

    Attributes:
        relative_target: Change asked for as a share of the baseline: +0.25 is a quarter above it.
        at_least: Lower bound of a maintain key result, inclusive.
        at_most: Upper bound of a maintain key result, inclusive.
        confidence: The owner's, a share in 0..1.
        milestones: Steps of a milestone key result; empty for the other kinds.
        check_ins: In the order of the text.
        forecast: The chance of being met as last forecast, a share in 0..1; None where there is no forecast.
        needs: Other teams that it cannot be reached without.
        score: As stated beside it, a share in 0..1.
        note: What is noted beside it about its state ("at 6.4% now"), which is no part of the sentence.
    """

    text: str
    kind: KeyResultKind = "change"
    owner: str | None = None
    baseline: float | None = None
    target: float | None = None
    commitment: Commitment | None = None
    binding: Binding | None = None
    initiatives: tuple[Initiative, ...] = ()
    confidence: float | None = None
    relative_target: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    milestones: tuple[Milestone, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    forecast: float | None = None
    needs: tuple[Need, ...] = ()
    score: float | None = None
    note: str | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective with its key results and what was said about the whole.

    Attributes:
        okr_type: As stated ("Team"), or None.
        cycle: The time scale as stated ("Quarter", "2026-Q4"), or None.
        kpis: Relevant KPIs as stated; empty when stated blank, None when not mentioned.
        initiatives: What is done for the objective as a whole.
        supports: The objective above it, as stated; empty when stated to be none, None when not mentioned.
        is_closed: Its cycle has ended or it was given up, as stated.
        score: As stated beside it, a share in 0..1.
        note: What is noted beside it about its state, which is no part of the sentence.
    """

    text: str
    key_results: tuple[KeyResult, ...] = ()
    team: str | None = None
    owner: str | None = None
    okr_type: str | None = None
    cycle: str | None = None
    kpis: tuple[str, ...] | None = None
    commitment: Commitment | None = None
    initiatives: tuple[Initiative, ...] = ()
    supports: str | None = None
    is_closed: bool = False
    score: float | None = None
    note: str | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class OkrDocument:
    """Everything one file or paste holds.

    Attributes:
        name: File name, or ``-`` for standard input.
        objectives: In the order of the text; at least one.
        text: The source as read, so that findings can show its words: without byte order mark, with plain
            line feeds, and with a statement that was wrapped over several lines joined into one.
        unread: Lines that could not be placed, with their number.
        ignores: What the author asked not to hear, in the order of the text.
    """

    name: str
    objectives: tuple[Objective, ...]
    text: str = field(default="", compare=False, repr=False)
    unread: tuple[tuple[int, str], ...] = field(default=(), compare=False)
    ignores: tuple[Ignore, ...] = field(default=(), compare=False)
