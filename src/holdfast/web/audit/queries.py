"""Reads of the audit log."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Q

from holdfast.values import dataclass
from holdfast.web.audit.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import Model

PER_PAGE = 100
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class EntriesAsked:
    """The filters of the audit log, as they stand in its address.

    Attributes:
        person: Key of who did it, or None.
        kind: Noun acted on, or empty.
        subject: Key of the one thing of that kind, or None.
        day: Local date, or None.
        before: Key of the entry that the page comes after, or None for the latest.
    """

    person: int | None = None
    kind: str = ""
    subject: int | None = None
    day: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry with the words of what it is about; empty where that is gone."""

    row: Entry
    subject: str


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """One page of entries, the latest first.

    Attributes:
        lines: Those on it.
        next: Key to ask for those before them, or None where there are none.
    """

    lines: tuple[EntryLine, ...]
    next: int | None


def entries(asked: EntriesAsked, zone: str) -> EntriesPage:
    """A page of the log. One query for the entries, one for each kind of subject on it; none counts rows."""
    rows = Entry.objects.select_related("by").filter(_condition(asked, zone))
    if asked.before is not None:
        last = Entry.objects.filter(pk=asked.before).first()
        if last is not None:
            rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    found = list(rows.order_by("-at", "-pk")[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    names = _names(shown)
    lines = tuple(EntryLine(row, names.get((row.subject_kind, row.subject_id), "")) for row in shown)
    return EntriesPage(lines, shown[-1].pk if len(found) > PER_PAGE else None)


def kinds() -> tuple[str, ...]:
    """The kinds of things that entries may be about."""
    return tuple(sorted(_models()))


def _condition(asked: EntriesAsked, zone: str) -> Q:
    condition = Q()
    if asked.person is not None:
        condition &= Q(by_id=asked.person)
    if asked.kind:
        condition &= Q(subject_kind=asked.kind)
        if asked.subject is not None:
            condition &= Q(subject_id=asked.subject)
    if asked.day is not None:
        begins = datetime.combine(asked.day, time(), ZoneInfo(zone))
        ends = datetime.combine(asked.day + timedelta(days=1), time(), ZoneInfo(zone))
        condition &= Q(at__gte=begins, at__lt=ends)
    return condition


def _names(rows: Iterable[Entry]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.subject_kind, set()).add(row.subject_id)
    models = _models()
    return {
        (kind, pk): str(row)[:_LONGEST]
        for kind, pks in wanted.items()
        if kind in models
        for pk, row in models[kind]._default_manager.in_bulk(pks).items()  # noqa: SLF001 - Django's public name
    }


def _models() -> dict[str, type[Model]]:
    """Ours alone, by the name that entries keep."""
    return {
        model._meta.model_name or "": model  # noqa: SLF001 - Django's public name for it
        for model in apps.get_models()
        if model.__module__.startswith("holdfast.web.") and model is not Entry
    }
