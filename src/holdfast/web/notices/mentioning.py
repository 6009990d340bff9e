"""What somebody is told who was named in a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.notices.telling import NotNeededError, Told, line, link_to
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Comment

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.web.notices.models import Notice

_LONGEST = 1_000


def mention(row: Notice, at: datetime) -> Told:  # noqa: ARG001 - the signature of all that tell
    """The comment, who wrote it and of what.

    Raises:
        NotNeededError: It is gone, or may not be seen any more.
    """
    found = (
        Comment.objects.filter(pk=row.subject_id, mentions=row.person)
        .select_related("author", "objective", "key_result")
        .first()
    )
    if found is None:
        raise NotNeededError("the comment is gone")
    if not visible_objectives(row.person).filter(pk=found.objective_id).exists():
        raise NotNeededError("they may not see the objective any more")
    by = line(found.author.name) if found.author is not None else "Somebody who left"
    about = found.key_result or found.objective
    page = "objective" if found.key_result is None else "key-result"
    link = f"{link_to(page, about.pk)}#comment-{found.pk}"
    facts = {"by": by, "said": line(found.text, longest=_LONGEST), "about": line(about.text)}
    return Told(f"{line(by, longest=60)} mentions you: {line(about.text, longest=80)}", facts, link)
