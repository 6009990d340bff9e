"""Questions about all customers: answered by a job, kept, asked again after a day, and not without bound."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import NOON

from holdfast.errors import InputError
from holdfast.records.risk import MoneyAtRisk, Receipt
from holdfast.web.computing.asking import MOST_KEPT, MOST_WAITING, ask, looked_at, wait_for
from holdfast.web.computing.models import Computed
from holdfast.web.computing.records import as_json, read_record
from holdfast.web.computing.tasks import compute

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def done(db: None) -> Computed:
    row = ask("survival", {"by": ""}, now=NOON)
    Computed.objects.update(tried_at=NOON, found_at=NOON, answer={"report": {}})
    return row


def test_what_is_known_is_not_asked_for_again_before_a_day(done: Computed) -> None:
    for hours in (1, 23):
        looked_at("survival", {"by": ""}, now=NOON + timedelta(hours=hours))
    asked = DBTaskResult.objects.count()

    looked_at("survival", {"by": ""}, now=NOON + timedelta(hours=25))

    assert asked == 1
    assert DBTaskResult.objects.count() == 2


def test_a_question_that_waits_is_one_job_until_it_is_taken_to_be_lost(db: None) -> None:
    for minutes in (0, 1, 9):
        row = ask("survival", {"by": ""}, now=NOON + timedelta(minutes=minutes))
    jobs = DBTaskResult.objects.count()
    waits = [wait_for(row, NOON + timedelta(minutes=one)) for one in (1, 5)]

    ask("survival", {"by": ""}, now=NOON + timedelta(minutes=11))

    assert (jobs, waits) == (1, ["yes", "late"])
    assert DBTaskResult.objects.count() == 2


def test_only_so_many_questions_are_answered_at_a_time(db: None) -> None:
    for number in range(MOST_WAITING):
        ask("survival", {"by": str(number)}, now=NOON)

    with pytest.raises(InputError, match="Ask in a minute"):
        ask("survival", {"by": "one more"}, now=NOON)


def test_of_many_questions_those_that_nobody_looks_at_are_forgotten(db: None) -> None:
    Computed.objects.bulk_create(
        Computed(
            kind="risk", question=str(number), content={}, tried_at=NOON, looked_at=NOON + timedelta(number)
        )
        for number in range(MOST_KEPT + 5)
    )

    ask("risk", {"length": 20}, now=NOON)

    left = set(Computed.objects.values_list("question", flat=True))
    assert len(left) == MOST_KEPT
    assert "0" not in left
    assert str(MOST_KEPT + 4) in left


def test_a_job_that_fails_says_why_and_leaves_what_was_found_before(
    leaving_company: Path, done: Computed, now: Callable[[timedelta], None]
) -> None:
    Computed.objects.update(content={"by": "colour"})

    compute.call(done.pk)

    done.refresh_from_db()
    assert "colour" in done.trouble
    assert str(leaving_company) not in done.trouble
    assert (done.answer, done.tried_at) == ({"report": {}}, NOON)


def test_a_record_is_the_same_after_it_was_kept_and_no_number_is_none() -> None:
    money = MoneyAtRisk(12.5, 3.0, float("nan"), None, 100.0)
    kept = as_json(Receipt(NOON.date(), 10, 3, 90, 4, 0.7, money))

    assert kept["day"] == "2026-08-24"
    assert kept["money"]["high_minor"] is None
    assert read_record(Receipt, {**kept, "money": None}) == Receipt(NOON.date(), 10, 3, 90, 4, 0.7, None)
