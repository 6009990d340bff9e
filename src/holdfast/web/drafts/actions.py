"""Keeping what somebody writes, as they write it. No audit entry: nothing is done yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.drafts.models import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.web.audit.actions import Actor
    from holdfast.web.objectives.models import Objective

MOST_KEPT = 400_000
"""Characters of one draft."""


def keep_draft(
    actor: Actor, objective: Objective | None, content: Mapping[str, Sequence[str]], *, revision: int = 1
) -> bool:
    """Keep what a form holds; what was kept of it before is written over. False where it is too much to keep.

    Args:
        actor: Whose.
        objective: What is changed; None for a text of one's own.
        content: Names of fields to their values.
        revision: At which the changes began.
    """
    if sum(len(value) for values in content.values() for value in values) > MOST_KEPT:
        return False
    kept = {"content": {name: list(values) for name, values in content.items()}, "revision": revision}
    Draft.objects.update_or_create(
        person=actor.person, objective=objective, defaults={**kept, "kept_at": actor.at}
    )
    return True


def discard_draft(actor: Actor, objective: Objective | None) -> None:
    """Forget what was kept; nothing where nothing was."""
    Draft.objects.filter(person=actor.person, objective=objective).delete()
