"""Imports by program: look first, then bring in; large ones become a job."""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from holdfast.errors import InputError
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.plain import Id, Name
from holdfast.web.cycles.models import Cycle
from holdfast.web.exchange.importing import AT_ONCE, bring_in, import_of, look, start_import
from holdfast.web.exchange.models import Import
from holdfast.web.exchange.plans import Choices
from holdfast.web.exchange.tasks import begin_job
from holdfast.web.objectives.actions import Meant
from holdfast.web.people.access import require
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from holdfast.web.exchange.importing import Looked
    from holdfast.web.exchange.plans import Outcome

router = Router(tags=["exchange"])
_MADE = ("objectives", "key results", "initiatives")
_SHOWN = 1_000
"""Rows of an answer, those that are refused first."""


class ImportSent(Schema):
    """A file, as text or in Base64; what it does not say itself comes from `cycle` and `team`.

    Attributes:
        columns: Place of a column, from 0, to what it means, where the guess is wrong; empty leaves it out.
        owners: Owners as written in the file to ids of people, or null for nobody.
        leave_out: Bring the others in where some rows are refused; else nothing is.
        dry_run: Only say what would become of it.
    """

    name: Annotated[Name, Field(min_length=1)]
    text: Annotated[str, Field(max_length=10_485_760)] = ""
    content: Annotated[str, Field(max_length=11_500_000)] = ""
    cycle: Id | None = None
    team: Id | None = None
    columns: dict[str, Name] = {}
    owners: dict[Name, Id | None] = {}
    leave_out: bool = False
    dry_run: bool = False


class RefusalAnswer(Schema):
    """Which cell, what stands there, and what to do."""

    field: str
    found: str
    mend: str


class RowAnswer(Schema):
    """What a row becomes; of an archive, `where` names file and row, and `row` counts on through all."""

    row: int
    where: str
    kind: Literal["objective", "key result", "initiative"]
    becomes: Literal["new", "here already", "refused"]
    text: str
    objective: int | None
    refusals: list[RefusalAnswer]
    notes: list[str]


class ImportAnswer(Schema):
    """What would become of a file, or what has; `rows` holds at most 1,000, those that are refused first.

    Attributes:
        id: None where nothing was to be made, because it was only looked at or is here already.
        state: `looked at`, `waiting`, `queued`, `running`, `done` or `failed`.
    """

    id: int | None
    state: str
    said: str
    new: int
    here_already: int
    refused: int
    done: int
    total: int
    rows: list[RowAnswer]
    unknown_owners: list[str]
    columns: dict[str, str]
    left_out: list[str]


@router.post(
    "/imports",
    auth=Bearer("write"),
    response={200: ImportAnswer, 201: ImportAnswer, 202: ImportAnswer, **PROBLEMS},
)
def import_objectives(request: HttpRequest, sent: ImportSent) -> Status[ImportAnswer]:
    """Bring a file in as drafts, whole or not at all; with `dry_run`, only say what would become of it."""
    person = caller(request)
    if sent.team is not None:
        require(person, "draft", Meant(sent.team))
    if sent.cycle is not None and not Cycle.objects.filter(pk=sent.cycle).exists():
        raise InputError("the cycle", "it is not there", "the id of a cycle", "Look under /api/cycles")
    choices = Choices(sent.cycle, sent.team, _owners(sent))
    content = _content(sent)
    if sent.dry_run:
        row = import_of(actor(request), sent.name, content, choices, sent.columns)
        return Status(HTTPStatus.OK.value, _answer(None, look(row)))
    row = start_import(actor(request), sent.name, content, choices, sent.columns)
    try:
        return _brought_in(request, sent, row)
    except InputError:
        row.delete()
        raise


@router.get("/imports/{pk}", auth=Bearer("read"), response={200: ImportAnswer, **PROBLEMS})
def read_import(request: HttpRequest, pk: Annotated[Id, Path()]) -> ImportAnswer:
    """How far one of your imports has come."""
    row = Import.objects.defer("content").filter(pk=pk, by=caller(request)).first()
    if row is None:
        raise Http404
    return _answer(row, None)


def _brought_in(request: HttpRequest, sent: ImportSent, row: Import) -> Status[ImportAnswer]:
    looked = look(row)
    _refuse(sent, row, looked)
    if not looked.plan.new:
        row.delete()
        return Status(HTTPStatus.OK.value, _answer(None, looked))
    if len(looked.plan.outcomes) > AT_ONCE:
        begin_job(row, rows=len(looked.plan.outcomes))
        row.refresh_from_db()
        return Status(HTTPStatus.ACCEPTED.value, _answer(row, looked))
    done = bring_in(actor(request), row, looked)
    return Status(HTTPStatus.CREATED.value, _answer(done, looked))


def _content(sent: ImportSent) -> bytes:
    if bool(sent.text) == bool(sent.content):
        raise InputError("the file", "no text and no content, or both", "one of them", "Send one")
    if sent.text:
        return sent.text.encode("utf-8", "replace")
    try:
        return base64.b64decode(sent.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(
            "content", "it is no Base64", "the bytes of the file in Base64", "Encode it"
        ) from error


def _owners(sent: ImportSent) -> dict[str, int | None]:
    wanted = {pk for pk in sent.owners.values() if pk is not None}
    if Person.objects.filter(pk__in=wanted, is_active=True).count() != len(wanted):
        raise InputError(
            "the owners",
            "one of them is not there or has left",
            "ids of people who can log in",
            "Look under /api/people",
        )
    return {name.casefold(): pk for name, pk in sent.owners.items()}


def _refuse(sent: ImportSent, row: Import, looked: Looked) -> None:
    refused = [one for one in looked.plan.outcomes if one.becomes == "refused"]
    if refused and not sent.leave_out:
        first = refused[0]
        why = first.refusals[0]
        raise InputError(
            f"{row.name}, {first.place}, {why.field}",
            f"{why.found}; {len(refused)} rows are refused and nothing was brought in",
            "",
            f"{why.mend}, or send leave_out",
        )


def _answer(row: Import | None, looked: Looked | None) -> ImportAnswer:
    """What would become of a file, or what became of it where it was not looked at again."""
    made = row.made if row else {}
    outcomes = sorted(looked.plan.outcomes, key=lambda one: one.becomes != "refused") if looked else []
    counts = {
        "new": looked.plan.number("new") if looked else sum(made.get(one, 0) for one in _MADE),
        "here_already": looked.plan.number("here already") if looked else made.get("here already", 0),
        "refused": looked.plan.number("refused") if looked else made.get("left out", 0),
    }
    return ImportAnswer(
        id=row.pk if row else None,
        state=row.state if row else "looked at",
        said=row.said if row else "",
        **counts,
        done=row.done if row else 0,
        total=row.total if row else len(outcomes),
        rows=[_row(one) for one in outcomes[:_SHOWN]],
        unknown_owners=list(looked.plan.unknown_owners[:_SHOWN]) if looked else [],
        columns={str(one.place): one.field for one in looked.read.columns} if looked else {},
        left_out=list(looked.read.left_out) if looked else [],
    )


def _row(one: Outcome) -> RowAnswer:
    return RowAnswer(
        row=one.row,
        where=one.place,
        kind=one.kind,
        becomes=one.becomes,
        text=one.text,
        objective=one.here,
        refusals=[RefusalAnswer(field=why.field, found=why.found, mend=why.mend) for why in one.refusals],
        notes=list(one.notes),
    )
