"""What the editor's form holds, as names and values, and the objective that they state.

Rows are numbered once and keep their number: the hidden fields ``kr`` and ``in`` list those that are there,
in their order, so that a row can come, go and move without another one being renamed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.web.drafts.forms import NUMBERS, scale_of
from holdfast.web.objectives.stated import StatedStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import QueryDict

    from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult, StatedObjective

Content = dict[str, list[str]]
RESULT, INITIATIVE = "kr", "in"
MOST_ROWS = 60
_STEP = re.compile(
    r"^\s*(?P<done>\[[xX]\])?\s*(?:\[ \])?\s*(?P<text>.*?)(?:\s*\|\s*(?P<weight>[\d.,]+))?\s*$"
)
_NOT_KEPT = ("csrfmiddlewaretoken", "act", "metric", "reason:")
"""Beginnings of the names of buttons and of what only they need."""


def content_of(sent: QueryDict) -> Content:
    """The fields of a form that was sent, without its buttons."""
    return {name: sent.getlist(name) for name in sent if not name.startswith(_NOT_KEPT)}


def content_from(stated: StatedObjective, *, revision: int) -> Content:
    """The form of an objective."""
    made: Content = {
        "revision": [str(revision)],
        "text": [stated.text],
        "scope": [stated.scope],
        "assumption": [stated.assumption],
        "commitment": [stated.commitment],
        "series": [_id(stated.series)],
        "owner": [_id(stated.owner)],
        "team": [_id(stated.team) or "0"],
        "supports": [str(pk) for pk in stated.supports],
        RESULT: [],
        INITIATIVE: [],
    }
    if stated.is_private:
        made["is_private"] = ["on"]
    for initiative in stated.initiatives:
        add_initiative(made, initiative)
    for one in stated.key_results:
        row = add_result(made, one)
        for initiative in one.initiatives:
            add_initiative(made, initiative, under=row)
    return made


def add_result(content: Content, one: StatedKeyResult) -> str:
    """Add a key result at the end, without its initiatives; returns the number of its row."""
    row = _new_row(content, RESULT)
    scale = scale_of(one.unit)
    plain = {name: getattr(one, name) for name in ("text", "kind", "unit", "commitment", "target_note")}
    numbers = {name: typed(getattr(one, name), scale) for name in NUMBERS}
    rest = {
        "pk": _id(one.pk),
        "series": _id(one.series),
        "owner": _id(one.owner),
        "checker": _id(one.checker),
        "relative_target": typed(one.relative_target, 100),
        "weight": typed(one.weight, 1),
        "checkpoints": "\n".join(f"{typed(s, 100)}%: {typed(v, scale)}" for s, v in one.checkpoints),
        "steps": "\n".join(_step_line(step) for step in one.steps),
    }
    for name, value in {**plain, **numbers, **rest}.items():
        content[f"{RESULT}-{row}-{name}"] = [value]
    if one.is_guardrail:
        content[f"{RESULT}-{row}-is_guardrail"] = ["on"]
    return row


def add_initiative(content: Content, one: StatedInitiative, *, under: str = "") -> str:
    """Add an initiative under the key result of a row, or under the whole; returns the number of its row."""
    row = _new_row(content, INITIATIVE)
    due = one.due_on.isoformat() if one.due_on else ""
    fields = {
        "pk": _id(one.pk),
        "text": one.text,
        "owner": _id(one.owner),
        "due_on": due,
        "expected_lift": one.expected_lift,
        "under": under,
    }
    for name, value in fields.items():
        content[f"{INITIATIVE}-{row}-{name}"] = [value]
    return row


def remove_row(content: Content, kind: str, row: str) -> None:
    """Take a row out; initiatives of a key result that goes stay with the objective as a whole."""
    content[kind] = [one for one in content.get(kind, []) if one != row]
    for name in [name for name in content if name.startswith(f"{kind}-{row}-")]:
        del content[name]
    if kind == RESULT:
        for one in content.get(INITIATIVE, []):
            if first(content, f"{INITIATIVE}-{one}-under") == row:
                content[f"{INITIATIVE}-{one}-under"] = [""]


def move_up(content: Content, row: str) -> None:
    """Let a key result change places with the one before it."""
    rows = content.get(RESULT, [])
    if row in rows[1:]:
        at = rows.index(row)
        rows[at - 1], rows[at] = rows[at], rows[at - 1]


def rows(content: Mapping[str, list[str]], kind: str) -> list[str]:
    """The rows that are there, in their order, each once; what is no row number is left out."""
    found = dict.fromkeys(one for one in content.get(kind, []) if one.isdecimal() and len(one) <= 4)  # noqa: PLR2004 - never that many
    return list(found)[:MOST_ROWS]


def first(content: Mapping[str, list[str]], name: str) -> str:
    """The value of a field that has one, or empty."""
    return next(iter(content.get(name, ())), "")


def steps_in(typed: str, known: Iterable[StatedStep] = ()) -> tuple[StatedStep, ...]:
    """Steps as they are typed, one a line; those whose words were there before keep their id."""
    ids = {one.text: one.pk for one in known}
    found = []
    for line in typed.splitlines():
        match = _STEP.match(line)
        if match and match["text"]:
            weight = float((match["weight"] or "1").replace(",", ".").strip(".") or 0)
            found.append(StatedStep(match["text"], weight, bool(match["done"]), ids.get(match["text"])))
    return tuple(found)


def _step_line(step: StatedStep) -> str:
    done = "[x] " if step.is_done else ""
    return f"{done}{step.text}" + ("" if step.weight == 1 else f" | {typed(step.weight, 1)}")


def _new_row(content: Content, kind: str) -> str:
    there = rows(content, kind)
    row = str(max(map(int, there), default=-1) + 1)
    content[kind] = [*there, row]
    return row


def typed(value: float | None, scale: float) -> str:
    """A stored number as the form shows it, to ten digits; empty for None."""
    return "" if value is None else f"{value * scale:.10g}"


def _id(pk: int | None) -> str:
    return "" if pk is None else str(pk)
