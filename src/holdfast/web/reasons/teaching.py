"""What texts are about, said by somebody who reads them: kept in the workspace, beside the list of themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.connect.arriving import alone
from holdfast.errors import InputError
from holdfast.reasons.themes.confirming import Confirmed
from holdfast.service.theme_files import add_confirmed, forget_confirmed, themes_of
from holdfast.web.audit.actions import record
from holdfast.web.dataset import places
from holdfast.web.reasons.access import require_teacher
from holdfast.web.reasons.actions import ask_for_look
from holdfast.web.reasons.models import AskedText, ReasonsLook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.web.audit.actions import Actor

_GONE = "it is asked no more: somebody has answered it, or the texts were read anew"


def confirm(actor: Actor, pk: int, names: Sequence[str]) -> Confirmed:
    """Keep what a text is about, masked as it was shown, and ask it no more.

    Args:
        actor: Who may teach.
        pk: Of the text.
        names: Of its themes; none where it is about none of them.

    Raises:
        PermissionDenied: They may only read.
        InputError: The text is asked no more, or a name is no theme.
        SourceError: The disk failed.
    """
    _allow(actor)
    themes = {one.name for one in themes_of(places.folder())}
    unknown = [name for name in names if name not in themes]
    if unknown:
        raise InputError("the theme", repr(unknown[0][:60]), "one of the list", "Load the page anew")
    with transaction.atomic():
        row = AskedText.objects.select_for_update().filter(pk=pk, answered_at=None).first()
        if row is None:
            raise InputError("the text", _GONE, "", "Go on with the next one")
        told = Confirmed(row.words, tuple(dict.fromkeys(names)))
        with alone(places.state()):
            add_confirmed(places.folder(), [told])
        AskedText.objects.filter(pk=pk).update(answered_at=actor.at)
        record(
            actor, "confirmed themes of a text", _row(), {"themes": (None, ", ".join(told.themes) or "none")}
        )
    if not AskedText.objects.filter(answered_at=None, passed_at=None).exists():
        ask_for_look(actor.at)
    return told


def pass_over(actor: Actor, pk: int) -> None:
    """Leave a text to others; another look may ask about it again.

    Args:
        actor: Who may teach.
        pk: Of the text.

    Raises:
        PermissionDenied: They may only read.
    """
    _allow(actor)
    AskedText.objects.filter(pk=pk, answered_at=None).update(passed_at=actor.at)


def take_back(actor: Actor, words: str) -> bool:
    """Forget what a text was said to be about, and ask about it again; False where nobody had said it.

    Args:
        actor: Who may teach.
        words: Of the text, as it was confirmed.

    Raises:
        PermissionDenied: They may only read.
        InputError: The file is no text.
        SourceError: The disk failed.
    """
    _allow(actor)
    with transaction.atomic(), alone(places.state()):
        is_known = forget_confirmed(places.folder(), words)
        if is_known:
            AskedText.objects.filter(words=words).update(answered_at=None, passed_at=None)
            record(actor, "took back a confirmed text", _row())
    return is_known


def _allow(actor: Actor) -> None:
    if actor.person is None:
        raise PermissionDenied
    require_teacher(actor.person)


def _row() -> ReasonsLook:
    """What the audit log says it was done to."""
    row, _ = ReasonsLook.objects.get_or_create(pk=1)
    return row
