"""Search every text of the records for somebody, and mask what is found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models

from holdfast.records.person import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.persons.traces import Traces

_NOT_SEARCHED = frozenset(
    {
        # Those who log in: somebody of that address there is a user, who is looked after under People.
        *("account", "auth", "mfa", "people", "socialaccount", "usersessions"),
        # Keys, secrets and names of code.
        *("contenttypes", "sessions", "tokens", "erasures"),
    }
)
_AT_ONCE = 500


def records(traces: Traces, *, erase: bool) -> Iterator[Place]:
    """Tables of records that hold something of somebody.

    Every text and every JSON value is read, entries of the audit log too: of a record that was masked, what
    it said before is masked as well.

    Args:
        traces: Of them.
        erase: Mask what is found; in the caller's transaction.
    """
    for model in apps.get_models():
        options = model._meta  # noqa: SLF001 - Django's public name for it
        if options.app_label in _NOT_SEARCHED or options.proxy or not options.managed:
            continue
        fields = [one for one in options.concrete_fields if _is_text(one)]
        if fields:
            yield Place(options.db_table, _cleared(model, fields, traces, erase=erase), "trace", "masked")


def _is_text(field: models.Field[Any, Any]) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    return is_text and not field.choices and not field.primary_key


def _cleared(
    model: type[models.Model], fields: list[models.Field[Any, Any]], traces: Traces, *, erase: bool
) -> int:
    count = 0
    # Not by the model's own manager: entries of the audit log refuse to be changed, and must forget too.
    rows: models.QuerySet[models.Model] = models.QuerySet(model)
    names = [one.name for one in fields]
    for pk, *values in rows.order_by("pk").values_list("pk", *names).iterator(_AT_ONCE):
        changes = {}
        for field, value in zip(fields, values, strict=True):
            made, found = _cleared_of(field, value, traces)
            if found:
                changes[field.name] = made
                count += found
        if erase and changes:
            rows.filter(pk=pk).update(**changes)
    return count


def _cleared_of(field: models.Field[Any, Any], value: Any, traces: Traces) -> tuple[Any, int]:  # noqa: ANN401 - any column's
    if value is None or value == "":
        return value, 0
    if isinstance(field, models.JSONField):
        return traces.cleared_value(value)
    if isinstance(value, str) and value[:1] in "{[":
        try:
            made, count = traces.cleared_value(json.loads(value))
        except ValueError:
            pass
        else:
            return (json.dumps(made) if count else value), count
    made, count = traces.cleared_value(value, field.name)
    return made[: field.max_length], count


def forget_freed() -> None:
    """Let SQLite write its file anew: what was overwritten would stay in it, and in the file beside it.

    PostgreSQL does so by itself, in its own time. Inside a transaction nothing is done.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
