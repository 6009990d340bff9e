"""A drafted OKR: what is measured, how far it is to go, and what it assumes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.records import MetricCard
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.records.reason import Reason

Role = Literal["objective", "lead", "guard"]
Difficulty = Literal["business as usual", "challenging", "heroic"]

ODDS: dict[Difficulty, float] = {"business as usual": 0.60, "challenging": 0.25, "heroic": 0.05}
"""Chance of reaching a target if things carry on, by how hard it is meant to be."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric with what it is now and where it is to go, in its own unit.

    Attributes:
        card: As it was asked.
        settings: Pairs of parameter and value that its definition has.
        baseline: Its last final value.
        target: Of a guard the end of the range that it is to stay within.
        chance: Of reaching the target if things carry on, a share; of a guard of staying within.
        role: Whether it measures the objective, leads to it, or guards the way.
    """

    card: MetricCard
    settings: tuple[tuple[str, str], ...]
    baseline: float
    target: float
    chance: float
    role: Role


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom the OKR is: pairs of segment column and value; empty for everybody who pays."""

    segment: tuple[tuple[str, str], ...] = ()

    @property
    def adjective(self) -> str:
        """The values, before "customers"; with a space after them where there are any."""
        return "".join(f"{value} " for _, value in self.segment)

    @property
    def existing(self) -> str:
        """Customers who are there."""
        return f"{self.adjective}customers" if self.segment else "paying customers"

    @property
    def new(self) -> str:
        """What follows "new"."""
        return f"{self.adjective}customers"


@dataclass(frozen=True, slots=True)
class Draft:
    """An OKR as drafted, and what must be known before anybody takes it on.

    Attributes:
        text: The OKR as YAML that Holdfast reads, gaps marked.
        assumption: What it takes for granted, as sentences that one can doubt.
        link: What the company's data say of it so far; None where nothing can be said.
        figures: Of the key results, in their order.
        gaps: What people must fill in or decide.
        problems: What the reviewer finds wrong with it, in sentences; none in a good draft.
        reason: What customers wrote about before they left, where the draft follows from it.
    """

    text: str
    assumption: tuple[str, ...]
    link: EvidenceRecord | None
    figures: tuple[Figure, ...]
    gaps: tuple[str, ...]
    problems: tuple[str, ...]
    reason: Reason | None = None
