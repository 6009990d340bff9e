"""Candidates that a segment does not show: those of survey answers that fewer than five persons gave."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.reasons.drivers.driver import drivers
from holdfast.records.reason import FEWEST_PERSONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.reasons.drivers.driver import Driver
    from holdfast.records.snapshot import Known, SnapshotPanel

_OF_PERSONS = "surveys"


def survey_drivers() -> tuple[Driver, ...]:
    """Candidates that are made of survey answers."""
    return tuple(one for one in drivers() if any(known.table == _OF_PERSONS for known in one.known))


def survey_figures() -> tuple[Known, ...]:
    """What they read."""
    return tuple(known for one in survey_drivers() for known in one.known)


def told_of_few(panel: SnapshotPanel, columns: Sequence[str]) -> tuple[Driver, ...]:
    """Candidates of survey answers that one part of the customers had, or had not, through fewer than five.

    A part of which it is told says, taken from everybody, what the rest said: so all parts are looked at, and
    where one of them is too small, none is told. Who answered is counted by customer, each of whom is one
    person at least.

    Args:
        panel: Of all customers, with `survey_figures`.
        columns: Segments that part them.
    """
    there = [one for one in survey_drivers() if all(name in panel.columns for name in one.needs)]
    return tuple(one for one in there if _is_small(one, panel, columns))


def _is_small(driver: Driver, panel: SnapshotPanel, columns: Sequence[str]) -> bool:
    had = driver.had(panel)
    cells: defaultdict[tuple[object, ...], set[object]] = defaultdict(set)
    applies = driver.applies(panel) if driver.applies else ~(had & ~had)
    parts = list(zip(*(panel.segments[name].tolist() for name in columns), strict=True))
    rows = zip(parts, had.tolist(), applies.tolist(), panel.customer_id.tolist(), strict=True)
    for part, had_it, could, customer in rows:
        if could:
            cells[*part, had_it].add(customer)
    return any(len(customers) < FEWEST_PERSONS for customers in cells.values())
