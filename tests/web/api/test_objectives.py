"""What the API does with objectives, key results and figures from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.web.audit.models import Entry
from holdfast.web.checkins.models import CheckIn
from holdfast.web.measurements.models import Series, Value
from holdfast.web.objectives.models import Objective

from .conftest import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff


def test_an_objective_is_drafted_edited_and_published(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    api = program(staff.bob)
    result = {"text": "Churn from 5% to 3%", "baseline": 0.05, "target": 0.03, "unit": "share"}
    sent = {
        "cycle": objective.cycle_id,
        "team": staff.success.pk,
        "text": "Keep them",
        "key_results": [result],
    }

    made = api.post("/api/objectives", sent, content_type="application/json").json()
    kept = [{"id": made["key_results"][0]["id"], "target": 0.02}]
    changed = _patch(api, made["id"], {"revision": 1, "key_results": kept}).json()
    published = api.post(
        f"/api/objectives/{made['id']}/publish",
        {"revision": changed["revision"]},
        content_type="application/json",
    ).json()

    assert changed["text"] == "Keep them"
    assert [(one["baseline"], one["target"]) for one in changed["key_results"]] == [(0.05, 0.02)]
    assert published["state"] == "published"
    assert set(Entry.objects.values_list("via", flat=True)) == {"api", "page"}


def test_whoever_saves_second_is_told_and_nothing_is_written(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    api = program(staff.bob)

    first = _patch(api, objective.pk, {"revision": 1, "scope": "All"})
    second = _patch(api, objective.pk, {"revision": 1, "scope": "None"})

    assert (first.status_code, second.status_code) == (200, 409)
    assert second["Content-Type"] == "application/problem+json"
    assert second.json()["remedy"]
    assert Objective.objects.get(pk=objective.pk).scope == "All"


def test_an_edit_keeps_the_link_to_what_its_author_may_not_see(
    program: Callable[..., Client], staff: Staff, objective: Objective, secret: Objective
) -> None:
    mine = Objective.objects.create(
        cycle=objective.cycle, team=staff.product, owner=staff.erin, text="Ours", created_at=NOON
    )
    mine.supports.add(secret)

    answer = _patch(program(staff.erin), mine.pk, {"revision": 1, "supports": [objective.pk]})

    assert answer.json()["supports"] == [objective.pk]
    assert set(mine.supports.values_list("pk", flat=True)) == {objective.pk, secret.pk}


def test_a_list_leads_on_by_its_cursor_and_holds_nothing_private_of_others(
    program: Callable[..., Client], staff: Staff, objective: Objective, secret: Objective
) -> None:
    for number in range(3):
        Objective.objects.create(cycle=objective.cycle, text=f"Number {number}", created_at=NOON)
    api = program(staff.erin)

    first = api.get("/api/objectives?limit=2").json()
    second = api.get(f"/api/objectives?limit=2&cursor={first['next']}").json()

    assert [one["text"] for one in first["items"] + second["items"]] == [
        "Customers stay",
        "Number 0",
        "Number 1",
        "Number 2",
    ]
    assert second["next"] is None


def test_a_figure_from_outside_is_recorded_once_beside_what_was_typed_before(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    result = objective.key_results.get()
    CheckIn.objects.create(key_result=result, by=staff.carol, on="2026-08-01", at=NOON, value=11)
    api = program(staff.carol, "measure", "read")

    answers = [_put(api, result.pk, "2026-08-17", value=13) for _ in range(2)]
    values = api.get(f"/api/key-results/{result.pk}/measurements").json()

    assert [one.json() for one in answers] == [{"is_new": True}, {"is_new": False}]
    assert [(one["start"], one["value"]) for one in values] == [("2026-08-01", 11), ("2026-08-17", 13)]
    assert Value.objects.count() == 2


@pytest.mark.parametrize(
    ("start", "sent", "found"),
    [
        ("2026-08-17", {"end": "2026-08-17", "value": 1}, "from 2026-08-17 to 2026-08-17"),
        ("2026-09-17", {"end": "2026-09-18", "value": 1}, "it begins on 2026-09-17"),
        ("2026-08-17", {"value": None}, "there is none"),
        ("2026-08-17", {"value": 3, "numerator": 1}, "one without the other"),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused_by_name(  # noqa: PLR0913, PLR0917 - fixtures
    program: Callable[..., Client],
    staff: Staff,
    objective: Objective,
    start: str,
    sent: dict[str, Any],
    found: str,
) -> None:
    answer = _put(program(staff.carol), objective.key_results.get().pk, start, **sent)

    assert answer.status_code == 422
    assert answer.json()["found"] == found
    assert not Series.objects.exists()


def test_a_share_needs_counts_that_agree_with_it(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    objective.key_results.update(unit="share", baseline=0.1, target=0.2)
    pk, api = objective.key_results.get().pk, program(staff.carol)

    said = [
        _put(api, pk, "2026-08-17", **one).status_code
        for one in (
            {"value": 0.5},
            {"value": 0.5, "numerator": 1, "denominator": 4},
            {"numerator": 5, "denominator": 4},
            {"numerator": 1, "denominator": 4},
        )
    ]

    assert said == [422, 422, 422, 200]
    # Wilson's 95 % range of 1 of 4 is 0.0456 to 0.6994 (Newcombe's formula, by hand).
    assert Value.objects.get().low == pytest.approx(0.0456, abs=1e-4)


def test_a_key_result_that_is_measured_from_data_takes_no_figure_from_outside(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    series = Series.objects.create(key="k", metric="logo_churn", title="Churn", unit="count", better="down")
    objective.key_results.update(series=series)

    answer = _put(program(staff.bob), objective.key_results.get().pk, "2026-08-17", value=3)

    assert answer.status_code == 422
    assert "logo_churn" in answer.json()["found"]


def _put(api: Client, pk: int, start: str, **sent: Any) -> Any:  # noqa: ANN401 - the client's answer
    body = {"end": "2026-08-24", **sent}
    return api.put(f"/api/key-results/{pk}/measurements/{start}", body, content_type="application/json")


def _patch(api: Client, pk: int, sent: dict[str, Any]) -> Any:  # noqa: ANN401 - the client's answer
    return api.patch(f"/api/objectives/{pk}", sent, content_type="application/json")
