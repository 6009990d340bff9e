"""Thousands of objectives: taken out in parts, brought in by a job that says how far it has come."""

from __future__ import annotations

import gc
import tracemalloc
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import NOON
from tests.web.exchange.conftest import words

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.exchange import importing
from holdfast.web.exchange.importing import run
from holdfast.web.exchange.models import Import
from holdfast.web.exchange.reading import Asked, parts, seen_by
from holdfast.web.exchange.whole import whole
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff
    from tests.web.exchange.conftest import Sender

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.exchange.reading import Seen
    from holdfast.web.people.models import Person

HEAD = "Id,Title,Type,Parent,Start,Target,Unit\n"


def _rows(objectives: int) -> str:
    return HEAD + "".join(
        f"{2 * one},Objective {one},Objective,,,,\n"
        f"{2 * one + 1},Calls of {one},Key result,{2 * one},1,{one + 2},count\n"
        for one in range(objectives)
    )


def test_a_large_file_becomes_a_job_that_makes_all_of_it(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    browser = sender(staff.bob).browser
    row = sender(staff.bob).bring_in(_rows(400))
    waiting = words(browser.get(f"/imports/{row.pk}").content)
    before = Objective.objects.count()

    run(Actor(staff.bob, "job", NOON), Import.objects.get(pk=row.pk))
    run(Actor(staff.bob, "job", NOON), Import.objects.get(pk=row.pk))

    row.refresh_from_db()
    assert (before, Objective.objects.count(), KeyResult.objects.count()) == (0, 400, 400)
    assert "800 rows to read" in waiting
    assert (row.state, row.done, row.total) == ("done", 800, 800)
    assert DBTaskResult.objects.filter(task_path__endswith="bring_in_import").count() == 1
    assert "400 objectives, 400 key results" in words(browser.get(f"/imports/{row.pk}").content)


def test_a_job_that_fails_half_way_leaves_nothing_and_says_why(
    sender: Callable[[Person], Sender], staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = sender(staff.bob).bring_in(_rows(400))
    Objective.objects.all().delete()

    def fall(*_: object) -> None:
        raise InputError("the disk", "it is full", "some room", "Make some")

    monkeypatch.setattr(importing, "_end", fall)
    run(Actor(staff.bob, "job", NOON), Import.objects.get(pk=row.pk))

    row.refresh_from_db()
    assert row.state == "failed"
    assert not Objective.objects.exists()
    assert "the disk: it is full" in words(sender(staff.bob).browser.get(f"/imports/{row.pk}").content)


def test_whoever_lost_their_role_meanwhile_brings_nothing_in(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    row = sender(staff.bob).bring_in(_rows(400))
    staff.bob.memberships.all().delete()

    run(Actor(staff.bob, "job", NOON), Import.objects.select_related("by").get(pk=row.pk))

    row.refresh_from_db()
    assert (row.state, Objective.objects.count()) == ("failed", 0)


@pytest.mark.slow
def test_three_thousand_objectives_come_in_and_go_out_in_a_few_queries_for_each_part(
    sender: Callable[[Person], Sender], staff: Staff, cycle: Cycle
) -> None:
    row = sender(staff.bob).bring_in(_rows(2_999))
    with CaptureQueriesContext(connection) as coming:
        run(Actor(staff.bob, "job", NOON), Import.objects.get(pk=row.pk))

    with CaptureQueriesContext(connection) as going:
        size = sum(len(piece) for piece in whole(seen_by(staff.bob, Asked(cycle.pk)), at=NOON))

    row.refresh_from_db()
    assert row.state == "done", row.said
    assert Objective.objects.count() == 2_999
    assert len(coming) < 300
    assert len(going) < 15 * 22 + 30
    assert size > 2_999 * 400


@pytest.mark.slow
def test_an_export_of_three_times_as_many_objectives_takes_no_more_memory(
    sender: Callable[[Person], Sender], staff: Staff, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.web.exchange.whole.parts", partial(parts, size=50))
    row = sender(staff.bob).bring_in(_rows(301))
    run(Actor(staff.bob, "job", NOON), Import.objects.get(pk=row.pk))
    seen = seen_by(staff.bob, Asked(cycle.pk))
    _peak(replace(seen, wanted=seen.wanted[:50]))  # what is loaded once and stays

    few, many = (_peak(replace(seen, wanted=seen.wanted[:number])) for number in (100, 300))

    assert many < 1.3 * few


def _peak(seen: Seen) -> int:
    gc.collect()
    gc.freeze()  # what was there before is not gone through again at each look
    tracemalloc.start()
    for number, _ in enumerate(whole(seen, at=NOON)):
        if number % 50 == 0:
            gc.collect()  # what waits to be collected is not what an export holds
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    gc.unfreeze()
    return peak
