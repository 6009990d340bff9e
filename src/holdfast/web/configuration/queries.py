"""Reading the settings."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from holdfast.okr.status import DEFAULTS, StatusSettings
from holdfast.values import dataclass
from holdfast.web.configuration.models import Decided
from holdfast.web.prepared import Prepared

if TYPE_CHECKING:
    from holdfast.web.cycles.models import Cycle


@dataclass(frozen=True, slots=True)
class Configuration:
    """All settings of the workspace that are not its data's.

    Attributes:
        widest_gap: Progress behind the expected up to which a key result is at risk, not off track.
        out_of_reach: Chance below which a target is out of reach.
        aspirational_way: Share of the way at which an aspirational key result is judged.
        gates: Rules that keep an objective from being published.
        paste_is_open: Whoever has the address may have a text reviewed, without an account.
        reminder_weekday: Day of check-ins, 0 for Monday.
        reminder_hour: Hour of reminders on that day, in the time zone of whoever is reminded.
        grace_days: Days after it until the deputy is asked.
        quiet_from: Hour from which nothing is sent, in the reader's time zone.
        quiet_until: Hour until which nothing is sent.
    """

    widest_gap: float = DEFAULTS.widest_gap
    out_of_reach: float = DEFAULTS.out_of_reach
    aspirational_way: float = DEFAULTS.aspirational_way
    gates: tuple[str, ...] = ()
    paste_is_open: bool = True
    reminder_weekday: int = 0
    reminder_hour: int = 9
    grace_days: int = 2
    quiet_from: int = 19
    quiet_until: int = 8


_DECIDED = Prepared(lambda: Decided.objects.order_by("pk").values_list("values")[:1])


def configuration() -> Configuration:
    """The settings as decided. One query."""
    stored: dict[str, Any] = next((values for (values,) in _DECIDED()), {})
    known = {one.name for one in fields(Configuration)}
    decided = {name: value for name, value in stored.items() if name in known}
    if "gates" in decided:
        decided["gates"] = tuple(decided["gates"])
    return Configuration(**decided)


def status_settings(cycle: Cycle) -> StatusSettings:
    """The thresholds of the status rule in a cycle. One query."""
    decided = configuration()
    return StatusSettings(
        cadence_days=cycle.cadence_days,
        widest_gap=decided.widest_gap,
        out_of_reach=decided.out_of_reach,
        aspirational_way=decided.aspirational_way,
    )
