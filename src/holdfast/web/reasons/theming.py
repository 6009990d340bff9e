"""Changing the list of themes: the workspace's file, as it is checked wherever it is read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.connect.arriving import alone
from holdfast.errors import InputError
from holdfast.reasons.taxonomy.model import Theme
from holdfast.reasons.taxonomy.reading import FILE_NAME, themes_in
from holdfast.reasons.themes.vectors import refuse_unusable
from holdfast.service.dataset.writing import digest_of
from holdfast.service.theme_writing import list_text, name_for, with_theme, without_theme, write_list
from holdfast.web.audit.actions import record
from holdfast.web.dataset import places
from holdfast.web.errors import ConflictError
from holdfast.web.people.access import require
from holdfast.web.reasons.actions import ask_for_look
from holdfast.web.reasons.models import ReasonsLook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.web.audit.actions import Actor


def seen_list() -> str:
    """Tells whether the list was changed since somebody read it.

    Raises:
        InputError: It is not in UTF-8.
        SourceError: The disk failed.
    """
    return digest_of(list_text(places.folder()))


def state_theme(actor: Actor, stated: Theme, *, seen: str = "") -> Theme:
    """Write a theme into the list: in the place of the one of its name, or a new one where it has none.

    Args:
        actor: An administrator.
        stated: With an empty name for a new one, which is named by its title.
        seen: What `seen_list` told when the person read it; empty asks nothing.

    Raises:
        PermissionDenied: Only administrators may.
        ConflictError: Somebody changed the list since.
        InputError: The list could not be used with it.
        SourceError: The disk failed.
    """
    with _changing(actor, seen) as text:
        themes = themes_in(text, FILE_NAME)
        before = next((one for one in themes if one.name == stated.name), None)
        name = stated.name or name_for(stated.title, themes)
        made = Theme(name, stated.title, stated.description, stated.words)
        write_list(places.folder(), text, with_theme(text, made))
        changes = {
            key: (_said(before, key), _said(made, key))
            for key in ("title", "description", "words")
            if _said(before, key) != _said(made, key)
        }
        told = {"theme": (name if before else None, name), **changes}
        record(actor, "changed theme" if before else "added theme", _row(), told)
    ask_for_look(actor.at)
    return made


def remove_theme(actor: Actor, name: str, *, seen: str = "") -> None:
    """Take a theme out of the list. What was confirmed for it stays, and counts when it comes back.

    Raises:
        PermissionDenied: Only administrators may.
        ConflictError: Somebody changed the list since.
        InputError: It is the last one.
        SourceError: The disk failed.
    """
    with _changing(actor, seen) as text:
        write_list(places.folder(), text, without_theme(text, name))
        record(actor, "removed theme", _row(), {"theme": (name, None)})
    ask_for_look(actor.at)


def choose_way(actor: Actor, way: str) -> None:
    """Have themes told by words or by sentence embeddings from now on.

    Raises:
        PermissionDenied: Only administrators may.
        InputError: There is no such way, or its extra is not installed.
    """
    if actor.person is None:
        raise PermissionDenied
    require(actor.person, "administer")
    refuse_unusable(way)
    with transaction.atomic():
        row = _row()
        if row.way != way:
            ReasonsLook.objects.filter(pk=row.pk).update(way=way)
            record(actor, "changed how themes are told", row, {"way": (row.way, way)})
    ask_for_look(actor.at)


@contextmanager
def _changing(actor: Actor, seen: str) -> Iterator[str]:
    """The list as it stands, while nobody else changes it."""
    if actor.person is None:
        raise PermissionDenied
    require(actor.person, "administer")
    if not places.folder().is_dir():
        raise InputError("the workspace", "there is none yet", "", "Send the first file under Data")
    with transaction.atomic(), alone(places.state()):
        text = list_text(places.folder())
        if seen and digest_of(text) != seen:
            raise ConflictError("the list of themes", "somebody changed it", "", "Look at it again")
        yield text


def _said(theme: Theme | None, key: str) -> str | None:
    value = getattr(theme, key, None)
    return ", ".join(value) if isinstance(value, tuple) else value


def _row() -> ReasonsLook:
    """What the audit log says it was done to."""
    row, _ = ReasonsLook.objects.get_or_create(pk=1)
    return row
