"""What whole pages tell, by the API: as far as whoever asks may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective


def test_a_quarter_is_told_with_its_key_results_and_how_many_stand_how(
    program: Callable[..., Client], staff: Staff, objective: Objective, secret: Objective
) -> None:
    bob, erin = (program(one).get("/api/quarter").json() for one in (staff.bob, staff.erin))
    of_carol = program(staff.carol).get("/api/quarter", {"mine": True}).json()

    assert [one["text"] for one in bob["objectives"]] == ["Customers stay", "Nobody else may read this"]
    assert [one["text"] for one in erin["objectives"]] == ["Customers stay"]
    assert [one["text"] for one in of_carol["objectives"]] == ["Customers stay"]
    assert (bob["cycle"], sum(bob["counts"].values()), sum(erin["counts"].values())) == ("2026-Q3", 2, 1)
    assert bob["objectives"][0]["key_results"][0]["standing"]["status"] in bob["counts"]


def test_a_private_objective_on_the_map_tells_a_stranger_no_more_than_whose_it_is(
    program: Callable[..., Client], staff: Staff, objective: Objective, secret: Objective
) -> None:
    objective.supports.add(secret)

    seen, hidden = (program(one).get("/api/alignment").json() for one in (staff.bob, staff.erin))

    assert [one["supports"] for one in hidden["objectives"] if one["id"] == objective.pk] == [[secret.pk]]
    told = {one["id"]: (one["text"], one["is_hidden"], one["statuses"]) for one in hidden["objectives"]}
    assert told[secret.pk] == ("Private objective of Success", True, {})
    assert {one["id"]: one["text"] for one in seen["objectives"]}[secret.pk] == "Nobody else may read this"
    assert (hidden["tops"], hidden["orphans"]) == ([secret.pk], [])


def test_an_objective_is_reviewed_as_it_stands(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    told = program(staff.dave).get(f"/api/objectives/{objective.pk}/review").json()

    pasted = {"text": "Objective: Customers stay\n- Calls held from 10 to 20"}
    review = program(staff.dave).post("/api/reviews", pasted, content_type="application/json").json()
    assert told.keys() == review.keys()
    assert told["findings"]


@pytest.mark.parametrize("address", ["quarter", "alignment"])
def test_a_cycle_that_is_not_there_is_not_found(
    program: Callable[..., Client], staff: Staff, objective: Objective, address: str
) -> None:
    assert program(staff.bob).get(f"/api/{address}", {"cycle": "1999-Q1"}).status_code == 404


def test_operations_tell_that_nothing_measures_without_a_worker(
    program: Callable[..., Client], staff: Staff
) -> None:
    told = program(staff.alice).get("/api/operations").json()

    assert told["workers"] == 0
    assert {one["about"]: one["state"] for one in told["findings"]}["worker"] == "mend"
