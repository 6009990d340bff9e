"""Several people do something at the same moment: one wins, the others are told, nothing is half done."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from tests.web.conftest import NOON

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.drafts.actions import keep_draft
from holdfast.web.drafts.models import Draft
from holdfast.web.objectives.actions import edit_objective, publish_objective
from holdfast.web.objectives.models import Freeze, Objective
from holdfast.web.objectives.stated import stated_objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Start all of them together; the names of what they raised, or "done", sorted."""
    barrier, outcomes = Barrier(len(actions)), list[str]()

    def run(action: Callable[[], object]) -> None:
        barrier.wait()
        try:
            action()
            outcomes.append("done")
        except InputError as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_four_who_save_one_wins_and_the_others_are_shown_what_changed(
    staff: Staff, objective: Objective
) -> None:
    now = stated_objective(objective)
    texts = [f"Customers stay {number}" for number in range(4)]

    outcomes = at_once(
        *(
            lambda text=text: edit_objective(
                Actor(staff.bob, "page", NOON), objective.pk, replace(now, text=text), revision=1
            )
            for text in texts
        )
    )

    assert outcomes == ["ChangedMeanwhileError"] * 3 + ["done"]
    row = Objective.objects.get(pk=objective.pk)
    assert row.text in texts
    assert (row.revision, Entry.objects.filter(action="edited objective").count()) == (2, 1)


def test_two_who_publish_freeze_once(staff: Staff, objective: Objective) -> None:
    Objective.objects.update(state="draft")

    outcomes = at_once(
        *[lambda: publish_objective(Actor(staff.bob, "page", NOON), objective.pk, revision=1)] * 2
    )

    assert outcomes == ["InputError", "done"]
    assert (Freeze.objects.count(), Entry.objects.filter(action="published objective").count()) == (1, 1)


def test_two_objectives_do_not_begin_to_support_each_other_at_the_same_moment(
    staff: Staff, objective: Objective, secret: Objective
) -> None:
    first, second = stated_objective(objective), stated_objective(secret)
    actor = Actor(staff.bob, "page", NOON)

    outcomes = at_once(
        lambda: edit_objective(actor, objective.pk, replace(first, supports=(secret.pk,)), revision=1),
        lambda: edit_objective(actor, secret.pk, replace(second, supports=(objective.pk,)), revision=1),
    )

    assert outcomes == ["InputError", "done"]
    assert Objective.supports.through.objects.count() == 1


def test_two_windows_of_one_person_keep_one_text(staff: Staff) -> None:
    actor = Actor(staff.bob, "page", NOON)

    outcomes = at_once(*(lambda n=n: keep_draft(actor, None, {"text": [f"Text {n}"]}) for n in range(4)))

    assert outcomes == ["done"] * 4
    assert Draft.objects.count() == 1
