"""Files that wait and tables that are used: how they are read, read otherwise, used, dropped, put back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Path, Router, Status

from holdfast.errors import InputError
from holdfast.service.dataset.sampling import Asked
from holdfast.tables import TABLES
from holdfast.web.api.checking import checked
from holdfast.web.api.dataset import file_answer
from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.readings import reading_answer
from holdfast.web.api.schemas.dataset import FileAnswer
from holdfast.web.api.schemas.mappings import (
    CompanyStated,
    FileReadAnswer,
    FileUsed,
    MappingStated,
    MappingUsed,
    ReadingAnswer,
    TableChosen,
)
from holdfast.web.dataset import actions, places
from holdfast.web.dataset.arriving import NEW_COMPANY, asked_of, propose_again
from holdfast.web.dataset.form_data import StatedMapping, form_data, refuse_unsaid
from holdfast.web.dataset.forms import CompanyForm
from holdfast.web.dataset.mapping_page import mapping_page
from holdfast.web.dataset.models import Arrival
from holdfast.web.dataset.origins import Origin
from holdfast.web.dataset.queries import found_of_table, waiting_file
from holdfast.web.dataset.stated import Stated, stated
from holdfast.web.dataset.together import beside, read_as, still_together
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.web.dataset.mapping_page import MappingPage

router = Router(auth=Bearer("administer"), tags=["data"])
Key = Annotated[UUID, Path()]
TableName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_FILE, _TABLE = "/data/files/{key}", "/data/tables/{name}"


@router.get(_FILE, response={200: FileReadAnswer, **PROBLEMS})
def read_file(request: HttpRequest, key: Key) -> FileReadAnswer:
    """How a waiting file is read, on its first rows, and what does not fit in all of them."""
    return _told(_waiting(request, key))


@router.put(f"{_FILE}/table", response={200: FileReadAnswer, **PROBLEMS})
def choose_table(request: HttpRequest, key: Key, sent: TableChosen) -> FileReadAnswer:
    """Say which table a waiting file gives; how it is read is proposed anew."""
    row = _waiting(request, key)
    if sent.table not in TABLES:
        raise InputError("table", repr(sent.table[:40]), ", ".join(TABLES), "Name one of them")
    (propose_again if sent.alone else read_as)(row, sent.table)
    return _told(_waiting(request, key))


@router.post(f"{_FILE}/reading", response={200: ReadingAnswer, **PROBLEMS})
def try_file(request: HttpRequest, key: Key, sent: MappingStated) -> ReadingAnswer:
    """Try another mapping of a waiting file; nothing is used, and nothing of it is kept."""
    row, told = _waiting(request, key), stated()
    return reading_answer(row.table, _page(row, told, sent, NEW_COMPANY), told)


@router.post(f"{_FILE}/use", response={200: FileAnswer, **PROBLEMS})
def use_file(request: HttpRequest, key: Key, sent: FileUsed) -> FileAnswer:
    """Let a waiting file be its table, once every row of it fits. What it replaces is kept for a week."""
    row, told = _waiting(request, key), stated()
    about = {} if told.company else _company(sent.company)
    section = _decided(row.table, _page(row, told, sent, about))
    chosen = actions.Chosen(row.table, section, row.sources, about, sent.seen)
    return file_answer(actions.use_file(actor(request), row.key, chosen))


@router.delete(_FILE, response={204: None, **PROBLEMS})
def drop_file(request: HttpRequest, key: Key) -> Status[None]:
    """Leave nothing of a file that waits."""
    actions.drop_file(actor(request), _waiting(request, key).key)
    return Status(HTTPStatus.NO_CONTENT.value, None)


@router.post(f"{_FILE}/put-back", response={200: FileAnswer, **PROBLEMS})
def put_back(request: HttpRequest, key: Key) -> FileAnswer:
    """Let the file that this one replaced stand again."""
    require(caller(request), "administer")
    if not Arrival.objects.filter(key=key).exists():
        raise Http404
    return file_answer(actions.put_back(actor(request), key))


@router.get(_TABLE, response={200: ReadingAnswer, **PROBLEMS})
def read_table(request: HttpRequest, name: TableName) -> ReadingAnswer:
    """How a table is read now, on the first rows of its files."""
    told, asked = _table(request, name)
    page = mapping_page(asked, None, remarks={}, found=found_of_table(name))
    return reading_answer(name, page, told)


@router.post(f"{_TABLE}/reading", response={200: ReadingAnswer, **PROBLEMS})
def try_table(request: HttpRequest, name: TableName, sent: MappingStated) -> ReadingAnswer:
    """Try another mapping of a table; nothing is changed."""
    told, asked = _table(request, name)
    return reading_answer(name, _mapped(asked, sent), told)


@router.put(f"{_TABLE}/mapping", response={200: ReadingAnswer, **PROBLEMS})
def change_mapping(request: HttpRequest, name: TableName, sent: MappingUsed) -> ReadingAnswer:
    """Read the files of a table in another way, once every row of them fits."""
    _, asked = _table(request, name)
    section = _decided(name, _mapped(asked, sent))
    actions.change_mapping(actor(request), actions.Chosen(name, section, asked.sources, {}, sent.seen))
    return read_table(request, name)


def _waiting(request: HttpRequest, key: UUID) -> Arrival:
    require(caller(request), "administer")
    return still_together(waiting_file(key))


def _table(request: HttpRequest, name: str) -> tuple[Stated, Asked]:
    require(caller(request), "administer")
    told = stated()
    if name not in told.tables:
        raise Http404
    section = told.tables[name]
    if not told.patterns_of(section):
        remedy = "Change the query or the table in holdfast.toml"
        raise InputError(f"the table {name}", "it comes from the database itself", "files", remedy)
    return told, Asked(places.folder(), name, section, told.sources_of(section), told.company)


def _told(row: Arrival) -> FileReadAnswer:
    told, reading = stated(), None
    if row.table:
        asked = asked_of(row, told, row.section, row.sources)
        page = mapping_page(asked, None, remarks=row.remarks, found=row.found)
        reading = reading_answer(row.table, page, told)
    return FileReadAnswer(
        file=file_answer(row),
        origin=row.origin,
        beside=[one.name for one in beside(row)],
        needs_company=not told.company,
        reading=reading,
    )


def _page(row: Arrival, told: Stated, sent: MappingStated, about: Mapping[str, str]) -> MappingPage:
    if not row.table:
        raise InputError(row.name, "nobody has said which table it gives", "a table", "Choose it first")
    return _mapped(asked_of(row, told, row.section, row.sources, about), sent, row.remarks)


def _mapped(asked: Asked, sent: MappingStated, remarks: Mapping[str, str] = {}) -> MappingPage:
    """The files as they would be read.

    Raises:
        InputError: What was sent is no mapping of them.
    """
    columns = {
        name: Origin(one.column, one.value, one.date_format, one.is_decimal, tuple(one.values.items()))
        for name, one in sent.columns.items()
    }
    settings = sent.model_dump(include={"time_zone", "decimal_mark", "encoding"}, exclude_none=True)
    data = form_data(asked, StatedMapping(columns, sent.segments, settings))
    page = mapping_page(asked, data, remarks=remarks, found={})
    refuse_unsaid(page.form)
    return page


def _decided(table: str, page: MappingPage) -> dict[str, object]:
    """The section that is used; values that do not fit are refused by whoever uses it, by row."""
    if page.error:
        raise InputError(table, page.error.rstrip("."), "", "Try another mapping, and look at its faults")
    return page.form.decided()


def _company(sent: CompanyStated | None) -> dict[str, str]:
    return checked(CompanyForm({} if sent is None else sent.model_dump()), "company")
