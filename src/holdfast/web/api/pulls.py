"""Files that are fetched by themselves: made, changed, run, let rest and removed."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Status

from holdfast.web.api.logging_in import Bearer, actor, caller
from holdfast.web.api.problems import PROBLEMS
from holdfast.web.api.schemas.plain import Id
from holdfast.web.api.schemas.pulls import PullAnswer, PullChanged, PullRests, PullStated
from holdfast.web.dataset import pulling
from holdfast.web.dataset.models import Pull
from holdfast.web.people.access import require

if TYPE_CHECKING:
    from collections.abc import Mapping

router = Router(auth=Bearer("administer"), tags=["data"])
Pk = Annotated[Id, Path()]


@router.post("/data/pulls", response={201: PullAnswer, **PROBLEMS})
def make_pull(request: HttpRequest, sent: PullStated) -> Status[PullAnswer]:
    """Fetch a file now, and then again and again, from an address, a folder or a database."""
    require(caller(request), "administer")
    made = pulling.make_pull(actor(request), _asked(sent.model_dump()))
    return Status(HTTPStatus.CREATED.value, answer_of(made))


@router.get("/data/pulls/{pk}", response={200: PullAnswer, **PROBLEMS})
def read_pull(request: HttpRequest, pk: Pk) -> PullAnswer:
    """One file that is fetched by itself; what follows the question mark of an address is shown nowhere."""
    return answer_of(_found(request, pk))


@router.patch("/data/pulls/{pk}", response={200: PullAnswer, **PROBLEMS})
def change_pull(request: HttpRequest, pk: Pk, sent: PullChanged) -> PullAnswer:
    """Fetch it otherwise, or from elsewhere; what is left out stays. 409 where it changed since."""
    row = _found(request, pk)
    kept = {"kind": row.kind, "place": "", "what": row.what, "header": row.header, "name": row.name}
    given = sent.model_dump(exclude_unset=True, exclude={"revision"})
    asked = _asked({**kept, "every_minutes": row.every, **given})
    return answer_of(pulling.change_pull(actor(request), pk, asked, seen=sent.revision))


@router.post("/data/pulls/{pk}/run", response={202: PullAnswer, **PROBLEMS})
def run_pull(request: HttpRequest, pk: Pk) -> Status[PullAnswer]:
    """Fetch a file now, by a job."""
    row = _found(request, pk)
    pulling.run_now(actor(request), row)
    return Status(HTTPStatus.ACCEPTED.value, answer_of(row))


@router.put("/data/pulls/{pk}/rest", response={200: PullAnswer, **PROBLEMS})
def let_rest(request: HttpRequest, pk: Pk, sent: PullRests) -> PullAnswer:
    """Let it rest, or go on; twice is once."""
    pulling.switch_pull(actor(request), _found(request, pk), is_on=not sent.rests)
    return answer_of(_found(request, pk))


@router.delete("/data/pulls/{pk}", response={204: None, **PROBLEMS})
def remove_pull(request: HttpRequest, pk: Pk) -> Status[None]:
    """Fetch it no more; the file stays as it is."""
    pulling.remove_pull(actor(request), _found(request, pk))
    return Status(HTTPStatus.NO_CONTENT.value, None)


def answer_of(row: Pull) -> PullAnswer:
    """A pull as the API answers it."""
    return PullAnswer(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        place=row.shown_place,
        what=row.what,
        header=row.header,
        every_minutes=row.every,
        is_on=row.is_on,
        due_at=row.due_at,
        tried_at=row.tried_at,
        pulled_at=row.pulled_at,
        error=row.error,
        revision=row.stated,
    )


def _asked(given: Mapping[str, object]) -> pulling.Asked:
    """As somebody wants it."""
    told = {name: str(given[name]) for name in ("kind", "place", "name", "what", "header")}
    return pulling.Asked(every=int(str(given["every_minutes"])), **told)


def _found(request: HttpRequest, pk: int) -> Pull:
    require(caller(request), "administer")
    row = Pull.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
