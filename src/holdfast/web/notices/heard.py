"""What was just done, and whom a notice tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.notices.handing_over import heirs_of
from holdfast.web.notices.outbox import Asked, put

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.web.audit.models import Entry
    from holdfast.web.objectives.models import Comment


def mentioned(
    sender: object,  # noqa: ARG001 - Django's signature, as all of it
    instance: Comment,
    action: str,
    reverse: bool,  # noqa: FBT001
    pk_set: Iterable[int] | None,
    **_: object,
) -> None:
    """People were named in a comment: tell each of them but who wrote it."""
    if action != "post_add" or reverse or not pk_set:
        return
    told = (pk for pk in pk_set if pk != instance.author_id)
    put([Asked("mention", pk, instance.pk) for pk in told], instance.at)


def handed_over(sender: object, instance: Entry, created: bool, **_: object) -> None:  # noqa: ARG001, FBT001 - the same
    """Owners changed: tell each new one but who did it."""
    heirs = heirs_of(instance) if created else frozenset()
    put([Asked("hand-over", pk, instance.pk) for pk in sorted(heirs)], instance.at)
