"""The editor of one objective: forms, findings beside them, metrics bound, then published."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.errors import HoldfastError, InputError
from holdfast.values import dataclass
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.drafts.actions import NOT_KEPT, discard_draft, keep_draft
from holdfast.web.drafts.changing import changed
from holdfast.web.drafts.content import Content, content_from, content_of, first
from holdfast.web.drafts.desk import OBJECTIVE, Desk, desk
from holdfast.web.drafts.evidence import weighed
from holdfast.web.drafts.queries import histories, kept_draft
from holdfast.web.drafts.reviewing import in_the_way
from holdfast.web.look.readers import zone_for
from holdfast.web.measurements.models import Series
from holdfast.web.objectives.access import objective_for
from holdfast.web.objectives.actions import (
    archive_objective,
    bring_back_objective,
    edit_objective,
    publish_objective,
)
from holdfast.web.objectives.conflicts import ChangedMeanwhileError, Conflict, conflict
from holdfast.web.objectives.stated import stated_objective
from holdfast.web.people.access import can, classified, require, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person


KEPT = "kept"
"""Told to the page when words were kept: what the data say of them is asked for then."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why nothing was saved."""

    status: HTTPStatus
    said: str = ""
    conflict: Conflict | None = None
    gates: tuple[Any, ...] = ()


@classified("signed in")
@require_http_methods(["GET", "HEAD", "POST"])
def objective_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an objective; what is typed is kept for its author until it is saved."""
    person = signed_in(request)
    row = objective_for(person, pk)
    require(person, "draft" if row.state == "draft" else "amend", row)
    kept = kept_draft(person, row)
    if request.method != "POST":
        content = kept.content if kept else content_from(stated_objective(row), revision=row.revision)
        return _page(
            request, row, desk(person, row, content, today=_today(person)), kept_at=kept and kept.kept_at
        )
    actor = Actor(person, "page", clock.now())
    content = content_of(request.POST)
    act = request.POST.get("act", "")
    if act == "discard":
        discard_draft(actor, row)
        messages.success(request, "The changes are gone; this is the objective as it was saved.")
        return HttpResponseRedirect(reverse("objective-edit", args=[pk]))
    if act in {"save", "publish"}:
        return _save(request, row, content, actor, publish=act == "publish")
    return _go_on(request, row, content, actor, act)


@classified("signed in")
@require_POST
def objective_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an objective away, or take it out again."""
    person = signed_in(request)
    row = objective_for(person, pk)
    actor = Actor(person, "page", clock.now())
    if request.POST.get("act") == "bring back":
        bring_back_objective(actor, row.pk)
        messages.success(request, "It is back.")
    else:
        archive_objective(actor, row.pk)
        messages.success(request, "It is archived: on no list any more, and nothing of it is deleted.")
    return HttpResponseRedirect(reverse("objective", args=[pk]))


@classified("signed in")
@require_safe
def objective_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """What the data say of what one writes: a part of the editor, which asks until a job has found it."""
    person = signed_in(request)
    row = objective_for(person, pk)
    require(person, "draft" if row.state == "draft" else "amend", row)
    kept = kept_draft(person, row)
    content = kept.content if kept else content_from(stated_objective(row), revision=row.revision)
    if _is_frozen(row):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    found = weighed(desk(person, row, content, today=_today(person), is_reviewed=False), now=clock.now())
    if found is None or request.GET.get("seen") == found.mark:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    shown = desk(person, row, content, today=_today(person))
    found = weighed(shown, now=clock.now())
    told = {"desk": shown, "row": row, "weighed": found, "is_frozen": False}
    return render(request, "drafts/evidence.html", told)


