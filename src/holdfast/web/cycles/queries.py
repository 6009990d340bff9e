"""Which cycle a page is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from holdfast.web.cycles.models import Cycle, DatedEvent
from holdfast.web.prepared import Prepared, PreparedRows

if TYPE_CHECKING:
    from datetime import date


def chosen_cycle(asked: str, today: date) -> Cycle | None:
    """The cycle of a name; else the active one that today falls in, else the latest active, else the latest.

    None where there is no cycle, or none of that name.
    """
    if asked:
        return Cycle.objects.filter(name=asked).first()
    cycles = _CYCLES()
    active = [one for one in cycles if one.state in {"active", "closing"}]
    around = [one for one in active if today in one.period]
    return next(iter([*around, *active, *cycles]), None)


def cycle_names() -> list[str]:
    """All names, the latest first."""
    return [name for (name,) in _NAMES()]


_CYCLES = PreparedRows(lambda: Cycle.objects.order_by("-starts_on"))
_NAMES = Prepared(lambda: Cycle.objects.order_by("-starts_on").values_list("name"))


def cycles_with_counts() -> list[Cycle]:
    """All cycles, the latest first, each with how many objectives it holds: ``published``, ``drafts``."""
    published = Count("objectives", filter=Q(objectives__state__in=("published", "closed")))
    drafts = Count("objectives", filter=Q(objectives__state="draft"))
    return list(Cycle.objects.annotate(published=published, drafts=drafts).order_by("-starts_on", "name"))


def events() -> list[DatedEvent]:
    """All dated events, the latest first."""
    return list(DatedEvent.objects.order_by("-on", "-pk"))
