"""A bet as it was when it was frozen, and what was amended and dropped of it since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.evidence.amended import Amended
from holdfast.okr.model import Binding, Objective
from holdfast.service.amending import change_of
from holdfast.web.objectives.documents import as_key_result, as_objective
from holdfast.web.objectives.models import KeyResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.evidence.frozen import FrozenBet as Bet
    from holdfast.okr.model import KeyResult as Pursued
    from holdfast.service.workspace import Workspace
    from holdfast.web.evidence.models import FrozenBet
    from holdfast.web.objectives import models

_NUMBERS = ("baseline", "target", "relative_target", "at_least", "at_most")
DROPPED, ADDED = "dropped", "added"


def as_bet_on(row: models.Objective) -> tuple[Objective, tuple[KeyResult, ...]]:
    """An objective as it stood when it became a bet, and the rows of its key results in their order.

    What was amended since stands as it was frozen; what was dropped is part of it, and what was added is not.

    Args:
        row: With key results, their freezes and amendments prefetched.
    """
    rows = tuple(one for one in row.key_results.all() if not _has(one, ADDED))
    results = tuple(_as_frozen(one) for one in rows)
    return replace(as_objective(row), key_results=results), rows


def changes_of(workspace: Workspace, frozen: FrozenBet, bet: Bet) -> tuple[Amended, ...]:
    """What was amended and dropped of a bet, in its order. Three queries.

    Args:
        workspace: Open.
        frozen: As recorded.
        bet: The same, read.

    Raises:
        InputError: A key result is bound to what the workspace does not have any more.
    """
    rows = {
        one.pk: one
        for one in KeyResult.objects.filter(pk__in=frozen.places.values())
        .select_related("objective", "owner", "series")
        .prefetch_related("amendments", "steps", "initiatives", "check_ins")
    }
    changes = []
    for wager in bet.wagers:
        row = rows.get(frozen.places.get(wager.name, 0))
        amendments = [] if row is None else list(row.amendments.all())
        if row is None or not amendments:
            continue
        last = amendments[-1]
        objective = Objective(text=row.objective.text, key_results=())
        now = (
            None if row.dropped_at else change_of(workspace, wager, as_key_result(row, whole=True), objective)
        )
        if now is not wager:
            changes.append(Amended(wager.name, last.on, " ".join(last.reason.split()), now))
    return tuple(changes)


def _has(row: KeyResult, what: str) -> bool:
    return any(what in one.changes for one in row.amendments.all())


def _as_frozen(row: KeyResult) -> Pursued:
    """As it was frozen; as it stands where it has no freeze."""
    stands = as_key_result(row, whole=True)
    content = row.freeze.content if hasattr(row, "freeze") else {}
    if "key_result" not in content:
        return stands
    told = content["key_result"]
    commitment = told["commitment"] or content["objective"]["commitment"] or None
    return replace(
        stands,
        text=told["text"],
        kind=told["kind"],
        commitment=commitment,
        binding=_binding(content["series"]),
        **{name: told[name] for name in _NUMBERS},
    )


def _binding(series: Mapping[str, Any] | None) -> Binding | None:
    if series is None or not series["metric"]:
        return None
    segment = tuple((column, values[0]) for column, values in sorted(series["filters"].items()) if values)
    parameters = tuple((name, str(value)) for name, value in sorted(series["parameters"].items()))
    return Binding(series["metric"], parameters, segment)