@classified("signed in")
def series_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The last values of a metric that was bound: a part of the editor, which asks until it is measured."""
    signed_in(request)
    series = Series.objects.exclude(metric="").filter(pk=pk).first()
    if series is None:
        raise Http404
    return render(request, "drafts/history.html", {"history": histories([series])[pk]})


def _go_on(request: HttpRequest, row: Objective, content: Content, actor: Actor, act: str) -> HttpResponse:
    """Do what a button says to the form, or answer what was typed with its findings."""
    person = signed_in(request)
    if request.htmx:  # type: ignore[attr-defined]
        is_kept = keep_draft(actor, row, content, revision=_revision(content, row))
        shown = desk(person, row, content, today=_today(person))
        told = {"desk": shown, "row": row, "kept_at": actor.at if is_kept else None, "not_kept": NOT_KEPT}
        answer = render(request, "drafts/editor_findings.html", {**told, "is_frozen": _is_frozen(row)})
        answer["X-Kept"] = "yes" if is_kept else "no"
        if is_kept and not _is_frozen(row):
            answer["HX-Trigger"] = KEPT
        return answer
    try:
        anchor = changed(actor, row, content, act, sent=request.POST, today=_today(person))
    except HoldfastError as error:
        messages.error(request, str(error))
        anchor = ""
    if not keep_draft(actor, row, content, revision=_revision(content, row), is_typing=False):
        shown = desk(person, row, content, today=_today(person))
        trouble = _Trouble(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is too much for one objective: shorten it."
        )
        return _page(request, row, shown, trouble=trouble)
    return HttpResponseRedirect(reverse("objective-edit", args=[row.pk]) + anchor)


def _save(
    request: HttpRequest, row: Objective, content: Content, actor: Actor, *, publish: bool
) -> HttpResponse:
    person = signed_in(request)
    revision = _revision(content, row)
    keep_draft(actor, row, content, revision=revision, is_typing=False)
    shown = desk(person, row, content, today=_today(person), is_publishing=publish)
    trouble = _written(row, shown, actor, revision) if shown.editor.is_valid else _unread(shown)
    if trouble is not None:
        if trouble.conflict is not None:
            content = content_from(trouble.conflict.stated, revision=trouble.conflict.revision)
            keep_draft(actor, row, content, revision=trouble.conflict.revision, is_typing=False)
            shown = desk(person, row, content, today=_today(person))
        return _page(request, row, shown, trouble=trouble)
    discard_draft(actor, row)
    if not publish:
        messages.success(request, "Saved.")
        return HttpResponseRedirect(
            reverse("objective-edit" if row.state == "draft" else "objective", args=[row.pk])
        )
    return _publish(request, row, shown, actor)


def _publish(request: HttpRequest, row: Objective, shown: Desk, actor: Actor) -> HttpResponse:
    saved = objective_for(signed_in(request), row.pk)
    stands = in_the_way(shown.review, shown.gates)
    if stands:
        content = content_from(stated_objective(saved), revision=saved.revision)
        again = desk(signed_in(request), saved, content, today=_today(signed_in(request)))
        trouble = _Trouble(HTTPStatus.UNPROCESSABLE_ENTITY, gates=stands)
        return _page(request, saved, again, trouble=trouble)
    publish_objective(actor, row.pk, revision=saved.revision)
    frozen = " Its key results are frozen: what changes from now on is an amendment, with a reason."
    runs = row.cycle.state in {"active", "closing"}
    messages.success(request, "Published." + (frozen if runs else " They are frozen when the cycle begins."))
    return HttpResponseRedirect(reverse("objective", args=[row.pk]))


def _written(row: Objective, shown: Desk, actor: Actor, revision: int) -> _Trouble | None:
    """Save; None where it went well."""
    try:
        edit_objective(actor, row.pk, shown.editor.stated, revision=revision)
    except ChangedMeanwhileError:
        row.refresh_from_db()
        found = conflict(row, shown.editor.stated, read_at=revision)
        return _Trouble(HTTPStatus.CONFLICT, conflict=found)
    except InputError as error:
        return _Trouble(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    return None


def _unread(shown: Desk) -> _Trouble:
    forms = [shown.editor.objective, *(one.form for one in shown.editor.results)]
    number = sum(len(form.errors) for form in (*forms, *(form for _, form in shown.editor.initiatives)))
    fields = "One field needs" if number == 1 else f"{number} fields need"
    return _Trouble(
        HTTPStatus.UNPROCESSABLE_ENTITY, f"{fields} a look; nothing is lost, and nothing was saved yet."
    )


def _page(
    request: HttpRequest,
    row: Objective,
    shown: Desk,
    *,
    trouble: _Trouble | None = None,
    kept_at: object = None,
) -> HttpResponse:
    if trouble is None:
        shown.editor.hush()
    bound = [shown.editor.series, *(one.series for one in shown.editor.results)]
    measured = histories(one for one in bound if one is not None)
    is_frozen = _is_frozen(row)
    return render(
        request,
        "drafts/editor.html",
        {
            "row": row,
            "desk": shown,
            "trouble": trouble,
            "kept_at": kept_at,
            "histories": measured,
            "offer": shown.offer(request.GET.get("measure", "")),
            "headline": {"row": OBJECTIVE, "series": shown.editor.series},
            "measured_row": request.GET.get("measure", ""),
            "begun": clock.now(),
            "is_frozen": is_frozen,
            "weighed": None if is_frozen else weighed(shown, now=clock.now()),
            "shows_errors": trouble is not None,
            "may_publish": can(signed_in(request), "publish", row),
        },
        status=trouble.status if trouble else HTTPStatus.OK,
    )


def _is_frozen(row: Objective) -> bool:
    return row.key_results.exclude(freeze=None).exists()


def _revision(content: Content, row: Objective) -> int:
    typed = first(content, "revision")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else row.revision  # noqa: PLR2004 - more than any has


def _today(person: Person) -> Any:  # noqa: ANN401 - a date
    return clock.today(zone_for(person))
