"""Following a bet while it runs: its chances, what moved them, and its guards."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError
from holdfast.evidence.behind_answers import change_record, moved_text
from holdfast.evidence.course_answers import course_record
from holdfast.evidence.frozen import read_frozen
from holdfast.evidence.guard_answers import alarms_text, guard_records, guarded_by
from holdfast.service.behind import changes_behind
from holdfast.service.betting import standings
from holdfast.service.guarding import watched
from holdfast.web.evidence.actions import record_chances, record_found, record_news
from holdfast.web.evidence.amended import changes_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from holdfast.evidence.behind_answers import Change
    from holdfast.evidence.frozen import FrozenBet as Bet
    from holdfast.evidence.guards import Watched
    from holdfast.service.betting import Standing
    from holdfast.service.workspace import Workspace
    from holdfast.web.evidence.models import FrozenBet

log = logging.getLogger(__name__)


def follow(opened: Workspace, row: FrozenBet, at: datetime) -> bool | None:
    """Write down how a bet stands; None where it failed, and then what was found before stays.

    Args:
        opened: The workspace.
        row: A bet of an open cycle.
        at: The instant of recording.
    """
    today = opened.as_of
    try:
        bet = read_frozen(row.content, where=f"objective {row.objective_id}")
        found = standings(opened, bet, today=today, changes=changes_of(opened, row, bet))
        behind = changes_behind(opened, found, today=today)
        guards = watched(opened, bet, today=today)
    except HoldfastError as error:
        log.warning("forecast of objective %d: %s", row.objective_id, type(error).__name__)
        return None
    record_found(row, _records(bet, found, behind, guards, today), on=today, at=at)
    record_chances(
        row, {one.wager.name: (one.now.chance, one.before.chance, one.wager.chance) for one in found}
    )
    record_news(
        row,
        {one.wager.name: moved_text(one) for one in behind},
        {one.name: alarms_text(guarded_by(one.name, guards)) for one in bet.wagers},
    )
    return True


def _records(
    bet: Bet, found: Sequence[Standing], behind: Sequence[Change], guards: Sequence[Watched], today: date
) -> list[dict[str, Any]]:
    """As JSON has them, each with the name of the figure that it is about."""
    records = [
        (one.wager.name, course_record(one.wager, one.now, one.before, today=today, amended=one.amended))
        for one in found
    ]
    records += [(one.wager.name, change_record(one, today=today)) for one in behind]
    records += guard_records(bet, guards, today=today)
    return [{**told.to_dict(), "of": name} for name, told in records]
