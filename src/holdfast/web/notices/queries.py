"""Reads of what people want to be told, and of the rhythm of teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.configuration.queries import configuration
from holdfast.web.notices.models import Preference, TeamRhythm
from holdfast.web.notices.rhythm import Quiet, Rhythm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.web.configuration.queries import Configuration


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants to be told, with what the workspace decided where they did not.

    Attributes:
        off: Kinds that they do not want.
        channel: ``mail``, ``chat`` or ``both``, of what may come by chat.
        quiet: Their quiet hours.
        digest_weekday: 0 for Monday.
        digest_hour: In their time zone.
    """

    off: frozenset[str]
    channel: str
    quiet: Quiet
    digest_weekday: int
    digest_hour: int


def wishes_of(people: Iterable[int]) -> dict[int, Wishes]:
    """The wishes of some people, by key. Two queries."""
    decided = configuration()
    rows = {one.person_id: one for one in Preference.objects.filter(person_id__in=set(people))}
    return {pk: _wishes(rows.get(pk) or Preference(person_id=pk), decided) for pk in people}


class Rhythms:
    """The rhythm of every team, and of what belongs to none. Two queries, once."""

    def __init__(self) -> None:
        self._decided = configuration()
        self._rows = {one.team_id: one for one in TeamRhythm.objects.all()}

    def of(self, team: int | None) -> Rhythm:
        """The rhythm of a team; that of the workspace where it has none of its own."""
        row, decided = self._rows.get(team or 0) or TeamRhythm(), self._decided
        return Rhythm(
            weekday=decided.reminder_weekday if row.weekday is None else row.weekday,
            hour=decided.reminder_hour if row.hour is None else row.hour,
            grace_days=decided.grace_days if row.grace_days is None else row.grace_days,
            every_weeks=row.every_weeks,
        )

    def has_chat(self, team: int | None) -> bool:
        """The team can be reached by chat."""
        row = self._rows.get(team or 0)
        return row is not None and bool(row.chat)


def _wishes(row: Preference, decided: Configuration) -> Wishes:
    begins = decided.quiet_from if row.quiet_from is None else row.quiet_from
    ends = decided.quiet_until if row.quiet_until is None else row.quiet_until
    return Wishes(frozenset(row.off), row.channel, Quiet(begins, ends), row.digest_weekday, row.digest_hour)
