"""Customers in their cells, looked up once for all metrics of a refresh that read the same files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.metrics.emit.members import MEMBERS
from holdfast.metrics.emit.rendering import render_members

if TYPE_CHECKING:
    from holdfast.metrics.batch.cells import Cells
    from holdfast.metrics.partials.model import KeptFiles
    from holdfast.metrics.plan import Plan


class MembersAtHand:
    """Relations of customers with their cells.

    Args:
        files: Make them; None where the engine cannot, so that each query finds them itself.
        dialect: Of the engine.
    """

    def __init__(self, files: KeptFiles | None, dialect: str) -> None:
        self._files, self._dialect = files, dialect
        self._made: dict[Cells, str] = {}

    def of(self, plan: Plan) -> Plan:
        """The plan, reading them where it has cells.

        Raises:
            SourceError: The database failed.
        """
        if self._files is None or plan.cells is None:
            return plan
        if plan.cells not in self._made:
            relation = f"members_{len(self._made)}"
            text = render_members(plan, plan.cells, self._dialect)
            self._files.actors.make(f"kept.{relation}", text)
            self._made[plan.cells] = relation
        return replace(plan, instead=((MEMBERS, self._made[plan.cells]),))
