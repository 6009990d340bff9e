"""Five numbers that somebody knows by heart, held against each other: without data, without an account."""

from __future__ import annotations

import math
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdfast.errors import InputError
from holdfast.evidence.typed import TypedNumbers, typed_records
from holdfast.service.target_text import typed_values
from holdfast.values import dataclass
from holdfast.web import clock
from holdfast.web.configuration.queries import configuration
from holdfast.web.evidence.queries import check_of
from holdfast.web.paste.limiting import address_of
from holdfast.web.paste.views import limiter
from holdfast.web.people.access import classified

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from holdfast.web.evidence.queries import Check

FIELDS = ("customers", "new", "leaving", "values", "goal", "of", "answers", "better")
LARGEST = 1_000_000_000
LONGEST = 200
_LARGEST_BODY = 10_000
_COST = 4.0
"""Of one answer: what the review of a short text costs."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the page shows.

    Attributes:
        typed: Name of each field to what was typed.
        checks: What can be said; empty before anything was typed.
        trouble: Why nothing can; empty where all is well.
    """

    typed: Mapping[str, str]
    checks: tuple[Check, ...] = ()
    trouble: str = ""


def numbers_told(typed: Mapping[str, str], *, today: date) -> Numbers:
    """What five typed numbers say: how hard the target is, whether it could be seen, what it can reach.

    Args:
        typed: Name of each field to what was typed.
        today: In the quarter that the target is for.
    """
    try:
        return Numbers(typed, typed_checks(typed, today=today))
    except InputError as error:
        return Numbers(typed, trouble=str(error))


def typed_checks(typed: Mapping[str, str], *, today: date) -> tuple[Check, ...]:
    """The same, where nothing is in the way.

    Raises:
        InputError: One of them is no number, or they do not go together.
    """
    asked = _read(typed)
    unit = "points" if asked.is_score else "share"
    return tuple(check_of(one.to_dict(), on=None, unit=unit) for one in typed_records(asked, today=today))


@csrf_exempt  # as the front page: it changes nothing, reads no session, and sets no cookie
@classified("public")
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Type five numbers, and read what they say; nothing of it is kept."""
    if not configuration().paste_is_open:
        return HttpResponseRedirect(reverse("log-in"))
    empty = dict.fromkeys(FIELDS, "")
    if request.method != "POST":
        return _page(request, Numbers(empty), HTTPStatus.OK)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > _LARGEST_BODY:
        return _page(request, Numbers(empty, trouble="Type numbers."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in FIELDS}
    address = address_of(request, proxies=settings.DEPLOYMENT.proxies)
    wait = limiter.wait(address, cost=_COST, now=time.monotonic())
    if wait:
        return _slow_down(request, typed, math.ceil(wait))
    found = numbers_told(typed, today=clock.now().date())
    return _page(request, found, HTTPStatus.UNPROCESSABLE_ENTITY if found.trouble else HTTPStatus.OK)


def _read(typed: Mapping[str, str]) -> TypedNumbers:
    values, target, is_score = typed_values(typed["values"], typed["goal"])
    counted: Literal["all", "new"] = "new" if typed["of"] == "new" else "all"
    return TypedNumbers(
        customers=_count(typed, "customers", "paying customers today"),
        new=_count(typed, "new", "new customers a quarter"),
        leaving=_count(typed, "leaving", "customers who leave a quarter"),
        values=values,
        target=target,
        counted=counted,
        answers=_count(typed, "answers", "answers a quarter") if typed["answers"].strip() else None,
        is_score=is_score,
        better="down" if typed["better"] == "down" else "up",
    )


def _count(typed: Mapping[str, str], name: str, what: str) -> int:
    written = typed[name].strip().replace(",", "").replace(" ", "")
    if not written.isascii() or not written.isdecimal() or int(written) > LARGEST:
        found = f"{typed[name]!r} is no number" if written else "it was left empty"
        raise InputError(f"the number of {what}", found, "a whole number such as 240", "Type it")
    return int(written)


def _slow_down(request: HttpRequest, typed: Mapping[str, str], seconds: int) -> HttpResponse:
    said = f"More was asked from your address than one person types. Wait {seconds} s, then try again."
    answer = _page(request, Numbers(typed, trouble=said), HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(seconds)
    return answer


def _page(request: HttpRequest, found: Numbers, status: HTTPStatus) -> HttpResponse:
    template = "paste/told.html" if request.htmx else "paste/numbers.html"  # type: ignore[attr-defined]
    return render(request, template, {"numbers": found}, status=status)
