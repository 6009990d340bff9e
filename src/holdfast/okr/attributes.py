"""What stands beside a statement: owner, metric, baseline, target and the like, from words to values."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.okr.model import Binding, CheckIn, Initiative, KeyResult, Milestone, Objective
from holdfast.okr.needs import read_needs
from holdfast.okr.numbers import read_date, read_number, read_value
from holdfast.okr.pairs import read_call, read_pairs

if TYPE_CHECKING:
    from holdfast.okr.lines import Line

OBJECTIVE_WORDS = frozenset({"team", "owner", "okr_type", "cycle"})
OBJECTIVE_ONLY = frozenset({"team", "okr_type", "cycle", "supports", "status"})
KEY_RESULT_ONLY = frozenset(
    {
        "kind",
        "baseline",
        "target",
        "at_least",
        "at_most",
        "confidence",
        "metric",
        "segment",
        "initiative",
        "check_in",
        "forecast",
        "needs",
    }
)
INITIATIVE_WORDS = frozenset({"owner", "due", "expected_lift"})
KINDS = {
    "change": ("change", "increase", "decrease", "improve", "reduce"),
    "maintain": ("maintain", "keep", "hold", "guardrail"),
    "milestone": ("milestone", "milestones", "checklist"),
}
COMMITMENTS = {"committed": ("committed", "commit"), "aspirational": ("aspirational", "stretch", "moonshot")}
STATES = {
    "closed": (
        "closed",
        "done",
        "completed",
        "complete",
        "finished",
        "ended",
        "achieved",
        "reached",
        "missed",
        "abandoned",
        "given up",
        "dropped",
        "cancelled",
        "canceled",
        "archived",
    ),
    "open": (
        "open",
        "active",
        "running",
        "ongoing",
        "in progress",
        "on track",
        "at risk",
        "off track",
        "draft",
        "red",
        "amber",
        "yellow",
        "green",
    ),
}
NOTHING_ABOVE = frozenset({"", "-", "\u2013", "\u2014", "none", "nothing", "n/a"})
_OF_BASELINE = re.compile(r"(.{1,40}?) (?:of|on|from|over) (?:the )?baseline", re.IGNORECASE)
_WEIGHT = re.compile(r" \(weight ([0-9.e+\-]{1,30})\)$")


def with_objective_attribute(objective: Objective, name: str, value: str) -> Objective | None:
    """The objective with one more attribute, or None where the value cannot be read as one."""
    changes = _objective_changes(objective, name, value)
    return None if None in changes.values() or not changes else replace(objective, **changes)


def _objective_changes(objective: Objective, name: str, value: str) -> dict[str, Any]:
    """The field that an attribute sets; its value is None where the words make no sense."""
    if name in OBJECTIVE_WORDS:
        return {name: value}
    if name == "status":
        state = _word(value, STATES)
        return {"is_closed": None if state is None else state == "closed"}
    readers: dict[str, Any] = {
        "commitment": lambda: _word(value, COMMITMENTS),
        "supports": lambda: read_parent(value),
        "score": lambda: read_share(value),
        "note": lambda: joined_notes(objective.note, value),
    }
    return {name: readers[name]()} if name in readers else {}


def with_key_result_attribute(result: KeyResult, name: str, value: str) -> KeyResult | None:
    """The key result with one more attribute, or None where the value cannot be read as one."""
    changes: dict[str, Any] | None = _READERS[name](result, value) if name in _READERS else None
    return None if changes is None else replace(result, **changes)


def with_initiative_attribute(initiative: Initiative, name: str, value: str) -> Initiative:
    """The initiative with its owner, due date or expected lift as stated."""
    changes: dict[str, Any] = {name: value}
    return replace(initiative, **changes)


def read_parent(value: str) -> str:
    """The objective above, as stated; empty where it is stated that there is none."""
    return "" if value.strip().lower() in NOTHING_ABOVE else value


def joined_notes(before: str | None, note: str) -> str:
    """Notes about one statement in one line."""
    return note if before is None else f"{before}; {note}"


def read_milestone(line: Line) -> Milestone:
    """A check box with its words; ``(weight 2)`` at the end is its weight."""
    weight = _WEIGHT.search(line.body[-60:])
    number = read_number(weight.group(1)) if weight else None
    if weight is None or number is None or number <= 0:
        return Milestone(line.body, is_done=bool(line.is_done))
    return Milestone(line.body[: -len(weight.group())].rstrip(), number, bool(line.is_done))


def read_share(text: str) -> float | None:
    """A share in 0..1 from "0.7", "70 %" or "7/10"; None for anything else."""
    parts = text.split("/")
    if len(parts) == 2:  # noqa: PLR2004 (two sides of a stroke)
        part, whole = read_number(parts[0]), read_number(parts[1])
        value = None if part is None or not whole else part / whole
    else:
        value = read_number(text)
    return value if value is not None and 0 <= value <= 1 else None


def read_relative_target(text: str) -> float | None:
    """The share in "+25 % of baseline", 0.25; None for anything else."""
    match = _OF_BASELINE.fullmatch(text[:80])
    return read_number(match.group(1)) if match else None


def _word(value: str, words: dict[str, tuple[str, ...]]) -> str | None:
    return next((name for name, aliases in words.items() if value.strip().lower() in aliases), None)


def _owner(_: KeyResult, value: str) -> dict[str, Any]:
    return {"owner": value}


def _number(name: str, value: str) -> dict[str, Any] | None:
    number = read_value(value)
    return None if number is None else {name: number}


def _kind(_: KeyResult, value: str) -> dict[str, Any] | None:
    kind = _word(value, KINDS)
    return {"kind": kind} if kind else None


def _commitment(_: KeyResult, value: str) -> dict[str, Any] | None:
    commitment = _word(value, COMMITMENTS)
    return {"commitment": commitment} if commitment else None


def _target(_: KeyResult, value: str) -> dict[str, Any] | None:
    relative = read_relative_target(value)
    return _number("target", value) if relative is None else {"relative_target": relative}


def _share(name: str, value: str) -> dict[str, Any] | None:
    share = read_share(value)
    return None if share is None else {name: share}


def _note(result: KeyResult, value: str) -> dict[str, Any]:
    return {"note": joined_notes(result.note, value)}


def _needs(result: KeyResult, value: str) -> dict[str, Any] | None:
    needs = read_needs(value)
    return {"needs": (*result.needs, *needs)} if needs else None


def _metric(result: KeyResult, value: str) -> dict[str, Any] | None:
    call = read_call(value)
    segment = result.binding.segment if result.binding else ()
    return {"binding": Binding(*call, segment)} if call else None


def _segment(result: KeyResult, value: str) -> dict[str, Any] | None:
    pairs = read_pairs(value)
    return {"binding": replace(result.binding, segment=pairs)} if pairs and result.binding else None


def _initiative(result: KeyResult, value: str) -> dict[str, Any]:
    return {"initiatives": (*result.initiatives, Initiative(value))}


def _check_in(result: KeyResult, value: str) -> dict[str, Any] | None:
    """``2026-10-12; value 0.64; confidence 0.7; a note to the end of the line``; ``value -`` for none."""
    day, _, rest = value.partition(";")
    on = read_date(day)
    if on is None:
        return None
    figures: dict[str, float | None] = {}
    for name, read in (("value", read_number), ("confidence", read_share)):
        word, _, after = rest.strip().partition(";")
        figure = read(word[len(name) :]) if word.startswith(f"{name} ") else None
        if figure is not None or word == f"{name} -":
            figures[name] = figure
            rest = after
    check_in = CheckIn(on, figures.get("value"), figures.get("confidence"), rest.strip() or None)
    return {"check_ins": (*result.check_ins, check_in)}


_READERS = {
    "owner": _owner,
    "kind": _kind,
    "commitment": _commitment,
    "baseline": lambda _, value: _number("baseline", value),
    "target": _target,
    "at_least": lambda _, value: _number("at_least", value),
    "at_most": lambda _, value: _number("at_most", value),
    "confidence": lambda _, value: _share("confidence", value),
    "forecast": lambda _, value: _share("forecast", value),
    "needs": _needs,
    "score": lambda _, value: _share("score", value),
    "note": _note,
    "status": _note,
    "metric": _metric,
    "segment": _segment,
    "initiative": _initiative,
    "check_in": _check_in,
}
