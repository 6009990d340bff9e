"""Keeping what somebody writes, as they write it. No audit entry: nothing is done yet."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.web.drafts.models import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.web.audit.actions import Actor
    from holdfast.web.objectives.models import Objective

MOST_KEPT = 400_000
"""Characters of one draft."""


NOT_KEPT = (
    "Not kept: it is too much, or another window of yours wrote or saved something else since. What you type"
    " is only on this page; copy it, then load the page anew."
)


def keep_draft(
    actor: Actor,
    objective: Objective | None,
    content: Mapping[str, Sequence[str]],
    *,
    revision: int = 1,
    is_typing: bool = True,
) -> bool:
    """Keep what a form holds; what was kept of it before is written over.

    Not kept, and False, where it is too much, or where it was typed into a form that has seen less than what
    is kept: another window of the same person wrote, saved or discarded since it was opened. What was typed
    last may also arrive after the button that ended the typing.

    Args:
        actor: Whose.
        objective: What is changed; None for a text of one's own.
        content: Names of fields to their values; ``begun`` says when the form was opened, as ISO 8601.
        revision: At which the changes began.
        is_typing: It comes by itself while somebody types; what a button sends is kept in any case.
    """
    if sum(len(value) for values in content.values() for value in values) > MOST_KEPT:
        return False
    with transaction.atomic():
        last = Draft.objects.select_for_update().filter(person=actor.person, objective=objective).first()
        if is_typing and last is not None and _has_seen_less(last, content):
            return False
        _write(actor, objective, {name: list(values) for name, values in content.items()}, revision)
    return True


def discard_draft(actor: Actor, objective: Objective | None) -> None:
    """Forget what was kept, and remember when: what was typed before is not kept any more."""
    _write(actor, objective, {}, 1)


def _write(actor: Actor, objective: Objective | None, content: dict[str, list[str]], revision: int) -> None:
    Draft.objects.update_or_create(
        person=actor.person,
        objective=objective,
        defaults={"content": content, "revision": revision, "kept_at": actor.at},
    )


def _has_seen_less(last: Draft, content: Mapping[str, Sequence[str]]) -> bool:
    """The form was opened before the last thing was kept or ended, and that was not its own."""
    begun = next(iter(content.get("begun", ())), "")
    opened = _instant(begun)
    is_own = last.content.get("begun") == [begun]
    return opened is not None and not is_own and opened <= last.kept_at


def _instant(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else None
