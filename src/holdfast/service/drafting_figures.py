"""Baselines and targets of a draft: from a metric's own past, at chosen odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.drafting.model import Figure
from holdfast.drafting.wording import better, rounded
from holdfast.errors import InputError
from holdfast.evidence.challenge import Bet, challenge, chance_of, target_with
from holdfast.service.challenging import Past, known_past
from holdfast.service.measuring import card_as_asked, measure_metric, request_for

if TYPE_CHECKING:
    from holdfast.drafting.model import Role
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

SEED = 7
_WINDOW = "within_days"
WITHIN = 0.90
"""Chance of staying within a guard's bound if things carry on: crossing it is worth a question."""


def figure_of(  # noqa: PLR0913 - each is a thing of its own
    workspace: Workspace,
    metric: str,
    period: Period,
    *,
    segment: tuple[tuple[str, str], ...],
    odds: float,
    role: Role,
) -> Figure:
    """What a metric is now, and the target that would have these odds if things carry on.

    Args:
        workspace: Open.
        metric: Catalogue name.
        period: What settles the target.
        segment: Of whom.
        odds: Chance of reaching the target, a share; a guard has its own. It is less where the target would
            be no better than the last value.
        role: What it is for.

    Raises:
        InputError: It cannot be measured, or has too few final values for a forecast.
        SourceError: The engine failed.
    """
    filters = {column: (value,) for column, value in segment}
    series = measure_metric(workspace, metric, filters=filters, grain="quarter")
    final = [one for one in series if one.value is not None and not one.pending]
    history = known_past(workspace, Past(metric, filters=filters), period).history
    if not final or not history.values:
        raise _too_few(metric, 0)
    baseline = final[-1].value or 0.0
    found = challenge(history, Bet(baseline, period), seed=SEED)
    if found.forecast is None:
        raise _too_few(metric, len(history.values))
    is_guard = role == "guard"
    card = card_as_asked(workspace, metric, {})
    aim = target_with(found.forecast, WITHIN if is_guard else odds, history)
    # A target is never made easier by rounding it, and a bound never tighter.
    target = rounded(aim, card, up=(card.better == "up") != is_guard)
    target = target if is_guard else better(target, baseline, card)
    return Figure(
        card, _settings(workspace, metric), baseline, target, chance_of(found.forecast, target, history), role
    )


def _settings(workspace: Workspace, metric: str) -> tuple[tuple[str, str], ...]:
    """The window, where it has one: what a sentence says of it must be what is measured."""
    request = request_for(workspace, metric)
    _, numbers = request.declared.settings(request.parameters)
    return tuple(
        (name, f"{value:g}") for name, value in numbers if name == _WINDOW and isinstance(value, float | int)
    )


def _too_few(metric: str, values: int) -> InputError:
    return InputError(
        metric,
        f"it has {values} final values",
        "at least four, so that a target can be held against its past",
        "Wait until there are more, or set this target yourself",
    )
