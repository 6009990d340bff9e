"""Two people change one objective: the second is shown what the first one did, and loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.errors import ConflictError
from holdfast.web.objectives.differences import merge
from holdfast.web.objectives.models import Earlier
from holdfast.web.objectives.stated import objective_from_json, stated_objective

if TYPE_CHECKING:
    from holdfast.web.objectives.differences import Change
    from holdfast.web.objectives.models import Objective
    from holdfast.web.objectives.stated import StatedObjective


class ChangedMeanwhileError(ConflictError):
    """The objective is at a later revision than the one that was read."""

    def __init__(self, row: Objective, read_at: int) -> None:
        super().__init__(
            "the objective",
            "somebody else changed it while you were writing",
            "",
            "Look at what changed, then save again",
        )
        self.objective = row.pk
        self.read_at = read_at


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a second editor is shown.

    Attributes:
        by: Name of who changed it last, or empty.
        stated: Theirs and mine in one; where both changed a field, mine.
        taken: What the others changed and was taken over.
        conflicts: What both changed: theirs before, mine after.
        revision: At which the merged state can be saved.
    """

    by: str
    stated: StatedObjective
    taken: tuple[Change, ...]
    conflicts: tuple[Change, ...]
    revision: int


def conflict(row: Objective, mine: StatedObjective, *, read_at: int) -> Conflict:
    """The state to go on from. Without the content of the revision that was read, mine counts as changed."""
    theirs = stated_objective(row)
    kept = Earlier.objects.filter(objective=row, revision__gte=read_at).select_related("by")
    by_revision = {one.revision: one for one in kept}
    begun = by_revision.get(read_at)
    last = by_revision.get(row.revision - 1)
    merged = merge(objective_from_json(begun.content) if begun else mine, mine, theirs)
    by = last.by.name if last and last.by else ""
    return Conflict(by, merged.stated, merged.taken, merged.conflicts, row.revision)
