"""Rates with their goals: a rate passes where its 95 % range does not exclude the goal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from holdfast.stats.wilson import wilson_interval

Result = TypeVar("Result")

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

CHUNK = 20


@dataclass(frozen=True, slots=True)
class Goal:
    """What a rate or figure should be, both ends included."""

    low: float
    high: float

    def words(self, *, is_rate: bool) -> str:
        """The goal as a table has it."""
        factor, sign = (100, " %") if is_rate else (1, "")
        low, high = f"{factor * self.low:g}{sign}", f"{factor * self.high:g}{sign}"
        if self.low == self.high:
            return low
        if self.low == 0:
            return f"at most {high}"
        if self.high >= 1:
            return f"at least {low}"
        return f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: a rate of so many repetitions, or a figure."""

    name: str
    goal: Goal
    hits: int = 0
    trials: int = 0
    figure: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """The range of the rate does not exclude the goal; a figure lies within it."""
        if self.figure is not None:
            return self.goal.low <= self.figure <= self.goal.high
        found = wilson_interval(self.hits, self.trials)
        return found.low <= self.goal.high and found.high >= self.goal.low

    def row(self) -> str:
        """A row of a Markdown table."""
        if self.figure is not None:
            found, trials = f"{self.figure:.3g}", ""
        else:
            found, trials = f"{100 * self.hits / self.trials:.1f} %", f"{self.trials}"
        goal = self.goal.words(is_rate=self.figure is None)
        return (
            f"| {self.name} | {found} | {trials} | {goal} | {'yes' if self.holds else 'NO'} | {self.note} |"
        )


def repeated(
    name: str, times: int, run: Callable[[int], Result], *, state: Path | None = None, chunk: int = CHUNK
) -> list[Result]:
    """The results of so many runs; those that a state file holds already are not run again."""
    kept: list[Result] = []
    file = None if state is None else state / f"{name}.jsonl"
    if file is not None and file.exists():
        kept = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()][:times]
    while len(kept) < times:
        made = [run(number) for number in range(len(kept), min(times, len(kept) + chunk))]
        if file is not None:
            with file.open("a", encoding="utf-8") as out:
                out.writelines(json.dumps(one) + "\n" for one in made)
        kept.extend(made)
    return kept


def share_of(results: Sequence[object], wanted: object) -> tuple[int, int]:
    """How many are the wanted one, of how many."""
    return sum(one == wanted for one in results), len(results)
