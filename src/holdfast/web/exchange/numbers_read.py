"""Key results of an import: numbers as their cells say them, else as their sentence does."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from holdfast.okr.model import Binding
from holdfast.web.drafts.importing import with_numbers
from holdfast.web.objectives.stated import StatedKeyResult

if TYPE_CHECKING:
    from holdfast.web.exchange.entries import Entry

_NUMBERS = ("baseline", "target", "relative_target", "at_least", "at_most")
_READ = ("kind", "unit", "baseline", "target", "at_least", "at_most")
_PLAIN = ("weight", "is_guardrail", "checkpoints", "steps", "target_note", "commitment")


def stated_result(
    entry: Entry, *, objective: str, owner: int | None
) -> tuple[StatedKeyResult, tuple[str, ...]]:
    """A key result as its row says it, with notes of what was understood."""
    told = entry.told
    stated = StatedKeyResult(entry.text, owner=owner, **{name: told[name] for name in _PLAIN if name in told})
    numbers = {name: told[name] for name in _NUMBERS if told.get(name) is not None}
    kind, unit = told.get("kind") or "", told.get("unit") or ""
    if told.get("is_read"):
        return replace(stated, kind=kind or "change", unit=unit, **numbers), ()
    notes: list[str] = []
    is_whole = bool(unit) and "target" in numbers
    if kind != "milestone" and not is_whole:
        read = _as_sentence(entry.text, objective)
        stated = replace(stated, **{name: getattr(read, name) for name in _READ})
        numbers = _in_unit(numbers, stated, unit, notes)
        if unit and unit != stated.unit:
            stated = replace(stated, unit=unit)
    elif unit:
        stated = replace(stated, unit=unit)
    made = replace(stated, kind=kind or stated.kind, **numbers)
    return _kept(made, notes), tuple(notes)


def binding_of(entry: Entry) -> Binding | None:
    """What measures it, as its file says."""
    told = entry.told
    found: Binding | None = told.get("binding")
    return found or (Binding(told["metric"]) if told.get("metric") else None)


@lru_cache(maxsize=16_384)
def _as_sentence(text: str, objective: str) -> StatedKeyResult:
    """What a sentence says; kept, since a file is read for each look at it, at a millisecond a sentence."""
    return with_numbers(StatedKeyResult(text), text, objective=objective)


def _in_unit(numbers: dict[str, Any], read: StatedKeyResult, unit: str, notes: list[str]) -> dict[str, Any]:
    """Cells without a sign beside a sentence in per cent are in per cent too: 5 beside “from 8 % to 5 %”."""
    given = [numbers[name] for name in ("baseline", "target", "at_least", "at_most") if name in numbers]
    if unit or read.unit != "share" or not any(abs(one) > 1 for one in given):
        return numbers
    notes.append("Its numbers are read as per cent, as its sentence says")
    scaled = {name: round(value / 100, 12) for name, value in numbers.items() if name != "relative_target"}
    return {**numbers, **scaled}


def _kept(made: StatedKeyResult, notes: list[str]) -> StatedKeyResult:
    """A key result to be kept at a level, of which the file states one number alone."""
    if (
        made.kind != "maintain"
        or made.at_least is not None
        or made.at_most is not None
        or made.target is None
    ):
        return made
    notes.append("Its target is read as the least value to keep")
    return replace(made, at_least=made.target, target=None, baseline=None)
