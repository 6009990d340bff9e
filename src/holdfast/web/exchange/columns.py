"""What the columns of a spreadsheet mean: guessed from their names, corrected by whoever imports it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.web.exchange.sheets import Line

LEFT_OUT = ""
FIELDS: dict[str, tuple[str, str]] = {
    "type": ("Type of row", "type, object type, level, item type, row type, what"),
    "title": (
        "Sentence of the row",
        "title, name, text, description of goal, okr, item, summary, sentence, statement",
    ),
    "id": ("Id of the row", "id, okr id, external id, identifier, number, no, nr, key, ref, goal id"),
    "above": (
        "What it belongs to",
        "aligned to weight objective id, aligned to, alignment, parent, parent id, belongs to, supports",
    ),
    "objective": (
        "Objective",
        "objective, objectives, goal, objective title, objective name, big rock, objective text",
    ),
    "objective id": ("Id of the objective", "objective id, objective no, objective number, o id"),
    "key result": (
        "Key result",
        "key result, key results, kr, krs, key result title, result, measurable result, key result text, kpi",
    ),
    "key result id": ("Id of the key result", "key result id, kr id, key result no, key result number"),
    "initiative": (
        "Initiative",
        "initiative, initiatives, action, actions, project, task, activity, deliverable",
    ),
    "owner": (
        "Owner",
        "owner, owners, responsible, assignee, dri, accountable, who, lead, owner name, objective owner",
    ),
    "owner address": (
        "Address of the owner",
        "owner address, owner email, owner mail, owner e mail, email, mail, e mail",
    ),
    "key result owner": ("Owner of the key result", "key result owner, kr owner"),
    "key result owner address": (
        "Address of the key result’s owner",
        "key result owner address, kr owner email",
    ),
    "team": ("Team", "team, teams, department, group, squad, area, business unit, team name"),
    "cycle": ("Cycle", "cycle, period, quarter, time period, timeframe, time frame, time scale, okr cycle"),
    "baseline": (
        "Baseline",
        "baseline, start, start value, from, initial, initial value, starting value, base",
    ),
    "target": ("Target", "target, target value, to, goal value, end value, aim, target number"),
    "relative target": ("Change, as a share of the baseline", "relative target"),
    "at least": ("At least", "at least, minimum, min, floor"),
    "at most": ("At most", "at most, maximum, max, ceiling"),
    "unit": ("Unit", "unit, units, metric unit, unit of measure, uom"),
    "current": ("Value today", "current, current value, actual, actual value, now, value, today"),
    "progress": ("Progress in per cent", "actual progress, progress, progress percent"),
    "as of": ("Day of the value", "last check in, as of, last updated, updated"),
    "confidence": ("Confidence", "confidence, confidence level"),
    "note": ("Note of the value", "last check in note, comment, comments, notes, note"),
    "check-ins": ("Check-ins, as Viva Goals writes them", "checkins, check ins"),
    "scope": ("Scope", "scope, which customers"),
    "assumption": ("Assumption", "assumption, hypothesis, why"),
    "about": ("Description", "description, details"),
    "commitment": ("Commitment", "commitment, goal type, ambition, key result commitment"),
    "kind": ("Kind of key result", "kind, target type"),
    "weight": ("Weight", "weight, weighting"),
    "guardrail": ("Guardrail", "guardrail"),
    "private": ("Private", "private, is private"),
    "due": ("Due", "due, due date, deadline, by when, due on, end date"),
    "expected lift": ("Expected lift", "expected lift, lift, expected effect"),
    "metric": ("Metric", "metric, holdfast metric"),
}
"""Each field with its title and the names of columns that mean it, in small letters without signs."""
_NAMES = {name.strip(): field for field, (_, names) in FIELDS.items() for name in names.split(",")}
_SIGNS = re.compile(r"[^\w%]+|_+")
_HEADER_WITHIN = 15
_UNNAMED_AFTER = "check-ins"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file.

    Attributes:
        place: From 0.
        name: As the file has it.
        field: A key of `FIELDS`, or `LEFT_OUT`.
        example: Its first cell that is not empty.
    """

    place: int
    name: str
    field: str
    example: str


def columns_of(lines: Sequence[Line], chosen: Mapping[str, str]) -> tuple[tuple[Column, ...], Sequence[Line]]:
    """The columns, and the lines below their names.

    The names stand in the line, of the first few, that knows most of them. Columns without a name behind the
    check-ins go on with them: so Viva Goals writes the others.

    Args:
        lines: Of the file.
        chosen: Place of a column, as text, to the field that somebody chose.

    Raises:
        InputError: There is no line with names that mean something.
    """
    at = max(range(min(len(lines), _HEADER_WITHIN)), key=lambda one: (_known(lines[one]), -one), default=None)
    if at is None or not (_known(lines[at]) or chosen):
        raise InputError(
            "the columns",
            "no row names them",
            "a first row with names such as Objective, Key result, Owner, Target",
            "Add it above the others",
        )
    below = lines[at + 1 :]
    return tuple(_columns(lines[at].cells, below, chosen)), below


def field_of(name: str) -> str:
    """The field that a column of this name means, or `LEFT_OUT`."""
    plain = " ".join(_SIGNS.sub(" ", name.casefold()).replace("%", " percent").split())
    return _NAMES.get(plain, LEFT_OUT)


def refuse_columns(columns: Sequence[Column]) -> None:
    """Refuse columns that cannot be read together.

    Raises:
        InputError: Two mean the same, or none is a sentence.
    """
    fields = [one.field for one in columns if one.field not in {LEFT_OUT, _UNNAMED_AFTER}]
    twice = next((one for one in fields if fields.count(one) > 1), None)
    if twice is not None:
        raise InputError(
            "the columns", f"two of them mean {FIELDS[twice][0]}", "one", "Choose what the other one means"
        )
    if not {"title", "objective", "key result"} & set(fields):
        raise InputError(
            "the columns",
            "none holds sentences",
            "one that means Objective, Key result or Sentence of the row",
            "Choose which one it is",
        )


def _known(line: Line) -> int:
    return len({field for cell in line.cells if len(cell) <= 80 and (field := field_of(cell))})  # noqa: PLR2004


def _columns(names: Sequence[str], below: Sequence[Line], chosen: Mapping[str, str]) -> Iterable[Column]:
    taken: set[str] = set()
    width = max([len(names), *(len(line.cells) for line in below)])
    last = ""
    for place in range(width):
        name = names[place] if place < len(names) else ""
        guess = field_of(name)
        field = chosen.get(str(place), guess if guess not in taken else LEFT_OUT)
        if not name and last == _UNNAMED_AFTER:
            field = _UNNAMED_AFTER
        if field not in FIELDS:
            field = LEFT_OUT
        taken.add(field)
        last = field if name or field == _UNNAMED_AFTER else last
        cells = (line.cells[place] for line in below if place < len(line.cells))
        example = next((cell for cell in cells if cell), "")
        if name or example:
            yield Column(place, name, field, example[:80])
