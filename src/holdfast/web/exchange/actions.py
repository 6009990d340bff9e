"""Exports leave an entry in the audit log: what left the application, in which form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.web.audit.actions import record

if TYPE_CHECKING:
    from holdfast.web.audit.actions import Actor
    from holdfast.web.exchange.reading import Seen


def record_export(actor: Actor, what: str, seen: Seen) -> None:
    """Say in the audit log that somebody took objectives out.

    Args:
        actor: Who.
        what: Name of the form, such as ``json``.
        seen: What it holds.
    """
    with transaction.atomic():
        told = {"form": (None, what), "objectives": (None, len(seen.wanted))}
        record(actor, "exported objectives", seen.person, told)
