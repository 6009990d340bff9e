"""Communication plans: who hears what, when, that it is sent once, and to nobody who may not know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.communication.actions import StatedLine, add_line, send_due
from holdfast.web.communication.composing import Moment, message
from holdfast.web.communication.models import PlanLine, Sending
from holdfast.web.communication.sending import deliver as deliver_to_address
from holdfast.web.notices.models import Notice
from holdfast.web.notices.outbox import deliver
from holdfast.web.objectives.models import Amendment, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)  # a Monday
TODAY = date(2026, 8, 24)
EARLIER = NOON - timedelta(days=10)


def _line(staff: Staff, objective: Objective, when: str = "weekly", **who: Any) -> PlanLine:  # noqa: ANN401 - parts of a line
    stated = StatedLine("status", when, **(who or {"person": staff.dave.pk}))
    return add_line(Actor(staff.bob, "page", EARLIER), objective.pk, stated)


def test_a_weekly_line_is_sent_once_on_its_day_with_how_it_stands(staff: Staff, objective: Objective) -> None:
    CheckIn.objects.create(
        key_result=objective.key_results.get(), on=TODAY, at=NOON, value=16, next_step="Call *everybody*"
    )
    _line(staff, objective)

    made = [send_due(today=TODAY, at=NOON) for _ in range(2)]
    for notice in Notice.objects.all():
        deliver(notice.pk, NOON)

    [sent] = mail.outbox
    assert made == [1, 0]
    assert sent.to == ["dave@x.example"]
    assert sent.subject == "How it stands: Customers stay"
    assert "because it has come 60% of the way" in sent.body
    assert "Now 16 on 24 Aug 2026; target 20." in sent.body
    assert r"Call \*everybody\*" in sent.body


@pytest.mark.parametrize(
    ("at", "made"),
    [
        (datetime(2026, 8, 24, 6, tzinfo=UTC), 0),  # before nine
        (datetime(2026, 8, 25, 12, tzinfo=UTC), 1),  # a day late: no worker ran
        (datetime(2026, 8, 27, 12, tzinfo=UTC), 0),  # missed, and not made up for
    ],
)
def test_a_weekly_line_is_due_from_nine_on_its_day_and_for_two_days(
    staff: Staff, objective: Objective, at: datetime, made: int
) -> None:
    _line(staff, objective)

    assert send_due(today=at.date(), at=at) == made


def test_what_happened_before_it_was_planned_is_not_told(staff: Staff, objective: Objective) -> None:
    Objective.objects.update(published_at=EARLIER - timedelta(minutes=1))
    _line(staff, objective, "publish")

    assert send_due(today=TODAY, at=EARLIER) == 0


def test_a_publication_and_each_amendment_are_told_once(staff: Staff, objective: Objective) -> None:
    Objective.objects.update(published_at=NOON)
    for when in ("publish", "amendment"):
        _line(staff, objective, when)
    for hours in (1, 2):
        Amendment.objects.create(
            key_result=objective.key_results.get(),
            on=TODAY,
            reason="why",
            changes={},
            at=NOON - timedelta(hours=hours),
        )

    made = [send_due(today=TODAY, at=NOON) for _ in range(2)]

    assert made == [3, 0]


def test_a_team_hears_it_and_whoever_may_not_see_a_private_objective_does_not(
    staff: Staff, objective: Objective, secret: Objective
) -> None:
    _line(staff, secret, team=staff.success.pk)

    send_due(today=TODAY, at=NOON)
    staff.dave.memberships.all().delete()
    for notice in Notice.objects.all():
        deliver(notice.pk, NOON)

    assert sorted(one.to[0] for one in mail.outbox) == ["bob@x.example", "carol@x.example"]
    assert Notice.objects.get(person=staff.dave).said == "the person may not see it any more"


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ({"address": "list@elsewhere.example"}, "it is of elsewhere.example"),
        ({"address": "carol@x.example"}, "that of a person here"),
        ({"person": 999_999}, "somebody who may not see it"),
        ({"team": 1, "address": "all@x.example"}, "2 are named"),
    ],
)
def test_whom_a_plan_may_not_tell_is_refused(
    staff: Staff, objective: Objective, who: dict[str, Any], found: str
) -> None:
    with pytest.raises(InputError, match=found):
        _line(staff, objective, **who)


def test_a_private_objective_is_told_to_no_address_no_other_team_and_no_stranger(
    staff: Staff, secret: Objective
) -> None:
    for who in ({"address": "all@x.example"}, {"team": staff.product.pk}, {"person": staff.erin.pk}):
        with pytest.raises(InputError):
            _line(staff, secret, **who)


def test_an_address_of_the_workspaces_domain_is_told_once_and_not_once_it_is_private(
    staff: Staff, objective: Objective
) -> None:
    _line(staff, objective, address="All@x.example")
    send_due(today=TODAY, at=NOON)
    sending = Sending.objects.get()

    for _ in range(2):
        deliver_to_address(sending.pk, NOON)
    Sending.objects.create(
        line=sending.line, occasion="another", since=EARLIER, made_at=NOON, touched_at=NOON
    )
    Objective.objects.update(is_private=True)
    deliver_to_address(Sending.objects.get(occasion="another").pk, NOON)

    assert [one.to for one in mail.outbox] == [["all@x.example"]]
    assert Sending.objects.get(occasion="another").said == "the objective is private now"


def test_where_there_is_nothing_new_nothing_is_sent(staff: Staff, objective: Objective) -> None:
    stated = StatedLine("celebrations", "weekly", person=staff.dave.pk)
    add_line(Actor(staff.bob, "page", EARLIER), objective.pk, stated)
    send_due(today=TODAY, at=NOON)

    deliver(Notice.objects.get().pk, NOON)

    assert mail.outbox == []
    assert Notice.objects.get().said == "there is nothing new to tell"


def test_words_of_people_stay_words_in_markdown(objective: Objective) -> None:
    Objective.objects.update(text="# <script>alert(1)</script> [x](javascript:alert(1))")
    objective.refresh_from_db()

    told = message(objective, "status", Moment(TODAY, None, "UTC"))

    assert told is not None
    assert told.markdown.startswith(r"**\# \<script\>alert\(1\)\</script\> \[x\]\(javascript:alert\(1\)\)**")


@pytest.mark.parametrize(("who", "status"), [("bob", 302), ("carol", 403), ("dave", 403), ("erin", 403)])
def test_only_the_owner_and_whoever_may_change_it_plan(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, who: str, status: int
) -> None:
    sent = {"who": f"person:{staff.dave.pk}", "what": "status", "when": "weekly", "weekday": "2"}

    answer = as_(getattr(staff, who)).post(f"/objectives/{objective.pk}/plan", sent)

    assert answer.status_code == status
    assert PlanLine.objects.count() == (status == HTTPStatus.FOUND)


def test_the_page_shows_the_plan_and_what_would_be_told_and_takes_a_line_out_again(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective, secret: Objective
) -> None:
    line = _line(staff, objective)
    client = as_(staff.bob)

    page = client.get(f"/objectives/{objective.pk}/plan").content.decode()
    twice = _line(staff, objective)
    client.post(f"/objectives/{objective.pk}/plan/{line.pk}/remove")

    assert "Every week, Monday" in page
    assert "How it stands: Customers stay" in page
    assert twice.pk == line.pk
    assert not PlanLine.objects.exists()
    actions = [one.action for one in Entry.objects.order_by("pk")]
    assert actions == ["added to the communication plan", "took out of the communication plan"]
    assert as_(staff.erin).get(f"/objectives/{secret.pk}/plan").status_code == HTTPStatus.NOT_FOUND


def test_a_form_that_names_nobody_comes_back_with_what_is_missing(
    as_: Callable[[Person | None], Client], staff: Staff, objective: Objective
) -> None:
    answer = as_(staff.bob).post(
        f"/objectives/{objective.pk}/plan", {"who": "address", "what": "status", "when": "weekly"}
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "0 are named" in answer.content.decode()
