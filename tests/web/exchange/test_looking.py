"""What a preview shows, what may be corrected in it, and that nothing else comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import NOON
from tests.web.exchange.conftest import LOOSE, seen_on, words

from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.exchange.importing import bring_in, look
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Staff
    from tests.web.exchange.conftest import Sender

    from holdfast.web.people.models import Person


def test_nothing_is_made_before_it_is_confirmed(sender: Callable[[Person], Sender], staff: Staff) -> None:
    row = sender(staff.bob).send(LOOSE)

    page = sender(staff.bob).browser.get(f"/imports/{row.pk}")

    assert page.status_code == 200
    assert "Customers stay" in words(page.content)
    assert not Objective.objects.exists()


def test_what_comes_in_is_what_was_seen(sender: Callable[[Person], Sender], staff: Staff) -> None:
    row = sender(staff.bob).send(LOOSE)
    browser = sender(staff.bob).browser
    sent = {"act": "bring in", "cycle": row.cycle_id, "team": row.team}
    sent |= {"seen": seen_on(browser.get(f"/imports/{row.pk}").content), "column-0": ""}

    answers = [browser.post(f"/imports/{row.pk}", one) for one in (sent, {**sent, "seen": ""})]

    assert [one.status_code for one in answers] == [409, 409]
    assert "something else than you saw" in words(answers[0].content)
    assert not Objective.objects.exists()


def test_the_preview_shows_what_is_understood_of_each_key_result(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    row = sender(staff.bob).send(LOOSE)

    page = words(sender(staff.bob).browser.get(f"/imports/{row.pk}").content)

    assert "Churn falls of: Customers stay from 8.0% to 5.0%" in page
    assert "Start well from 50 to 70 of: New customers; all of them from 50 to 70" in page


def test_unknown_owners_are_left_to_choose(sender: Callable[[Person], Sender], staff: Staff) -> None:
    file = (
        "Objective,Owner,Key result,Key result owner\nCustomers stay,Zoe Zett,NPS from 1 to 2,no@x.example\n"
    )
    plan = sender(staff.bob).plan(file)
    chosen = {"owner-name-0": "Zoe Zett", "owner-0": str(staff.dave.pk)}

    sender(staff.bob).bring_in(file, **chosen)

    assert plan.unknown_owners == ("Zoe Zett", "no@x.example")
    assert Objective.objects.get().owner == staff.dave
    assert KeyResult.objects.get().owner is None


def test_columns_can_be_corrected(sender: Callable[[Person], Sender], staff: Staff) -> None:
    file = "Ziel,Messgröße,Soll\nKunden bleiben,Abwanderung,5 %\n"
    row = sender(staff.bob).send(file)
    first = sender(staff.bob).browser.get(f"/imports/{row.pk}")
    chosen = {"column-0": "objective", "column-1": "key result", "column-2": "target"}

    sender(staff.bob).bring_in(file, **chosen)

    assert first.status_code == 422
    assert "no row names them" in words(first.content)
    assert [(one.text, one.target) for one in KeyResult.objects.all()] == [("Abwanderung", 0.05)]


def test_an_import_leaves_audit_entries_and_a_second_confirmation_changes_nothing(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    row = sender(staff.bob).send(LOOSE)
    looked = look(row)
    bring_in(Actor(staff.bob, "page", NOON), row, looked)

    again = bring_in(Actor(staff.bob, "page", NOON), row, looked)

    assert again.state == "done"
    assert Objective.objects.count() == 2
    assert Entry.objects.filter(action="imported objective", by=staff.bob).count() == 2
    assert Entry.objects.filter(action="imported objectives").count() == 1


def test_two_imports_of_one_file_that_were_looked_at_before_either_came_in_make_no_doubles(
    sender: Callable[[Person], Sender], staff: Staff
) -> None:
    first, second = (sender(staff.bob).send(LOOSE) for _ in range(2))
    looked = [look(first), look(second)]
    bring_in(Actor(staff.bob, "page", NOON), first, looked[0])

    with pytest.raises(Exception, match="came in meanwhile"):
        bring_in(Actor(staff.bob, "page", NOON), second, looked[1])

    assert Objective.objects.count() == 2
