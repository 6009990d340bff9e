"""What the API does with parts of objectives, with people, teams and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import mail

from holdfast.web.audit.models import Entry
from holdfast.web.configuration.queries import configuration
from holdfast.web.objectives.models import Quote
from holdfast.web.people.models import Membership, Team

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.objectives.models import Objective

JSON = "application/json"


def test_an_initiative_is_ticked_off_and_opened_again(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    api, row = program(staff.bob), objective.initiatives.create(text="Call them")
    address = f"/api/initiatives/{row.pk}/tick"

    done = api.post(address, {"is_done": True}, JSON).json()
    read = api.get(f"/api/objectives/{objective.pk}").json()["initiatives"][0]
    opened = api.post(address, {"is_done": False}, JSON).json()

    assert done["done_at"] == read["done_at"] == "2026-08-24T12:00:00Z"
    assert opened["done_at"] is None
    assert list(Entry.objects.order_by("pk").values_list("action", "via"))[-2:] == [
        ("did initiative", "api"),
        ("reopened initiative", "api"),
    ]


def test_a_fourth_quote_is_refused_and_one_can_be_taken_away(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    api, result = program(staff.carol), objective.key_results.get()
    address = f"/api/key-results/{result.pk}/quotes"

    made = [api.post(address, {"text": "Too slow", "on": "2026-08-20"}, JSON) for _ in range(4)]
    gone = api.delete(f"{address}/{made[0].json()['id']}")

    assert [one.status_code for one in made] == [201, 201, 201, 422]
    assert gone.status_code == 204
    assert len(api.get(address).json()) == Quote.objects.count() == 2


def test_a_quote_of_another_key_result_is_not_there(
    program: Callable[..., Client], staff: Staff, objective: Objective, secret: Objective
) -> None:
    other = secret.key_results.get().quotes.create(text="Hush")

    answer = program(staff.bob).delete(f"/api/key-results/{objective.key_results.get().pk}/quotes/{other.pk}")

    assert answer.status_code == 404
    assert Quote.objects.exists()


def test_a_finding_is_dismissed_with_a_reason_and_taken_back(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    api, address = program(staff.bob), f"/api/objectives/{objective.pk}/dismissals"
    sent = {"rule": "O101", "words": "Customers stay", "reason": "All of them"}

    made = api.post(address, sent, JSON).json()
    twice = api.post(address, sent, JSON).json()
    unknown = api.post(address, {**sent, "rule": "no such rule"}, JSON)
    without = api.post(address, {**sent, "words": "others", "reason": " "}, JSON)
    api.delete(f"{address}/{made['id']}")

    assert made == twice
    assert (unknown.status_code, without.status_code) == (422, 422)
    assert api.get(address).json() == []


def test_an_administrator_invites_moves_and_lets_go_by_the_api(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    api = program(staff.alice)

    invited = api.post("/api/invitations", {"email": "new@x.example", "team": staff.product.pk}, JSON).json()
    team = api.post("/api/teams", {"name": "Support", "parent": staff.success.pk}, JSON).json()
    moved = api.put(f"/api/teams/{team['id']}/members/{staff.dave.pk}", {"role": "editor"}, JSON).json()
    owned = api.get(f"/api/people/{staff.carol.pk}/owned").json()
    refused = api.post(f"/api/people/{staff.carol.pk}/leave", {"heirs": {}}, JSON)
    heirs = {one["name"]: staff.bob.pk for one in owned}
    left = api.post(f"/api/people/{staff.carol.pk}/leave", {"heirs": heirs}, JSON).json()

    assert invited["was_sent"]
    assert [one.to for one in mail.outbox] == [["new@x.example"]]
    assert "token" not in str(invited)
    assert moved["members"] == [{"person": {"id": staff.dave.pk, "name": "Dave"}, "role": "editor"}]
    assert Membership.objects.get(team_id=team["id"]).role == "editor"
    assert refused.status_code == 422
    assert left["is_active"] is False
    assert objective.key_results.get().owner == staff.bob


def test_the_last_administrator_stays(program: Callable[..., Client], staff: Staff) -> None:
    answer = program(staff.alice).put(
        f"/api/people/{staff.alice.pk}/administrator", {"is_administrator": False}, JSON
    )

    assert answer.status_code == 422


def test_a_team_cannot_stand_under_itself(program: Callable[..., Client], staff: Staff) -> None:
    answer = program(staff.alice).patch(
        f"/api/teams/{staff.success.pk}", {"name": "Success", "parent": staff.success.pk}, JSON
    )

    assert answer.status_code == 422
    assert Team.objects.get(pk=staff.success.pk).parent is None


def test_settings_change_only_where_they_are_sent(program: Callable[..., Client], staff: Staff) -> None:
    api = program(staff.alice)

    changed = api.patch("/api/settings", {"grace_days": 4, "gates": ["O101"]}, JSON).json()
    refused = api.patch("/api/settings", {"gates": ["no such rule"]}, JSON)
    wrong = api.patch("/api/settings", {"grace_days": 99}, JSON)

    assert (changed["grace_days"], changed["gates"], changed["paste_is_open"]) == (4, ["O101"], True)
    assert (refused.status_code, wrong.status_code) == (422, 422)
    assert configuration().grace_days == 4


def test_what_one_owes_and_what_is_celebrated_are_read_as_on_their_pages(
    program: Callable[..., Client], staff: Staff, objective: Objective
) -> None:
    api = program(staff.carol)

    owed = api.get("/api/owed").json()
    nothing = api.get("/api/celebrations", {"cycle": "2026-Q3"})
    unknown = api.get("/api/celebrations", {"cycle": "1999-Q1"})

    assert [(one["kind"], one["due"]) for one in owed] == [("check-in", "2026-07-01")]
    assert nothing.json() == []
    assert unknown.status_code == 404


def test_an_editor_manages_their_own_team_by_the_api_and_reaches_no_further(
    program: Callable[..., Client], staff: Staff
) -> None:
    mine, other = f"/api/teams/{staff.success.pk}", f"/api/teams/{staff.product.pk}"
    bob, alice = program(staff.bob, "manage teams"), program(staff.alice, "manage teams")
    asked = {"email": "new@x.example", "team": staff.success.pk, "role": "viewer"}

    given = bob.put(f"{mine}/members/{staff.erin.pk}", {"role": "viewer"}, JSON)
    renamed = bob.patch(mine, {"name": "Care"}, JSON)
    refused = [
        bob.put(f"{other}/members/{staff.bob.pk}", {"role": "editor"}, JSON),
        bob.patch(other, {"name": "Ours"}, JSON),
        alice.patch(mine, {"name": "Care", "parent": staff.product.pk}, JSON),
        alice.post("/api/invitations", {"email": "boss@x.example", "is_administrator": True}, JSON),
        program(staff.bob, "write").post("/api/invitations", asked, JSON),
    ]
    invited = bob.post("/api/invitations", asked, JSON)

    assert [one["person"]["name"] for one in given.json()["members"]] == ["Bob", "Carol", "Dave", "Erin"]
    assert renamed.json()["name"] == "Care"
    assert [one.status_code for one in refused] == [403] * 5
    assert invited.status_code == 201
    assert [one["email"] for one in bob.get("/api/invitations").json()] == ["new@x.example"]
