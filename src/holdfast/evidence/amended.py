"""What was changed of a bet while it ran: the bet is settled as it was frozen, and as amended beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.records.words import day_text, value_text
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.evidence.frozen import FrozenBet, Wager
    from holdfast.evidence.on_course import Course
    from holdfast.evidence.settlement import Settled, Settlement


@dataclass(frozen=True, slots=True)
class Amended:
    """One key result of a bet that was changed or given up.

    Attributes:
        name: Of the figure (``Key result 1``).
        on: Local date from which the change holds.
        reason: In words; may be empty.
        wager: As amended; None where it was dropped.
    """

    name: str
    on: date
    reason: str
    wager: Wager | None


@dataclass(frozen=True, slots=True)
class AmendedCourse:
    """Where a figure stands as it was amended, by the same model and the same data as the one frozen.

    Attributes:
        change: What was changed, on the day of this course or before.
        now: None where it was dropped.
        before: A week before; None likewise, and where it was not amended by then.
    """

    change: Amended
    now: Course | None
    before: Course | None


def as_amended(frozen: FrozenBet, changes: Sequence[Amended]) -> FrozenBet:
    """The bet as it was amended: what was dropped is no part of it; chances are those of the frozen one.

    Args:
        frozen: The bet.
        changes: At most one for each figure.
    """
    by_name = {one.name: one.wager for one in changes}
    results = (by_name.get(one.name, one) for one in frozen.key_results)
    staying = frozen.staying
    if staying is not None and staying.name in by_name:
        staying = by_name[staying.name]
    return replace(frozen, key_results=tuple(one for one in results if one is not None), staying=staying)


def amended_notes(changes: Sequence[Amended], found: Settlement | None) -> Iterator[str]:
    """What became of each that was changed, one sentence each.

    Args:
        changes: In the order told.
        found: The settlement of the bet as amended, or None before there is one.
    """
    every = () if found is None else (*found.key_results, *((found.staying,) if found.staying else ()))
    settled = {one.wager.name: one for one in every}
    for one in changes:
        why = f" ({one.reason})" if one.reason else ""
        if one.wager is None:
            yield (
                f"{one.name} was dropped on {day_text(one.on)}{why}: it is settled as it was frozen, and is "
                "no part of the bet as amended."
            )
        else:
            became = _became(one.wager, settled.get(one.name))
            yield f"{one.name} was amended on {day_text(one.on)}{why}: {became}."


def _became(wager: Wager, found: Settled | None) -> str:
    target = value_text(wager.bet.target, wager.history.unit, currency=wager.history.currency)
    if found is None or found.measured is None or found.reached is None:
        return f"as amended {target} is the target"
    value = value_text(found.measured.value, wager.history.unit, currency=wager.history.currency)
    return f"as amended {'reached' if found.reached else 'missed'}, {value}, target {target}"
