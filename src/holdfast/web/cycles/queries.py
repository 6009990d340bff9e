"""Which cycle a page is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.web.cycles.models import Cycle

if TYPE_CHECKING:
    from datetime import date


def chosen_cycle(asked: str, today: date) -> Cycle | None:
    """The cycle of a name; else the active one that today falls in, else the latest active, else the latest.

    None where there is no cycle, or none of that name.
    """
    if asked:
        return Cycle.objects.filter(name=asked).first()
    cycles = list(Cycle.objects.order_by("-starts_on"))
    active = [one for one in cycles if one.state in {"active", "closing"}]
    around = [one for one in active if today in one.period]
    return next(iter([*around, *active, *cycles]), None)


def cycle_names() -> list[str]:
    """All names, the latest first."""
    return list(Cycle.objects.order_by("-starts_on").values_list("name", flat=True))
