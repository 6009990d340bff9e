"""Draft and review: a text that becomes objectives, reviewed as one types, and kept while it is written."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from holdfast.errors import InputError
from holdfast.values import dataclass
from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.cycles.models import Cycle
from holdfast.web.cycles.queries import chosen_cycle
from holdfast.web.drafts.actions import NOT_KEPT, discard_draft, keep_draft
from holdfast.web.drafts.content import content_of, first
from holdfast.web.drafts.importing import Known, stated_from
from holdfast.web.drafts.queries import drafts_of, kept_draft, people_by_name, teams_to_draft_for
from holdfast.web.drafts.reviewing import occasion_of
from holdfast.web.look.readers import zone_for
from holdfast.web.objectives.actions import create_objective
from holdfast.web.people.access import classified, signed_in
from holdfast.web.reviews.reviewing import reply, review_text, shown
from holdfast.web.reviews.ways import applied, find_way

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.review.run import Review
    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person
    from holdfast.web.reviews.reviewing import Shown

LONGEST = 20_000
"""Characters that are reviewed while somebody types; what is longer is kept all the same."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the page shows.

    Attributes:
        text: As typed.
        cycle: Id of the cycle chosen; `team` likewise, 0 for the company as a whole.
        review: None where there is nothing to review.
        reply: The review as a letter.
        trouble: Why there is no review, or why something was not done.
        is_rewritten: The text differs from what was sent.
    """

    text: str = ""
    cycle: str = ""
    team: str = ""
    review: Shown | None = None
    reply: str = ""
    trouble: str = ""
    is_rewritten: bool = False


@classified("signed in")
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Type or paste an OKR: it is kept as one types, and a button makes it a draft that the team sees."""
    person = signed_in(request)
    if request.method != "POST":
        kept = kept_draft(person, None)
        content = kept.content if kept else {}
        sent = {name: first(content, name) for name in ("text", "cycle", "team")}
        return _page(request, person, _written(person, **sent), kept_at=kept.kept_at if kept else None)
    actor = Actor(person, "page", clock.now())
    act = request.POST.get("act", "")
    if act == "discard":
        discard_draft(actor, None)
        return HttpResponseRedirect(reverse("draft"))
    sent = {name: request.POST.get(name, "") for name in ("text", "cycle", "team")}
    written = _written(person, **sent, way=act.removeprefix("way:") if act.startswith("way:") else "")
    is_typing = not act and bool(request.htmx)  # type: ignore[attr-defined]
    content = {**content_of(request.POST), "text": [written.text]}
    is_kept = keep_draft(actor, None, content, is_typing=is_typing)
    if act == "make" and written.review:
        return _make(request, actor, written)
    if not is_kept:
        written = Written(
            sent["text"],
            sent["cycle"],
            sent["team"],
            trouble=NOT_KEPT,
        )
    answer = _page(request, person, written, kept_at=actor.at if is_kept else None)
    answer["X-Kept"] = "yes" if is_kept else "no"
    return answer


def _written(person: Person, *, text: str, cycle: str, team: str, way: str = "") -> Written:
    if not text.strip():
        return Written(text, cycle, team)
    trouble, before = "", text
    occasion = occasion_of(clock.today(zone_for(person)), 7, is_publishing=False)
    try:
        found = review_text(text, longest=LONGEST, occasion=occasion)
        if way:
            try:
                text = applied(text, *find_way(found.findings, way))
                found = review_text(text, longest=LONGEST, occasion=occasion)
            except InputError as error:
                trouble = str(error)
    except InputError as error:
        return Written(text, cycle, team, trouble=str(error).replace("standard input", "The text", 1))
    return Written(text, cycle, team, shown(found), reply(found), trouble, text != before)


def _make(request: HttpRequest, actor: Actor, written: Written) -> HttpResponse:
    """The text as drafts of a team, which the whole of it can see and work on."""
    try:
        made = _made(actor, written)
    except InputError as error:
        refused = Written(
            written.text, written.cycle, written.team, written.review, written.reply, trouble=str(error)
        )
        return _page(request, signed_in(request), refused, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    number = "Made a draft" if len(made) == 1 else f"Made {len(made)} drafts"
    messages.success(request, f"{number}. Add numbers and owners, bind metrics, then publish.")
    address = reverse("objective-edit", args=[made[0].pk]) if len(made) == 1 else reverse("draft")
    is_part = request.htmx  # type: ignore[attr-defined]
    return HttpResponseClientRedirect(address) if is_part else HttpResponseRedirect(address)


def _made(actor: Actor, written: Written) -> list[Objective]:
    cycle = Cycle.objects.filter(pk=int(written.cycle)).first() if written.cycle.isdecimal() else None
    if cycle is None:
        raise InputError("The cycle", "none is chosen", "the quarter of this objective", "Choose one")
    if not written.team.isdecimal():
        raise InputError("The team", "none is chosen", "whose objective it is", "Choose one")
    known = Known(people_by_name(), int(written.team) or None, actor.person.pk if actor.person else None)
    review: Review = written.review.review  # type: ignore[union-attr]  # asked before
    with transaction.atomic():
        made = [create_objective(actor, cycle, stated_from(one, known)) for one in review.document.objectives]
        discard_draft(actor, None)
    return made


def _page(
    request: HttpRequest,
    person: Person,
    written: Written,
    *,
    kept_at: object = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    if written.trouble and not written.review:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else status
    told: dict[str, object] = {"written": written, "kept_at": kept_at}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "drafts/answer.html", told, status=status)
    cycles = Cycle.objects.exclude(state="closed")
    usual = chosen_cycle("", clock.today(zone_for(person)))
    return render(
        request,
        "drafts/page.html",
        {
            **told,
            "cycles": list(cycles),
            "cycle": written.cycle or (str(usual.pk) if usual else ""),
            "teams": teams_to_draft_for(person),
            "drafts": drafts_of(person),
            "begun": clock.now(),
        },
        status=status,
    )
