"""The front page: an OKR as text, its review, and nothing kept of either."""

from __future__ import annotations

import math
import time
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdfast.errors import InputError
from holdfast.service.examples import example_in, example_named
from holdfast.service.leavers import replay_leavers
from holdfast.values import dataclass
from holdfast.web.configuration.queries import configuration
from holdfast.web.paste.limiting import Limiter, address_of
from holdfast.web.people.access import classified
from holdfast.web.reviews.reviewing import FIRST_DRAFT, NAME, carried, reply, review_text, shown
from holdfast.web.reviews.ways import applied, find_way

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from holdfast.review.leavers.model import LeaversTest
    from holdfast.web.reviews.reviewing import Shown

LONGEST = 20_000
"""Characters: a few OKRs, whose review takes seconds and not minutes."""
LARGEST_BODY = 400_000
"""Bytes of a request, whose every character may take nine of them."""
EXAMPLES = (
    "second-order-within-ninety-days",
    "gym-members-through-the-first-winter",
    "enterprise-renewals-without-surprise",
)
limiter = Limiter(burst=120, per_second=3)
"""Somebody who types has it reviewed twice a second at most; an office shares an address."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What the page shows.

    Attributes:
        text: As typed.
        leavers: Customers who left, as typed.
        review: None where there is nothing to review.
        reply: The review as a letter.
        link: Fragment that carries the text; empty where it is too long for a link.
        test: The leavers' test, where there are leavers.
        trouble: Why there is no review, or why a rewrite was not applied; empty where all is well.
        leavers_trouble: Why there is no leavers' test.
        is_rewritten: The text differs from what was sent.
    """

    text: str = ""
    leavers: str = ""
    review: Shown | None = None
    reply: str = ""
    link: str = ""
    test: LeaversTest | None = None
    trouble: str = ""
    leavers_trouble: str = ""
    is_rewritten: bool = False


@csrf_exempt  # it changes nothing, reads no session, and sets no cookie that a token could lie in
@classified("public")
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    """Paste an OKR and read its review; whoever is logged in starts at the quarter."""
    if request.method != "POST" and request.user.is_authenticated:
        return HttpResponseRedirect(reverse("quarter"))
    return _front(request)


@csrf_exempt  # as above
@classified("public")
@require_http_methods(["GET", "HEAD"])
def shared(request: HttpRequest) -> HttpResponse:
    """Where links lead that carry a text: the same page, for whoever is logged in too."""
    return _front(request)


def _front(request: HttpRequest) -> HttpResponse:
    if not configuration().paste_is_open:
        return HttpResponseRedirect(reverse("log-in"))
    if request.method != "POST":
        return _page(request, _example(request.GET.get("example", "")), HTTPStatus.OK)
    return _answer(request)


def reviewed(text: str, leavers: str, *, apply: str = "") -> Pasted:
    """The review of a text, with the way out applied that `apply` names."""
    trouble, before = "", text
    try:
        found = review_text(text, longest=LONGEST)
        if apply:
            try:
                text = applied(text, *find_way(found.findings, apply))
                found = review_text(text, longest=LONGEST)
            except InputError as error:
                trouble = str(error)
    except InputError as error:
        return Pasted(text, leavers, trouble=_said(error))
    test, leavers_trouble = _leavers(text, leavers)
    return Pasted(
        text,
        leavers,
        shown(found),
        reply=reply(found),
        link=carried(text),
        test=test,
        trouble=trouble,
        leavers_trouble=leavers_trouble,
        is_rewritten=text != before,
    )


def _answer(request: HttpRequest) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        said = f"That is too much at once. Paste at most {LONGEST:,} characters: one OKR, or a few."
        return _page(request, Pasted(trouble=said), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        text, leavers = request.POST.get("text", ""), request.POST.get("leavers", "")
    except RequestDataTooBig:  # a body in pieces, which says no length
        said = f"That is too much at once. Paste at most {LONGEST:,} characters: one OKR, or a few."
        return _page(request, Pasted(trouble=said), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    address = address_of(request, proxies=settings.DEPLOYMENT.proxies)
    wait = limiter.wait(address, cost=1 + (len(text) + len(leavers)) / 500, now=time.monotonic())
    if wait:
        return _slow_down(request, Pasted(text, leavers), math.ceil(wait))
    if not text.strip():
        return _page(request, Pasted(text, leavers), HTTPStatus.OK)
    found = reviewed(text, leavers, apply=request.POST.get("apply", ""))
    status = HTTPStatus.OK if found.review else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, found, status)


def _slow_down(request: HttpRequest, typed: Pasted, seconds: int) -> HttpResponse:
    said = f"More was asked from your address than one person types. Wait {seconds} s, then review again."
    again = Pasted(typed.text, typed.leavers, trouble=said)
    answer = _page(request, again, HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(seconds)
    return answer


def _leavers(text: str, leavers: str) -> tuple[LeaversTest | None, str]:
    if not leavers.strip():
        return None, ""
    if len(leavers) > LONGEST:
        return None, f"Write at most {LONGEST:,} characters: the last customers who left."
    try:
        return replay_leavers(text, leavers, name=NAME), ""
    except InputError as error:
        return None, str(error)


def _said(error: InputError) -> str:
    """The message, with the name that a person knows what they typed under."""
    return str(error).replace("standard input", "The text", 1)


def _example(name: str) -> Pasted:
    return _reviewed_example(name) if name in {"first-draft", *EXAMPLES} else Pasted()


@cache
def _reviewed_example(name: str) -> Pasted:
    """An example with its review, made once for everybody."""
    text = FIRST_DRAFT if name == "first-draft" else example_in(example_named(name), "text")
    return reviewed(text, "")


def _page(request: HttpRequest, pasted: Pasted, status: HTTPStatus) -> HttpResponse:
    template = "paste/answer.html" if request.htmx else "paste/page.html"  # type: ignore[attr-defined]
    examples = [example_named(name) for name in EXAMPLES]
    return render(request, template, {"pasted": pasted, "examples": examples}, status=status)
