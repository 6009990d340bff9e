"""The holdouts of a workspace and how far each is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from holdfast.connect.store.holdouts import FileHoldouts
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from holdfast.records.holdout import Arm, HoldoutPlan


State = Literal["not begun", "assigning", "waiting", "due"]


@dataclass(frozen=True, slots=True)
class HoldoutStanding:
    """One holdout.

    Attributes:
        plan: As it was made.
        treated: Customers assigned to the treated arm so far.
        held_out: Customers left alone so far.
        state: ``not begun``, ``assigning``, ``waiting`` (outcomes are not known yet) or ``due``.
    """

    plan: HoldoutPlan
    treated: int
    held_out: int
    state: State


def list_holdouts(folder: Path, *, today: date) -> tuple[HoldoutStanding, ...]:
    """Every plan of a workspace, those that are settled last at the end; reads no data.

    Args:
        folder: Of the workspace, or its file.
        today: Local date.

    Raises:
        InputError: A file of a plan or log cannot be read as one.
        SourceError: The disk failed.
    """
    store = FileHoldouts(folder if folder.is_dir() else folder.parent)
    found = []
    for name in store.ids():
        plan, arms = store.plan(name), Counter(one.arm for one in store.log(name))
        found.append(HoldoutStanding(plan, arms["treated"], arms["holdout"], _state(plan, arms, today)))
    return tuple(sorted(found, key=lambda one: (one.plan.settles_on, one.plan.id)))


def _state(plan: HoldoutPlan, arms: Mapping[Arm, int], today: date) -> State:
    if not arms:
        return "not begun"
    if today < plan.until:
        return "assigning"
    return "waiting" if today < plan.settles_on else "due"
