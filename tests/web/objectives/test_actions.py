"""Drafting, editing, publishing and archiving: who may, what is kept, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from tests.web.conftest import NOON

from holdfast.errors import InputError
from holdfast.web.audit.actions import Actor
from holdfast.web.audit.models import Entry
from holdfast.web.objectives.actions import (
    archive_objective,
    bring_back_objective,
    create_objective,
    dismiss_finding,
    edit_objective,
    freeze_cycle,
    publish_objective,
)
from holdfast.web.objectives.conflicts import ChangedMeanwhileError, conflict
from holdfast.web.objectives.freezing import digest
from holdfast.web.objectives.models import Earlier, Objective
from holdfast.web.objectives.stated import (
    StatedInitiative,
    StatedKeyResult,
    StatedObjective,
    StatedStep,
    objective_from_json,
    stated_objective,
    to_json,
)

if TYPE_CHECKING:
    from tests.web.conftest import Staff

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person


def actor(person: Person | None) -> Actor:
    return Actor(person, "page", NOON)


def stated(staff: Staff) -> StatedObjective:
    return StatedObjective(
        "Customers of the small plan stay",
        team=staff.success.pk,
        owner=staff.bob.pk,
        scope="the small plan",
        assumption="If calls are held, customers stay",
        initiatives=(StatedInitiative("Write to each of them", owner=staff.carol.pk),),
        key_results=(
            StatedKeyResult(
                "Calls held from 10 to 20",
                owner=staff.carol.pk,
                baseline=10,
                target=20,
                initiatives=(StatedInitiative("Train two callers", due_on=NOON.date()),),
            ),
            StatedKeyResult(
                "Rooms ready", kind="milestone", steps=(StatedStep("Rent"), StatedStep("Paint", 2))
            ),
        ),
    )


@pytest.fixture
def draft(staff: Staff, cycle: Cycle) -> Objective:
    return create_objective(actor(staff.carol), cycle, stated(staff))


def test_what_is_stored_is_what_was_stated(draft: Objective, staff: Staff) -> None:
    kept = stated_objective(Objective.objects.get(pk=draft.pk))

    assert without_ids(kept) == stated(staff)
    assert objective_from_json(to_json(kept)) == kept


def test_a_viewer_and_a_stranger_cannot_draft_for_a_team(staff: Staff, cycle: Cycle) -> None:
    for person in (staff.dave, staff.erin):
        with pytest.raises(PermissionDenied):
            create_objective(actor(person), cycle, stated(staff))

    assert not Objective.objects.exists()


def test_an_objective_cannot_be_handed_to_a_team_that_its_editor_is_not_in(
    draft: Objective, staff: Staff
) -> None:
    handed = replace(stated_objective(draft), team=staff.product.pk)

    with pytest.raises(PermissionDenied):
        edit_objective(actor(staff.bob), draft.pk, handed, revision=1)

    assert Objective.objects.get(pk=draft.pk).team == staff.success


def test_an_edit_keeps_what_stood_there_and_says_in_the_audit_log_what_changed(
    draft: Objective, staff: Staff
) -> None:
    before = stated_objective(draft)
    first, second = before.key_results

    after = replace(before, scope="all plans", key_results=(replace(first, target=25.0), second))
    edit_objective(actor(staff.bob), draft.pk, after, revision=1)

    assert stated_objective(Objective.objects.get(pk=draft.pk)) == after
    assert objective_from_json(Earlier.objects.get(objective=draft, revision=1).content) == before
    assert Entry.objects.filter(action="edited objective").get().changes == {
        "scope": ["the small plan", "all plans"],
        "key result 1, target": [20.0, 25.0],
    }


def test_an_edit_that_changes_nothing_counts_no_revision(draft: Objective, staff: Staff) -> None:
    edit_objective(actor(staff.bob), draft.pk, stated_objective(draft), revision=1)

    assert Objective.objects.get(pk=draft.pk).revision == 1


def test_the_second_editor_writes_nothing_and_is_shown_both_texts(draft: Objective, staff: Staff) -> None:
    begun = stated_objective(draft)
    theirs = replace(begun, text="Customers of the small plan renew", scope="Europe")
    edit_objective(actor(staff.bob), draft.pk, theirs, revision=1)
    mine = replace(begun, text="Customers of the small plan love us", assumption="They told us so")

    with pytest.raises(ChangedMeanwhileError):
        edit_objective(actor(staff.carol), draft.pk, mine, revision=1)
    found = conflict(Objective.objects.get(pk=draft.pk), mine, read_at=1)

    assert [(one.name, one.before, one.after) for one in found.conflicts] == [
        ("text", "Customers of the small plan renew", "Customers of the small plan love us")
    ]
    assert [one.name for one in found.taken] == ["scope"]
    assert (found.stated.scope, found.stated.assumption) == ("Europe", "They told us so")
    assert (found.by, found.revision) == ("Bob", 2)
    edit_objective(actor(staff.carol), draft.pk, found.stated, revision=found.revision)


def test_a_key_result_that_one_removed_and_the_other_changed_is_not_lost(
    draft: Objective, staff: Staff
) -> None:
    begun = stated_objective(draft)
    first, second = begun.key_results
    edit_objective(actor(staff.bob), draft.pk, replace(begun, key_results=(second,)), revision=1)
    mine = replace(begun, key_results=(replace(first, target=30.0), second))

    found = conflict(Objective.objects.get(pk=draft.pk), mine, read_at=1)
    edit_objective(actor(staff.carol), draft.pk, found.stated, revision=2)

    assert [one.target for one in Objective.objects.get(pk=draft.pk).key_results.all()] == [30.0, None]


def test_publishing_in_a_cycle_that_runs_freezes_every_key_result_with_a_digest_of_its_content(
    draft: Objective, staff: Staff
) -> None:
    published = publish_objective(actor(staff.bob), draft.pk, revision=1)

    frozen = [one.freeze for one in published.key_results.all()]
    assert [one.content["key_result"]["target"] for one in frozen] == [20.0, None]
    assert all(one.digest == digest(one.content) and len(one.digest) == 64 for one in frozen)
    assert frozen[0].content["cycle"] == {
        "name": "2026-Q3",
        "starts_on": "2026-07-01",
        "ends_on": "2026-10-01",
    }


def test_a_key_result_that_nobody_owns_is_its_objective_s_owner_s_once_it_is_published(
    draft: Objective, staff: Staff
) -> None:
    publish_objective(actor(staff.bob), draft.pk, revision=1)

    assert [one.owner for one in draft.key_results.all()] == [staff.carol, staff.bob]


def test_what_is_published_before_its_cycle_runs_is_frozen_when_the_cycle_begins(
    draft: Objective, cycle: Cycle, staff: Staff
) -> None:
    type(cycle).objects.update(state="draft")
    publish_objective(actor(staff.bob), draft.pk, revision=1)
    before = [hasattr(one, "freeze") for one in draft.key_results.all()]

    frozen = freeze_cycle(actor(staff.alice), cycle)

    assert before == [False, False]
    assert (frozen, freeze_cycle(actor(staff.alice), cycle)) == (2, 0)


def test_a_contributor_drafts_and_does_not_publish(draft: Objective, staff: Staff) -> None:
    with pytest.raises(PermissionDenied):
        publish_objective(actor(staff.carol), draft.pk, revision=1)

    assert Objective.objects.get(pk=draft.pk).state == "draft"


def test_a_frozen_target_does_not_change_by_an_edit_while_owners_and_initiatives_do(
    draft: Objective, staff: Staff
) -> None:
    publish_objective(actor(staff.bob), draft.pk, revision=1)
    now = stated_objective(Objective.objects.get(pk=draft.pk))
    first, second = now.key_results

    harder = replace(now, key_results=(replace(first, target=12.0), second))
    with pytest.raises(InputError, match="frozen"):
        edit_objective(actor(staff.bob), draft.pk, harder, revision=1)
    with pytest.raises(InputError, match="frozen"):
        edit_objective(actor(staff.bob), draft.pk, replace(now, key_results=(first,)), revision=1)
    edit_objective(
        actor(staff.bob),
        draft.pk,
        replace(now, key_results=(replace(first, owner=staff.bob.pk, initiatives=()), second)),
        revision=1,
    )

    assert draft.key_results.get(position=1).owner == staff.bob


def test_a_closed_cycle_takes_no_change(draft: Objective, cycle: Cycle, staff: Staff) -> None:
    kept = stated_objective(draft)
    type(cycle).objects.update(state="closed")

    other = replace(kept, text="Other")
    with pytest.raises(InputError, match="closed"):
        edit_objective(actor(staff.alice), draft.pk, other, revision=1)
    with pytest.raises(InputError, match="closed"):
        publish_objective(actor(staff.alice), draft.pk, revision=1)
    with pytest.raises(InputError, match="closed"):
        archive_objective(actor(staff.alice), draft.pk)
    with pytest.raises(InputError, match="closed"):
        create_objective(actor(staff.alice), type(cycle).objects.get(), kept)

    assert Objective.objects.get().text == kept.text


def test_objectives_do_not_support_each_other_in_a_circle(
    draft: Objective, objective: Objective, staff: Staff
) -> None:
    up = replace(stated_objective(draft), supports=(objective.pk,))
    edit_objective(actor(staff.bob), draft.pk, up, revision=1)

    down = replace(stated_objective(objective), supports=(draft.pk,))
    with pytest.raises(InputError, match="circle"):
        edit_objective(actor(staff.bob), objective.pk, down, revision=1)


def test_nobody_supports_an_objective_that_they_may_not_see(
    secret: Objective, staff: Staff, cycle: Cycle
) -> None:
    with pytest.raises(InputError, match="not there"):
        create_objective(
            actor(staff.erin),
            cycle,
            StatedObjective("Products are liked", team=staff.product.pk, supports=(secret.pk,)),
        )


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (StatedKeyResult("Calls", baseline=5, target=5), "same"),
        (StatedKeyResult("  "), "Write a sentence"),
        (StatedKeyResult("Calls", target=float("nan")), "number"),
        (StatedKeyResult("Calls", kind="maintain", at_least=3, at_most=2), "below"),
        (StatedKeyResult("Calls", baseline=1, target=2, checkpoints=((0.5, 3),)), "expected"),
        (StatedKeyResult("x" * 2001), "2,001"),
    ],
)
def test_a_key_result_that_contradicts_itself_is_not_stored(
    staff: Staff, cycle: Cycle, result: StatedKeyResult, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        create_objective(actor(staff.bob), cycle, replace(stated(staff), key_results=(result,)))

    assert not Objective.objects.exists()


def test_what_is_archived_comes_back_as_what_it_was(draft: Objective, staff: Staff) -> None:
    publish_objective(actor(staff.bob), draft.pk, revision=1)
    archive_objective(actor(staff.bob), draft.pk)

    back = bring_back_objective(actor(staff.bob), draft.pk)

    assert back.state == "published"
    assert back.key_results.count() == 2


def test_the_ids_of_another_objective_s_key_results_are_not_taken_over(
    draft: Objective, objective: Objective, staff: Staff
) -> None:
    foreign = objective.key_results.get()
    now = stated_objective(draft)

    edit_objective(
        actor(staff.bob),
        draft.pk,
        replace(now, key_results=(StatedKeyResult("Mine", pk=foreign.pk), *now.key_results)),
        revision=1,
    )

    assert objective.key_results.get().text == foreign.text
    assert draft.key_results.count() == 3


def test_a_dismissal_needs_a_reason_and_is_made_once(draft: Objective, staff: Staff) -> None:
    for _ in range(2):
        dismiss_finding(actor(staff.carol), draft.pk, "K201", "Calls held", reason="It is the result here")
    with pytest.raises(InputError, match="reason"):
        dismiss_finding(actor(staff.carol), draft.pk, "K201", "Other", reason=" ")

    assert draft.dismissals.count() == 1
    assert Entry.objects.filter(action="dismissed finding").count() == 1


def without_ids(one: StatedObjective) -> StatedObjective:
    def freed(some: tuple[StatedInitiative, ...]) -> tuple[StatedInitiative, ...]:
        return tuple(replace(initiative, pk=None) for initiative in some)

    results = tuple(
        replace(
            result,
            pk=None,
            initiatives=freed(result.initiatives),
            steps=tuple(replace(step, pk=None) for step in result.steps),
        )
        for result in one.key_results
    )
    return replace(one, initiatives=freed(one.initiatives), key_results=results)
