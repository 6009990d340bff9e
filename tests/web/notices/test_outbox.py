"""The outbox: each notice once, tried again where it was not taken, whoever is killed in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from holdfast.errors import SourceError
from holdfast.web.jobs.again import try_again
from holdfast.web.jobs.working import Working
from holdfast.web.notices import outbox
from holdfast.web.notices.models import Notice
from holdfast.web.notices.outbox import CLAIM_HOLDS, LOST_AFTER, MOST_ATTEMPTS, deliver
from holdfast.web.notices.planning import plan

from .conftest import PostOffice, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

    from holdfast.web.objectives.models import Objective

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


class KilledError(BaseException):
    """The worker ends here, as by a signal that cannot be caught."""


def _killed_at(monkeypatch: pytest.MonkeyPatch, name: str, when: Callable[[], None] | None = None) -> None:
    """The next call of a step of the outbox ends the worker, after it has done what `when` says."""

    def ends(*arguments: object, **changes: object) -> None:
        monkeypatch.undo()
        if when is not None:
            when()
        raise KilledError

    monkeypatch.setattr(outbox, name, ends)


def _at_once(act: Callable[[], object]) -> list[object]:
    def tried(_: int) -> object:
        try:
            return act()
        except SourceError as error:
            return error.found
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(tried, range(4)))


def test_a_worker_that_is_killed_between_claim_and_sending_is_made_up_for_by_the_next(
    objective: Objective, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(NOON)
    pk = Notice.objects.get().pk
    _killed_at(monkeypatch, "send")
    with pytest.raises(KilledError):
        deliver(pk, NOON)
    claimed = Notice.objects.get().state

    with pytest.raises(SourceError, match="another worker"):
        deliver(pk, NOON + timedelta(seconds=1))
    deliver(pk, NOON + CLAIM_HOLDS)
    deliver(pk, NOON + 2 * CLAIM_HOLDS)

    assert claimed == "sending"
    assert len(post.mails) == 1
    assert (Notice.objects.get().state, Notice.objects.get().attempts) == ("sent", 2)


def test_a_worker_that_is_killed_after_the_sending_costs_one_mail_that_has_the_same_name(
    objective: Objective, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(NOON)
    pk = Notice.objects.get().pk
    real = outbox._change

    def ends(row: Notice, at: datetime, **changes: object) -> bool:
        if changes["state"] == "sent":
            monkeypatch.undo()
            raise KilledError
        return real(row, at, **changes)

    monkeypatch.setattr(outbox, "_change", ends)
    with pytest.raises(KilledError):
        deliver(pk, NOON)

    for minutes in (1, 2, 3):
        deliver(pk, NOON + timedelta(minutes=minutes))

    assert len(post.mails) == 2
    assert len({mail["Message-ID"] for mail in post.mails}) == 1


def test_two_notices_have_two_names(objective: Objective, post: PostOffice) -> None:
    post.work(NOON)
    post.work(NOON + timedelta(days=7))

    assert len({mail["Message-ID"] for mail in post.mails}) == 2


def test_workers_that_look_at_once_make_a_notice_once(objective: Objective) -> None:
    _at_once(lambda: plan(NOON))

    assert Notice.objects.count() == 1
    assert DBTaskResult.objects.count() == 1


def test_workers_that_send_at_once_send_once(objective: Objective, post: PostOffice) -> None:
    plan(NOON)
    pk = Notice.objects.get().pk

    _at_once(lambda: deliver(pk, NOON))

    assert len(post.mails) == 1
    assert Notice.objects.get().state == "sent"


def test_a_mail_server_that_is_busy_gets_it_later(
    objective: Objective, post: PostOffice, settings: Settings
) -> None:
    post.answer = "451 Try again later"
    post.work(NOON)
    refused = Notice.objects.get()
    post.answer = "250 Taken"

    again = try_again(timezone.now())
    DBTaskResult.objects.update(run_after=timezone.now())
    Working((), interval=0.01).turn()

    assert (refused.state, refused.attempts) == ("queued", 1)
    assert "451" in refused.said
    assert again == 1
    assert len(post.mails) == 1
    assert Notice.objects.get().state == "sent"


def test_a_mail_server_that_refuses_for_good_is_not_asked_again(
    objective: Objective, post: PostOffice
) -> None:
    post.answer = "554 No such mailbox: carol@x.example"

    post.work(NOON)

    row = Notice.objects.get()
    assert (row.state, row.attempts) == ("failed", 1)
    assert "554" in row.said
    assert "carol" not in row.said
    assert try_again(timezone.now()) == 0


def test_a_server_that_stays_away_is_given_up_in_the_end_and_the_jobs_say_no_address(
    objective: Objective, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    plan(NOON)
    pk = Notice.objects.get().pk

    said = []
    for _ in range(MOST_ATTEMPTS - 1):
        with pytest.raises(SourceError) as error:
            deliver(pk, NOON)
        said.append(str(error.value))
    deliver(pk, NOON)

    assert Notice.objects.get().state == "failed"
    assert "carol" not in "".join(said)


def test_a_notice_whose_job_was_lost_gets_another(objective: Objective, post: PostOffice) -> None:
    plan(NOON)
    DBTaskResult.objects.all().delete()

    plan(NOON + LOST_AFTER)
    early = DBTaskResult.objects.count()
    plan(NOON + LOST_AFTER + timedelta(seconds=1))

    assert (early, DBTaskResult.objects.count()) == (0, 1)


def test_what_is_tried_again_at_night_waits_for_the_morning(objective: Objective, post: PostOffice) -> None:
    plan(NOON)

    deliver(Notice.objects.get().pk, NOON.replace(hour=22))
    waiting = Notice.objects.get()
    post.work(NOON + timedelta(hours=19))
    at_seven = len(post.mails)
    post.work(NOON + timedelta(hours=20))

    assert (waiting.state, waiting.due_at) == ("waiting", NOON + timedelta(hours=20))
    assert (at_seven, len(post.mails)) == (0, 1)
    assert "Calls held from 10 to 20" in text_of(post.mails[0])
