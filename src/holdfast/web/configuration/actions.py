"""Writing the settings."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.web.audit.actions import record
from holdfast.web.configuration.models import Decided
from holdfast.web.configuration.queries import Configuration, configuration
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.web.audit.actions import Actor

_THE_ROW = 1


def decide(actor: Actor, values: Mapping[str, object]) -> Configuration:
    """Set some of the settings; those that are not named stay as they are.

    Args:
        actor: An administrator.
        values: By name, as `Configuration` has them.
    """
    if actor.person is None:
        raise PermissionDenied
    with transaction.atomic():
        require(actor.person, "administer")
        first = Decided.objects.first()
        row, _ = Decided.objects.select_for_update().get_or_create(pk=first.pk if first else _THE_ROW)
        before = _plain(asdict(configuration()))
        after = {**before, **_plain(dict(values))}
        changes = {name: (before[name], value) for name, value in after.items() if before[name] != value}
        if changes:
            usual = _plain(asdict(Configuration()))
            kept = {name: value for name, value in row.values.items() if name not in usual}
            row.values = kept | {name: value for name, value in after.items() if value != usual[name]}
            row.save(update_fields=["values"])
            record(actor, "changed settings", row, changes)
    return configuration()


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """As JSON holds them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
