"""What keeps a stated objective from being stored: a draft may be incomplete, and not contradict itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr.expected import checkpoints
from holdfast.values import dataclass
from holdfast.web.objectives.models import COMMITMENTS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult, StatedObjective

LONGEST = 2_000
"""Characters of a sentence or note."""
MOST_KEY_RESULTS = 30
UNITS = ("share", "points", "hours", "days", "count", "money", "ratio")
_NUMBERS = ("baseline", "target", "relative_target", "at_least", "at_most", "weight")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend.

    Attributes:
        key_result: Which key result, from 1; None for the objective.
        field: Its name in the form.
        message: A sentence that says what to do.
    """

    key_result: int | None
    field: str
    message: str


def faults(stated: StatedObjective) -> tuple[Fault, ...]:
    """All of them, in the order of the form; empty where it can be stored."""
    return tuple(_faults(stated))


def check(stated: StatedObjective) -> None:
    """Refuse what contradicts itself.

    Raises:
        InputError: The first fault.
    """
    found = next(_faults(stated), None)
    if found is not None:
        where = "the objective" if found.key_result is None else f"key result {found.key_result}"
        raise InputError(f"{where}, {found.field.replace('_', ' ')}", found.message.rstrip("."))


def _faults(stated: StatedObjective) -> Iterator[Fault]:
    yield from (Fault(None, *one) for one in _of_text(stated.text, "text", is_needed=True))
    for name in ("scope", "assumption"):
        yield from (Fault(None, *one) for one in _of_text(getattr(stated, name), name))
    yield from (Fault(None, *one) for one in _of_choice(stated.commitment, COMMITMENTS, "commitment"))
    yield from (Fault(None, *one) for one in _of_initiatives(stated.initiatives))
    if len(stated.key_results) > MOST_KEY_RESULTS:
        yield Fault(None, "key_results", f"More than {MOST_KEY_RESULTS}: nobody can pursue so many.")
    for number, one in enumerate(stated.key_results, start=1):
        yield from (Fault(number, *fault) for fault in _of_key_result(one))


def _of_key_result(one: StatedKeyResult) -> Iterator[tuple[str, str]]:
    yield from _of_text(one.text, "text", is_needed=True)
    yield from _of_text(one.target_note, "target_note")
    yield from _of_choice(one.commitment, COMMITMENTS, "commitment")
    yield from _of_initiatives(one.initiatives)
    for name in _NUMBERS:
        value = getattr(one, name)
        if value is not None and not math.isfinite(value):
            yield name, "Write a number."
    if one.weight <= 0:
        yield "weight", "Write a weight above 0; leave a key result out that shall not count."
    if one.unit not in UNITS:
        yield "unit", f"Choose one of {', '.join(UNITS)}."
    if one.kind not in dict(KINDS):
        yield "kind", "Choose change, maintain or milestone."
    yield from {"maintain": _of_bounds, "milestone": _of_steps}.get(one.kind, _of_way)(one)


def _of_way(one: StatedKeyResult) -> Iterator[tuple[str, str]]:
    if one.baseline is not None and one.baseline == one.target:
        yield "target", "Baseline and target are the same. Choose maintain, or another target."
    elif one.checkpoints and (one.baseline is None or one.target is None):
        yield "checkpoints", "Checkpoints need a baseline and a target."
    elif one.checkpoints and one.baseline is not None and one.target is not None:
        try:
            checkpoints(one.checkpoints, baseline=one.baseline, target=one.target)
        except InputError as error:
            yield "checkpoints", f"Found {error.found}; expected {error.expected}."


def _of_bounds(one: StatedKeyResult) -> Iterator[tuple[str, str]]:
    if one.at_least is not None and one.at_most is not None and one.at_least > one.at_most:
        yield "at_most", "The upper bound lies below the lower one."


def _of_steps(one: StatedKeyResult) -> Iterator[tuple[str, str]]:
    for step in one.steps:
        yield from _of_text(step.text, "steps", is_needed=True)
        if not 0 < step.weight < math.inf:
            yield "steps", "Write a weight above 0 for each step."


def _of_initiatives(some: Sequence[StatedInitiative]) -> Iterator[tuple[str, str]]:
    for one in some:
        yield from _of_text(one.text, "initiatives", is_needed=True)
        if len(one.expected_lift) > 120:  # noqa: PLR2004 - as the model has it
            yield "initiatives", "Write the expected lift in at most 120 characters."


def _of_text(text: str, field: str, *, is_needed: bool = False) -> Iterator[tuple[str, str]]:
    if is_needed and not text.strip():
        yield field, "Write a sentence."
    if len(text) > LONGEST:
        yield field, f"{len(text):,} characters: write at most {LONGEST:,}."
    if "\0" in text:
        yield field, "A character that no text holds: take it out."


def _of_choice(value: str, choices: Sequence[tuple[str, str]], field: str) -> Iterator[tuple[str, str]]:
    if value and value not in dict(choices):
        yield field, f"Choose {' or '.join(name for name, _ in choices)}."
