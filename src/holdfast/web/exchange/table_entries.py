"""Rows of a spreadsheet as what they say.

Two shapes are read. In one, a row is one thing: its type says what, and beside it stands what it belongs to,
as in an export of Viva Goals. In the other, a row is a key result with its objective beside it, which may
stand in the first of its rows alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from holdfast.web.exchange.cell_values import (
    Reading,
    check_ins_in,
    day_in,
    first_name,
    id_in,
    ids_above,
    is_several,
)
from holdfast.web.exchange.columns import FIELDS
from holdfast.web.exchange.entries import Entry, Refusal, Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.web.exchange.columns import Column
    from holdfast.web.exchange.entries import Kind
    from holdfast.web.exchange.sheets import Line

_TYPES: dict[str, Kind] = {
    "objective": "objective",
    "goal": "objective",
    "big rock": "objective",
    "outcome": "objective",
    "o": "objective",
    "key result": "key result",
    "kr": "key result",
    "kpi": "key result",
    "metric": "key result",
    "initiative": "initiative",
    "deliverable": "initiative",
    "project": "initiative",
    "action": "initiative",
    "task": "initiative",
}
_COMMITMENTS = {
    "asp": "aspirational",
    "stretch": "aspirational",
    "moon": "aspirational",
    "com": "committed",
    "roof": "committed",
}
_KINDS = {
    "change": "change",
    "inc": "change",
    "dec": "change",
    "reach": "change",
    "maintain": "maintain",
    "stay": "maintain",
    "keep": "maintain",
    "milestone": "milestone",
}
_NUMBERS = {
    "baseline": "baseline",
    "target": "target",
    "at least": "at_least",
    "at most": "at_most",
}
_LONGEST_CONFIDENCE = 10
_NEXT = re.compile(r"\n(?=Checkin Date:)")  # a note has lines of its own


def table_entries(columns: Sequence[Column], lines: Sequence[Line]) -> Iterator[Entry]:
    """What each row says; a row of a key result whose objective is new says two things."""
    rows = ((line.number, _cells(columns, line)) for line in lines)
    is_each = any(one.field == "title" for one in columns)
    yield from (_typed(number, cells, columns) for number, cells in rows) if is_each else _flat(rows)


def _cells(columns: Sequence[Column], line: Line) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in columns:
        cell = line.cells[one.place] if one.place < len(line.cells) else ""
        if one.field and cell:
            found[one.field] = f"{found[one.field]}\n{cell}" if one.field in found else cell
    return found


def _typed(number: int, cells: dict[str, str], columns: Sequence[Column]) -> Entry:
    reading = Reading(cells)
    has_types = any(one.field == "type" for one in columns)
    word = cells.get("type", "").casefold().strip()
    kind = _TYPES.get(word) or _TYPES.get(word.rstrip("s"))
    if kind is None and (word or has_types):
        reading.refuse(
            FIELDS["type"][0], cells.get("type", "") or "nothing", "Write Objective, Key result or Initiative"
        )
    kind = kind or ("key result" if cells.get("above") else "objective")
    return _entry(
        (number, kind),
        id_in(cells.get("id", "")),
        cells.get("title", ""),
        ids_above(cells.get("above", "")),
        reading,
    )


def _flat(rows: Iterator[tuple[int, dict[str, str]]]) -> Iterator[Entry]:
    """Rows of key results; an objective is said once, by the first row that names it."""
    here: Mapping[str, str] = {}
    known: dict[tuple[str, ...], str] = {}
    for number, cells in rows:
        if cells.get("objective") or cells.get("objective id"):
            here = cells
        about = {**_shared(here), **_shared(cells)}
        identity = tuple(about.get(name, "") for name in ("objective id", "objective", "cycle", "team"))
        if any(identity[:2]) and identity not in known:
            known[identity] = f"#{number}"
            yield _objective_of(number, cells, about)
        yield from _parts(number, cells, known.get(identity, ""), known)


def _objective_of(number: int, cells: Mapping[str, str], about: Mapping[str, str]) -> Entry:
    """The objective that a row names; where the row is a key result, only what is shared by all its rows."""
    has_parts = bool(cells.get("key result") or cells.get("initiative"))
    key = about.get("objective id", "") or ("" if has_parts else cells.get("id", ""))
    above = () if has_parts else ids_above(cells.get("above", ""))
    reading = Reading(dict(about) if has_parts else {**about, **cells})
    return _entry((number, "objective"), id_in(key), about.get("objective", ""), above, reading)


def _parts(
    number: int, cells: Mapping[str, str], objective: str, known: dict[tuple[str, ...], str]
) -> Iterator[Entry]:
    result, initiative = cells.get("key result", ""), cells.get("initiative", "")
    under = (objective,) if objective else ()
    if result and not initiative:
        own = dict(cells)
        for name in ("owner", "owner address"):
            own[name] = cells.get(f"key result {name}", "") or cells.get(name, "")
        key = id_in(cells.get("key result id", "") or cells.get("id", ""))
        known[objective, result] = f"#{number}.1"
        yield _entry((number, "key result"), key, result, under, Reading(own))
    elif initiative:
        place = known.get((objective, result), "")
        reading = Reading(dict(cells))
        if result and not place:
            reading.notes.append("Its key result is not in this file, so that it stays with the objective")
        yield _entry((number, "initiative"), "", initiative, (place,) if place else under, reading)


def _shared(cells: Mapping[str, str]) -> dict[str, str]:
    names = (
        "objective",
        "objective id",
        "cycle",
        "team",
        "owner",
        "owner address",
        "scope",
        "assumption",
        "private",
    )
    return {name: cells[name] for name in names if cells.get(name)}


def _entry(place: tuple[int, Kind], key: str, text: str, above: tuple[str, ...], reading: Reading) -> Entry:
    number, kind = place
    told = {**_told(kind, reading), "own_key": f"#{number}.1" if kind == "key result" else f"#{number}"}
    said = _said(told, reading) if kind == "key result" else ()
    if not text.strip():
        reading.refuse("Sentence", "nothing", "Write the sentence, or take the row out")
    refusals: tuple[Refusal, ...] = tuple(reading.refusals)
    return Entry(number, kind, key, " ".join(text.split()), above, told, said, refusals, tuple(reading.notes))


def _told(kind: Kind, reading: Reading) -> dict[str, Any]:
    told: dict[str, Any] = {
        "team": reading.text("team").split(";")[0].strip(),
        "cycle": reading.text("cycle"),
        "owner": first_name(reading.text("owner address") or reading.text("owner")),
        "owner_name": first_name(reading.text("owner")),
    }
    if is_several(reading.text("owner")):
        reading.notes.append(f"Of its owners, the first one is taken: {reading.text('owner')[:200]}")
    if kind == "initiative":
        lift = reading.text("expected lift")[:120]
        return {**told, "due_on": reading.day("due", "Due"), "expected_lift": lift}
    told["commitment"] = reading.choice("commitment", "Commitment", _COMMITMENTS)
    if kind == "objective":
        private = reading.truth("private", "Private")
        about = [reading.text(name) for name in ("assumption", "about") if reading.text(name)]
        return {**told, "scope": reading.text("scope"), "assumption": "\n".join(about), "is_private": private}
    return {**told, **_numbers(reading)}


def _numbers(reading: Reading) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: reading.number(field, FIELDS[field][0]) for field, name in _NUMBERS.items()
    }
    relative = Reading({"relative": reading.text("relative target")}).number("relative", "Relative target")
    found |= {
        "relative_target": relative,
        "kind": reading.choice("kind", "Kind", _KINDS),
        "is_guardrail": reading.truth("guardrail", "Guardrail"),
        "target_note": reading.text("about"),
        "metric": reading.text("metric"),
        "unit": reading.unit if reading.is_stated else "",
    }
    weight = Reading({"weight": reading.text("weight")})
    found["weight"] = weight.number("weight", "Weight") or 1.0
    reading.refusals += weight.refusals
    if reading.text("unit") and not reading.is_stated:
        reading.notes.append(f"The unit “{reading.text('unit')[:40]}” is counted as a number")
    if not reading.is_stated and any("%" in reading.text(one) for one in _NUMBERS):
        found["unit"] = "share"
    return found


def _said(told: Mapping[str, Any], reading: Reading) -> tuple[Said, ...]:
    """The check-ins of the row; else its value today, where the file says of which day."""

    def number(written: str) -> float | None:
        return Reading({"unit": reading.text("unit"), "x": written}).number("x", "")

    found = check_ins_in(_NEXT.split(reading.text("check-ins")), number)
    if found:
        return found
    value = reading.number("current", "Value today")
    progress = Reading({"x": reading.text("progress").rstrip("% ")}).number("x", "")
    baseline, target = told.get("baseline"), told.get("target")
    if value is None and progress is not None and baseline is not None and target is not None:
        value = baseline + progress / 100 * (target - baseline)
    on = day_in(reading.text("as of"))
    if value is None or on is None:
        if value is not None and reading.text("current"):
            reading.notes.append("Its value today is left out: no column says of which day it is")
        return ()
    return (Said(on, round(value, 12), _confidence(reading), reading.text("note")[:5_000]),)


def _confidence(reading: Reading) -> int | None:
    """0 to 10: a share, or a number out of ten."""
    value = Reading({"x": reading.text("confidence")}).number("x", "Confidence")
    if value is None:
        return None
    tenths = value * 10 if value <= 1 else value
    return round(tenths) if 0 <= tenths <= _LONGEST_CONFIDENCE else None
