"""OKR files and our own JSON as what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from holdfast.errors import InputError
from holdfast.okr import read_okr_bytes
from holdfast.web.exchange.cell_values import day_in
from holdfast.web.exchange.entries import Entry, Said
from holdfast.web.exchange.whole import FORMAT, VERSION
from holdfast.web.objectives.stated import StatedStep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.model import Initiative, KeyResult, Objective

_NUMBERS = ("baseline", "target", "relative_target", "at_least", "at_most")


def okr_entries(content: bytes, *, name: str) -> Iterator[Entry]:
    """The objectives of an OKR file, with their key results, initiatives and check-ins.

    Raises:
        InputError: It cannot be read.
    """
    for number, one in enumerate(read_okr_bytes(content, name=name).objectives, start=1):
        row = one.place.line if one.place else number
        key = f"#{number}"
        told = {"team": one.team, "cycle": one.cycle, "owner": one.owner, "commitment": one.commitment or ""}
        above = tuple(part.strip() for part in (one.supports or "").split(";") if part.strip())
        yield Entry(row, "objective", "", one.text, above, {**told, "own_key": key})
        for initiative in one.initiatives:
            yield _initiative(initiative, row, key)
        for at, result in enumerate(one.key_results, start=1):
            place = result.place.line if result.place else row
            yield Entry(
                place,
                "key result",
                "",
                result.text,
                (key,),
                {**_of_result(result, one), "own_key": f"{key}.{at}"},
                _said(result),
            )
            for initiative in result.initiatives:
                yield _initiative(initiative, place, f"{key}.{at}")


def _initiative(one: Initiative, row: int, above: str) -> Entry:
    due = day_in(one.due or "")
    notes = (f"“Due: {one.due[:40]}” is no date and is left out",) if one.due and due is None else ()
    told = {"owner": one.owner, "due_on": due, "expected_lift": (one.expected_lift or "")[:120]}
    return Entry(row, "initiative", "", one.text, (above,), told, notes=notes)


def _of_result(one: KeyResult, objective: Objective) -> dict[str, Any]:
    commitment = one.commitment or ""
    found: dict[str, Any] = {name: getattr(one, name) for name in _NUMBERS}
    return found | {
        "kind": one.kind if one.kind != "change" else "",
        "owner": one.owner,
        "commitment": "" if commitment == objective.commitment else commitment,
        "steps": tuple(StatedStep(step.text, step.weight, step.is_done) for step in one.milestones),
        "binding": one.binding,
    }


def _said(one: KeyResult) -> tuple[Said, ...]:
    return tuple(
        Said(
            said.on,
            said.value,
            None if said.confidence is None else round(said.confidence * 10),
            (said.note or "")[:5_000],
        )
        for said in one.check_ins
    )


# --- JSON --------------------------------------------------------------------------------------------

Text = Annotated[str, Field(max_length=100_000)]
Number = Annotated[float, Field(allow_inf_nan=False)] | None


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: object) -> object:
        return value.replace("\0", "") if isinstance(value, str) else value


class _Person(_Part):
    name: Text = ""
    email: Text = ""


class _Initiative(_Part):
    text: Text
    due_on: str | None = None
    expected_lift: Text = ""
    owner: _Person | None = None


class _Step(_Part):
    text: Text
    weight: Number = 1.0
    is_done: bool = False


class _CheckIn(_Part):
    on: str
    value: Number = None
    confidence: Annotated[int, Field(ge=0, le=10)] | None = None
    changed: Text = ""
    next_step: Text = ""


class _KeyResult(_Part):
    external_id: Annotated[str, Field(max_length=200)] = ""
    text: Text
    kind: Literal["change", "maintain", "milestone"] = "change"
    baseline: Number = None
    target: Number = None
    relative_target: Number = None
    at_least: Number = None
    at_most: Number = None
    commitment: Literal["", "committed", "aspirational"] = ""
    weight: Number = 1.0
    is_guardrail: bool = False
    unit: Annotated[str, Field(max_length=8)] = "count"
    target_note: Text = ""
    checkpoints: Annotated[list[tuple[float, float]], Field(max_length=60)] = []
    owner: _Person | None = None
    metric: Annotated[str, Field(max_length=80)] = ""
    dropped_at: str | None = None
    steps: list[_Step] = []
    initiatives: list[_Initiative] = []
    check_ins: list[_CheckIn] = []


class _Objective(_Part):
    id: int | None = None
    external_id: Annotated[str, Field(max_length=200)] = ""
    text: Text
    scope: Text = ""
    assumption: Text = ""
    commitment: Literal["", "committed", "aspirational"] = ""
    is_private: bool = False
    cycle: Text = ""
    team: Text | None = None
    owner: _Person | None = None
    state: str = "draft"
    supports: list[int] = []
    initiatives: list[_Initiative] = []
    key_results: list[_KeyResult] = []


class _Whole(_Part):
    format: Literal["holdfast"]
    version: int
    objectives: list[_Objective]
    complete: bool = False


def is_whole(text: str) -> bool:
    """It begins as our JSON does."""
    return f'"format": "{FORMAT}"' in text[:400] or f'"format":"{FORMAT}"' in text[:400]


def json_entries(content: bytes, *, name: str) -> Iterator[Entry]:
    """The objectives of a JSON export; those that were archived, and dropped key results, are left out.

    Raises:
        InputError: It is cut off, of another version, or something in it is none of what it should be.
    """
    try:
        read = _Whole.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"][:8])
        raise InputError(
            f"{name}, {where or 'the document'}"[:200], str(first["msg"])[:200], "", "Export it again"
        ) from error
    if read.version != VERSION:
        raise InputError(
            name, f"version {read.version}", f"version {VERSION}", "Export it from a Holdfast like this"
        )
    if not read.complete:
        raise InputError(name, "its end is missing", "“complete” as its last key", "Download it again")
    ids = {one.id: one.external_id or str(one.id) for one in read.objectives}
    for number, one in enumerate(read.objectives, start=1):
        if one.state != "archived":
            yield from _whole_objective(number, one, ids)


def _whole_objective(row: int, one: _Objective, ids: dict[int | None, str]) -> Iterator[Entry]:
    key = one.external_id or f"{one.id or ''}"
    told = {
        **{
            name: getattr(one, name)
            for name in ("scope", "assumption", "commitment", "is_private", "cycle", "team")
        },
        **_owner(one.owner),
        "own_key": f"#{row}",
    }
    above = tuple(ids[pk] for pk in one.supports if pk in ids)
    yield Entry(row, "objective", key, " ".join(one.text.split()), above, told)
    yield from (_whole_initiative(some, row, f"#{row}") for some in one.initiatives)
    for at, result in enumerate((some for some in one.key_results if some.dropped_at is None), start=1):
        own = f"#{row}.{at}"
        yield Entry(
            row,
            "key result",
            result.external_id,
            " ".join(result.text.split()),
            (f"#{row}",),
            {**_whole_result(result), "own_key": own},
            _whole_said(result),
        )
        yield from (_whole_initiative(some, row, own) for some in result.initiatives)


def _whole_result(one: _KeyResult) -> dict[str, Any]:
    plain = (*_NUMBERS, "kind", "commitment", "weight", "is_guardrail", "unit", "target_note", "metric")
    return {
        **{name: getattr(one, name) for name in plain},
        **_owner(one.owner),
        "checkpoints": tuple(one.checkpoints),
        "steps": tuple(StatedStep(step.text, step.weight or 0.0, step.is_done) for step in one.steps),
        "is_read": True,
    }


def _whole_said(one: _KeyResult) -> tuple[Said, ...]:
    days = ((day_in(said.on), said) for said in one.check_ins)
    return tuple(
        Said(on, said.value, said.confidence, said.changed[:5_000], said.next_step[:5_000])
        for on, said in days
        if on is not None
    )


def _whole_initiative(one: _Initiative, row: int, above: str) -> Entry:
    told = {**_owner(one.owner), "due_on": day_in(one.due_on or ""), "expected_lift": one.expected_lift[:120]}
    return Entry(row, "initiative", "", " ".join(one.text.split()), (above,), told)


def _owner(one: _Person | None) -> dict[str, str]:
    return {"owner": one.email or one.name, "owner_name": one.name} if one else {}
