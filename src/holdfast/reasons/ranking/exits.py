"""Reasons given on leaving, beside what had been written before."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from holdfast.reasons.ranking.model import REMEMBERED_DAYS
from holdfast.records.reason import ExitReason
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NO_REASON = "(no reason from the list)"


@dataclass(frozen=True, slots=True)
class Exit:
    """A row of what was given on leaving.

    Attributes:
        customer: Place in the list of customers.
        day: Local day, an ordinal.
        reason: From the list; None where none was chosen.
        themes: Places of the themes of the words; empty where there are none.
    """

    customer: int
    day: int
    reason: str | None
    themes: tuple[int, ...]


def exit_reasons(
    exits: Sequence[Exit], before: Mapping[tuple[int, int], Sequence[int]], titles: Sequence[str]
) -> tuple[ExitReason, ...]:
    """Reasons as they were chosen, the commonest first; those who chose none stand under what they said.

    Names that differ by capitals or spaces alone are one reason, under the spelling that is used most.

    Args:
        exits: One for each customer and day.
        before: Customer and theme to the days on which it was written about.
        titles: Of the themes.
    """
    groups: defaultdict[str, list[Exit]] = defaultdict(list)
    for one in exits:
        groups[_name(one, titles).casefold()].append(one)
    found = [_reason(_usual(own, titles), own, before, titles) for own in groups.values()]
    return tuple(sorted(found, key=lambda one: (-one.leavers, one.reason)))


def _name(one: Exit, titles: Sequence[str]) -> str:
    said = titles[one.themes[0]] if one.themes else _NO_REASON
    return " ".join((one.reason or said).split())


def _usual(own: Iterable[Exit], titles: Sequence[str]) -> str:
    """The spelling that is used most, the first in order of the alphabet among equals."""
    spellings = Counter(_name(one, titles) for one in own)
    return min(spellings, key=lambda name: (-spellings[name], name))


def _reason(
    name: str, own: list[Exit], before: Mapping[tuple[int, int], Sequence[int]], titles: Sequence[str]
) -> ExitReason:
    themes = Counter(theme for one in own for theme in one.themes)
    common = tuple(theme for theme, count in themes.most_common(3) if count * 10 >= len(own))
    wrote = sum(any(_wrote(one, before.get((one.customer, theme), ())) for theme in common) for one in own)
    leavers = len({one.customer for one in own})
    return ExitReason(name, leavers, tuple(titles[theme] for theme in common), wrote)


def _wrote(one: Exit, days: Iterable[int]) -> bool:
    return any(one.day - REMEMBERED_DAYS <= day < one.day for day in days)
