"""Comments and quotes: who is told, and what cannot be said."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from holdfast.web.audit.models import Entry
from holdfast.web.objectives.models import Comment, Objective
from holdfast.web.objectives.talking import mentioned

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

BAD = "<script>alert(1)</script> [here](javascript:alert(2)) ![x](http://x.example/pixel.png) \u202eevil"


def test_a_comment_stands_on_the_page_with_nothing_in_it_that_could_run(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    client = as_(staff.dave)

    answer = client.post(f"/objectives/{objective.pk}/comments", {"text": BAD})
    page = client.get(answer["Location"]).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img" not in page
    assert Entry.objects.get().action == "commented"


def test_of_many_comments_the_last_ten_stand_open(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    for number in range(13):
        Comment.objects.create(objective=objective, text=f"said-{number}.", at=objective.created_at)

    page = as_(staff.dave).get(f"/objectives/{objective.pk}").content.decode()

    folded = page[page.index("3 earlier comments") : page.rindex("</details>")]
    assert [f"said-{number}." in folded for number in range(13)] == [True] * 3 + [False] * 10
    assert all(f"said-{number}." in page for number in range(13))


def test_a_mention_reaches_whoever_may_see_the_objective(staff: Staff, secret: Objective) -> None:
    told = mentioned("@Bob and @erin, look; not mail@carol.example", secret)

    assert told == [staff.bob]


def test_a_name_that_two_people_share_mentions_nobody(staff: Staff, objective: Objective) -> None:
    staff.erin.name = "Bob Marsh"
    staff.erin.save()

    assert mentioned("@Bob?", objective) == []
    assert mentioned("@Bob Marsh?", objective) == [staff.erin]


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001])
def test_a_comment_of_nothing_or_of_too_much_is_refused_and_nothing_is_kept(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, text: str
) -> None:
    answer = as_(staff.dave).post(f"/objectives/{objective.pk}/comments", {"text": text})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Comment.objects.exists()


def test_a_key_result_holds_three_quotes_and_refuses_the_fourth(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    client, result = as_(staff.carol), objective.key_results.get()

    statuses = [
        client.post(f"/key-results/{result.pk}/quotes", {"text": f"Q{n}", "on": "2026-08-01"}).status_code
        for n in range(4)
    ]

    assert statuses == [302, 302, 302, 422]
    assert result.quotes.count() == 3


def test_a_viewer_adds_no_quote_and_a_stranger_does_not_find_the_key_result(
    as_: Callable[[Person | None], Client], staff: Staff, secret: Objective
) -> None:
    result = secret.key_results.get()

    statuses = [
        as_(person).post(f"/key-results/{result.pk}/quotes", {"text": "x"}).status_code
        for person in (staff.dave, staff.erin)
    ]

    assert statuses == [HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND]
