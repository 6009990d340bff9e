"""Freezing: a key result as it stood when it became a bet, with a digest that would show any change."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.web.objectives.models import Freeze
from holdfast.web.objectives.stated import stated_key_result, to_json

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.web.measurements.models import Series
    from holdfast.web.objectives.models import KeyResult, Objective

_OF_OBJECTIVE = ("text", "scope", "assumption", "commitment")
_OF_SERIES = ("metric", "parameters", "filters", "grain", "title", "unit", "better", "window_days")


def freeze(row: KeyResult, at: datetime) -> Freeze:
    """The freeze of a key result; the first one stands, whoever asks again."""
    content = frozen_content(row)
    found, _ = Freeze.objects.get_or_create(
        key_result=row, defaults={"content": content, "digest": digest(content), "at": at}
    )
    return found


def frozen_content(row: KeyResult) -> dict[str, Any]:
    """Everything that defines the bet: sentence, numbers, what measures it, and the objective around it."""
    objective = row.objective
    told = to_json(stated_key_result(row))
    for name in ("pk", "initiatives", "target_note"):
        del told[name]
    told["steps"] = [{"text": one["text"], "weight": one["weight"]} for one in told["steps"]]
    return {
        "key_result": told,
        "series": _series(row.series),
        "objective": {
            **{name: getattr(objective, name) for name in _OF_OBJECTIVE},
            "series": _series(objective.series),
        },
        "cycle": _cycle(objective),
    }


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of the content in canonical JSON: keys in order, no white space, no escapes."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def _series(row: Series | None) -> dict[str, Any] | None:
    return None if row is None else {name: getattr(row, name) for name in _OF_SERIES}


def _cycle(objective: Objective) -> dict[str, str]:
    cycle = objective.cycle
    return {
        "name": cycle.name,
        "starts_on": cycle.starts_on.isoformat(),
        "ends_on": cycle.ends_on.isoformat(),
    }
