"""The metrics that can be asked for, and which of them a workspace's data allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics import catalogue
from holdfast.report.metrics import ListedMetric
from holdfast.service.check_measurable import measurable

if TYPE_CHECKING:
    from holdfast.service.workspace import Workspace


def list_metrics(workspace: Workspace | None) -> tuple[ListedMetric, ...]:
    """Every metric of the catalogue, and with a workspace its own and what stands in the way of each.

    Looks at one row of each table.

    Raises:
        SourceError: The engine failed.
    """
    if workspace is None:
        return tuple(
            ListedMetric(card, is_own=False, is_measurable=None) for card in catalogue().cards().values()
        )
    unreadable, empty = _unusable(workspace)
    _, cannot = measurable(workspace, unreadable=unreadable, empty=empty)
    reasons = {card.name: reason for card, reason in cannot}
    return tuple(
        ListedMetric(
            card,
            is_own=name not in catalogue().metrics,
            is_measurable=name not in reasons,
            reason=reasons.get(name, ""),
        )
        for name, card in workspace.catalogue.cards().items()
    )


def _unusable(workspace: Workspace) -> tuple[set[str], set[str]]:
    """Tables whose values do not fit, and tables without a row."""
    unreadable, empty = set(), set()
    for table in workspace.tables:
        try:
            if not workspace.engine.rows(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608 (the contract's names)
                empty.add(table)
        except InputError:
            unreadable.add(table)
    return unreadable, empty
