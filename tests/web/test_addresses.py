"""Every address says who may open it, and nobody else can."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from holdfast.web.objectives.models import Objective
    from holdfast.web.people.models import Person

    from .conftest import Staff

OF_PACKAGES = ("allauth.", "django.contrib.")
"""Views of packages say nothing of us; those that are public are listed by name in their noun's tests."""


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All addresses with their views."""
    for one in (resolver or get_resolver()).url_patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, address)
        elif isinstance(one, URLPattern):
            yield address, one.callback


def _filled(address: str, pk: int) -> str:
    """An address with something that fits in the place of each of its parts."""
    stands_in = {"int": str(pk), "uuid": "00000000-0000-0000-0000-000000000000"}
    return "/" + re.sub(r"<(\w+):\w+>", lambda part: stands_in.get(part[1], "x"), address)


def test_every_view_says_who_may_open_it() -> None:
    unsaid = [
        address
        for address, view in patterns()
        if not hasattr(view, "access") and not view.__module__.startswith(OF_PACKAGES)
    ]

    assert unsaid == []


def test_nobody_who_is_not_logged_in_sees_a_page_that_is_not_public(
    as_: Callable[[Person | None], Client], objective: Objective
) -> None:
    opened = {
        address: as_(None).get(_filled(address, objective.pk)).status_code
        for address, view in patterns()
        if getattr(view, "access", "") in {"signed in", "administrator"}
    }

    # 405 is an address that only takes forms; it was asked before anybody looked at what it would do.
    assert opened
    assert set(opened.values()) <= {HTTPStatus.FOUND, HTTPStatus.METHOD_NOT_ALLOWED}


def test_only_administrators_open_their_pages(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    addresses = [
        _filled(address, objective.pk)
        for address, view in patterns()
        if getattr(view, "access", "") == "administrator"
    ]

    statuses = {as_(staff.bob).get(address).status_code for address in addresses}

    assert statuses <= {HTTPStatus.FORBIDDEN}


def test_every_answer_carries_the_policy_and_its_own_name(as_: Callable[[Person | None], Client]) -> None:
    answer = as_(None).get("/log-in")

    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert len(answer["X-Request-Id"]) == 16
