"""The company's data: what there is, files that are sent, and the data check."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import AfterValidator, StringConstraints

from holdfast.errors import HoldfastError
from holdfast.web import clock
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.pulls import answer_of
from holdfast.web.api.schemas.dataset import CheckAnswer, DataAnswer, FileAnswer, FilesAnswer, TableAnswer
from holdfast.web.api.schemas.plain import storable
from holdfast.web.dataset import pulling
from holdfast.web.dataset.actions import ask_check
from holdfast.web.dataset.arriving import receive
from holdfast.web.dataset.queries import data_page
from holdfast.web.dataset.together import look_together
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.web.dataset.models import Arrival, Check

router = Router(auth=Bearer("administer"), tags=["data"])
FileName = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(storable)]
_PIECE = 256 * 1024
_BYTES = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/data", response={200: DataAnswer, **PROBLEMS})
def data(request: HttpRequest) -> DataAnswer:
    """Tables with their age and faults, pulls, and the last data check."""
    require(caller(request), "administer")
    page = data_page(clock.now() - clock.real())
    tables = [
        TableAnswer(
            name=one.name,
            origin=one.origin,
            changed_at=one.files.changed_at,
            rows=one.rows,
            error=one.error,
            warnings=one.warnings,
        )
        for one in page.tables
    ]
    return DataAnswer(
        tables=tables,
        pulls=[answer_of(one) for one in page.pulls],
        check=_check(page.check) if page.check else None,
    )


@router.get("/data/files", response={200: FilesAnswer, **PROBLEMS})
def list_files(request: HttpRequest) -> FilesAnswer:
    """Files that wait for somebody, and files whose earlier one is still kept."""
    require(caller(request), "administer")
    page = data_page(clock.now() - clock.real())
    waiting, replaced = ([file_answer(one) for one in some] for some in (page.waiting, page.undoable))
    return FilesAnswer(waiting=waiting, replaced=replaced)


@router.post("/data/files", response={201: FileAnswer, **PROBLEMS}, openapi_extra=_BYTES)
def send_file(request: HttpRequest, name: Query[FileName]) -> Status[FileAnswer]:
    """Send a file as the body: used at once where a table reads one of its name and every row fits."""
    require(caller(request), "administer")
    row = pulling.use_as_namesake(actor(request), receive(actor(request), name, _pieces(request)))
    if row.state == "waiting":
        with suppress(HoldfastError):  # it can be read alone
            look_together([row])
            row.refresh_from_db()
    return Status(201, file_answer(row))


@router.post("/data/check", response={202: CheckAnswer, **PROBLEMS})
def run_check(request: HttpRequest) -> Status[CheckAnswer]:
    """Ask for the data check, which a job runs; `GET /api/data` has its result."""
    require(caller(request), "administer")
    return Status(202, _check(ask_check(actor(request))))


def file_answer(row: Arrival) -> FileAnswer:
    """A file that came, and what was found in it."""
    found = row.found
    return FileAnswer(
        key=row.key,
        name=row.name,
        size=row.size,
        state=row.state,
        table=row.table,
        rows=found.get("rows"),
        error=found.get("error", ""),
        faults=found.get("faults", []),
    )


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    while piece := request.read(_PIECE):
        yield piece


def _check(row: Check) -> CheckAnswer:
    return CheckAnswer(
        asked_at=row.asked_at, finished_at=row.finished_at, error=row.error, report=dict(row.report)
    )
