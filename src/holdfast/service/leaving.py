"""The leavers' test of an objective in a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.evidence.leaving import Asked as AskedOf
from holdfast.evidence.leaving import Life, leaving_records
from holdfast.service.linking import LinkQuestion, followed_panel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.records import Panel
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.key_results import Asked
    from holdfast.service.link_tables import LinkTables

MOST_CUSTOMERS = 200_000
"""Above it nobody reads names, and a link tells more."""


def leavers_test(
    tables: LinkTables, followed: Sequence[Asked], *, stay_days: int, is_all: bool
) -> tuple[EvidenceRecord, ...]:
    """The leavers' test of key results that follow customers from their signing.

    Args:
        tables: Of the company.
        followed: Shares of new customers with a window; at least one.
        stay_days: Day of life up to which they are thought to matter.
        is_all: The objective has no other key results.

    Returns:
        None of it where there are too many customers, or a table is missing.

    Raises:
        SourceError: The engine failed.
    """
    try:
        with tables.workspace.engine.snapshot():
            panels = [_panel(tables, one) for one in followed]
            if any(one.sampled_share < 1 for one in panels):
                return ()
            left = tables.left(1.0)
    except InputError:
        return ()
    asked = AskedOf(
        experiences=tuple(one.card.title for one in followed),
        landmark=max(one.card.window_days or 0 for one in followed) + 1,
        stay_days=stay_days,
        today=tables.workspace.as_of.toordinal(),
        as_of=tables.workspace.as_of,
        is_all=is_all,
    )
    return leaving_records(_lives(panels, left), asked)


def _panel(tables: LinkTables, asked: Asked) -> Panel:
    """As its link has read it, unless that was of a part of the customers."""
    request = asked.request
    question = LinkQuestion(
        asked.card.name, parameters=dict(request.parameters), filters=dict(request.filters)
    )
    found = followed_panel(tables, question)
    return found if found.sampled_share == 1 else followed_panel(tables, question, most_rows=MOST_CUSTOMERS)


def _lives(panels: Sequence[Panel], left: Mapping[str, date | None]) -> list[Life]:
    """Customers who ever paid and whom every key result counts, with what each says of them."""
    signed: dict[str, date] = {}
    green: dict[str, list[bool | None]] = {}
    for panel in panels:
        for row in panel.rows:
            if row.customer_id in left:
                signed.setdefault(row.customer_id, row.anchored_on)
                green.setdefault(row.customer_id, []).append(row.outcome)
    return [
        Life(customer, day.toordinal(), _ordinal(left[customer]), tuple(green[customer]))
        for customer, day in signed.items()
        if len(green[customer]) == len(panels)
    ]


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()
