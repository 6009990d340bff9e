"""Holdfast turns customer-retention OKRs into bets that a company's own customer data can check.

The public names load what they need when they are first used, so that ``import holdfast`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.service.asking import (
        challenge_metric,
        challenge_typed,
        forecast_bet,
        freeze_okr,
        link_metric,
        settle_bet,
    )
    from holdfast.service.asking_reasons import (
        confirm_themes,
        customers_at_risk,
        draft_okr,
        find_drivers,
        list_themes,
        survival_of,
        why_customers_leave,
        worth_of_retention,
    )
    from holdfast.service.bridging import bridge_metric
    from holdfast.service.check import check_workspace
    from holdfast.service.examples import find_examples
    from holdfast.service.leavers import replay_leavers
    from holdfast.service.measuring import measure_metric, measure_metrics
    from holdfast.service.panels import panel_of, panel_table
    from holdfast.service.reading import read_statement
    from holdfast.service.refreshing import refresh_workspace
    from holdfast.service.showing import review_okr
    from holdfast.service.why import why_in
    from holdfast.service.workspace import open_workspace

__version__ = "0.1.0"

_HOMES = {
    "bridge_metric": "holdfast.service.bridging",
    "challenge_metric": "holdfast.service.asking",
    "challenge_typed": "holdfast.service.asking",
    "check_workspace": "holdfast.service.check",
    "confirm_themes": "holdfast.service.asking_reasons",
    "customers_at_risk": "holdfast.service.asking_reasons",
    "draft_okr": "holdfast.service.asking_reasons",
    "find_drivers": "holdfast.service.asking_reasons",
    "find_examples": "holdfast.service.examples",
    "forecast_bet": "holdfast.service.asking",
    "freeze_okr": "holdfast.service.asking",
    "link_metric": "holdfast.service.asking",
    "list_themes": "holdfast.service.asking_reasons",
    "measure_metric": "holdfast.service.measuring",
    "measure_metrics": "holdfast.service.measuring",
    "open_workspace": "holdfast.service.workspace",
    "panel_of": "holdfast.service.panels",
    "panel_table": "holdfast.service.panels",
    "read_statement": "holdfast.service.reading",
    "refresh_workspace": "holdfast.service.refreshing",
    "replay_leavers": "holdfast.service.leavers",
    "review_okr": "holdfast.service.showing",
    "settle_bet": "holdfast.service.asking",
    "survival_of": "holdfast.service.asking_reasons",
    "why_customers_leave": "holdfast.service.asking_reasons",
    "why_in": "holdfast.service.why",
    "worth_of_retention": "holdfast.service.asking_reasons",
}

__all__ = [
    "__version__",
    "bridge_metric",
    "challenge_metric",
    "challenge_typed",
    "check_workspace",
    "confirm_themes",
    "customers_at_risk",
    "draft_okr",
    "find_drivers",
    "find_examples",
    "forecast_bet",
    "freeze_okr",
    "link_metric",
    "list_themes",
    "measure_metric",
    "measure_metrics",
    "open_workspace",
    "panel_of",
    "panel_table",
    "read_statement",
    "refresh_workspace",
    "replay_leavers",
    "review_okr",
    "settle_bet",
    "survival_of",
    "why_customers_leave",
    "why_in",
    "worth_of_retention",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type is that of the name asked for
    """The public name, its module loaded now."""
    if name not in _HOMES:
        raise AttributeError(f"module 'holdfast' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names, so that a notebook completes them before they are loaded."""
    return sorted(__all__)
