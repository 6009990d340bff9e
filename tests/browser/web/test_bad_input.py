"""What goes wrong in a real browser: two writers, hostile words, clocks, people who leave, hosts inside."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from holdfast.web.cycles.models import Cycle
from holdfast.web.objectives.models import Comment, KeyResult, Objective
from holdfast.web.people.models import Membership, Person, Team
from holdfast.web.tokens.models import Token
from holdfast.web.webhooks.models import Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
OVERRIDE, ISOLATE = "\u202e", "\u2067"
HEBREW = "לקוחות נשארים 90% איתנו"
HOSTILE = f"""<script>document.title = "taken"</script> <img src=x onerror="document.title = 'taken'">
[press me](javascript:document.title='taken') ![seen](https://x.example/pixel.png)

{HEBREW} {OVERRIDE}gnp.exe{ISOLATE}

# Not a heading of the page
"""


@pytest.fixture
def office(live_server: LiveServer, settings: Settings) -> str:
    """Gil administers, Ada edits, Ben owns; a running cycle with a draft and a bet, and a closed one."""
    settings.CLOCK = lambda: NOON
    team = Team.objects.create(name="Success")
    gil, ada, ben = (
        Person.objects.create_user(f"{name}@demo.example", "x", name=name.title(), joined_at=NOON)
        for name in ("gil", "ada", "ben")
    )
    gil.is_administrator = True
    gil.save()
    for person, role in ((ada, "editor"), (ben, "contributor")):
        Membership.objects.create(person=person, team=team, role=role)
    for name, begins, ends, state in (
        ("2026-Q2", date(2026, 4, 1), date(2026, 7, 1), "closed"),
        ("2026-Q3", date(2026, 7, 1), date(2026, 10, 1), "active"),
    ):
        cycle = Cycle.objects.create(name=name, starts_on=begins, ends_on=ends, state=state)
        row = Objective.objects.create(
            cycle=cycle,
            team=team,
            owner=ada,
            text=f"Customers stay in {name}",
            state="closed" if state == "closed" else "published",
            created_at=NOON,
            published_at=NOON,
        )
        for number in range(1, 13 if state == "active" else 2):
            KeyResult.objects.create(
                objective=row,
                position=number,
                text=f"Calls {number} from 10 to 20",
                owner=ben,
                baseline=10,
                target=20,
            )
    Objective.objects.create(
        cycle=Cycle.objects.get(state="active"), team=team, owner=ada, text="A draft", created_at=NOON
    )
    return live_server.url


def _open(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """A page, and what its console says wrong from now on; a page that is refused with words is not wrong."""
    page, wrong = context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(address)
    return page, wrong


def test_of_two_who_edit_one_objective_the_second_sees_what_changed_and_loses_nothing(
    office: str, logged_in: Callable[..., BrowserContext]
) -> None:
    row = Objective.objects.get(text="A draft")
    first, second = (
        _open(logged_in(name), f"{office}/objectives/{row.pk}/edit")[0] for name in ("gil", "ada")
    )

    first.get_by_label("Objective", exact=True).fill("Customers stay with us")
    first.get_by_label("Whom it is about").fill("Small accounts")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Saved")).to_be_visible()
    second.get_by_label("Objective", exact=True).fill("Customers come back")
    second.get_by_label("What has to be true").fill("Who comes back stays")
    second.get_by_role("button", name="Save", exact=True).click()

    expect(second.get_by_text("Gil changed this objective while you were writing")).to_be_visible()
    expect(second.get_by_role("cell", name="Customers stay with us")).to_be_visible()
    expect(second.get_by_label("Objective", exact=True)).to_have_value("Customers come back")
    row.refresh_from_db()
    assert row.text == "Customers stay with us"
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("Saved")).to_be_visible()
    row.refresh_from_db()
    assert (row.text, row.scope, row.assumption) == (
        "Customers come back",
        "Small accounts",
        "Who comes back stays",
    )


def test_a_comment_with_script_tricks_and_other_directions_is_text_on_every_screen(
    office: str, logged_in: Callable[..., BrowserContext]
) -> None:
    row = Objective.objects.get(cycle__state="active", state="published")
    page, wrong = _open(logged_in("ada", width=390, scheme="dark"), f"{office}/objectives/{row.pk}")
    title = page.title()

    page.get_by_label("Your comment").fill(HOSTILE + "x" * 400)
    page.get_by_role("button", name="Comment", exact=True).click()
    said = page.locator(".comment .said")
    expect(said).to_contain_text("<script>")

    assert Comment.objects.count() == 1
    assert page.title() == title
    assert said.locator("script, img, h1, h2, a[href^=javascript]").count() == 0
    assert (
        said.get_by_text(HEBREW).evaluate("e => getComputedStyle(e.closest('[dir=auto]')).unicodeBidi")
        == "isolate"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert wrong == []


def test_somebody_who_leaves_hands_over_twelve_key_results_by_one_choice(
    office: str, logged_in: Callable[..., BrowserContext]
) -> None:
    ben, ada = Person.objects.get(name="Ben"), Person.objects.get(name="Ada")
    page, wrong = _open(logged_in("gil"), f"{office}/people/{ben.pk}/leave")

    page.get_by_label(re.compile("^Everything, unless")).select_option(str(ada.pk))
    page.get_by_role("button", name="Deactivate Ben").click()

    expect(page.get_by_text("Ben").first).to_be_visible()
    assert KeyResult.objects.filter(objective__cycle__state="active", owner=ada).count() == 12
    assert not Person.objects.get(pk=ben.pk).is_active
    # Of what is closed, it stays written who owned it.
    assert KeyResult.objects.get(objective__cycle__state="closed").owner == ben
    assert wrong == []


def test_a_closed_cycle_offers_no_change_and_a_form_left_open_is_refused_with_words(
    office: str, logged_in: Callable[..., BrowserContext]
) -> None:
    closed = KeyResult.objects.get(objective__cycle__state="closed")
    running = KeyResult.objects.filter(objective__cycle__state="active").first()
    assert running is not None
    context = logged_in("ben")
    page, _ = _open(context, f"{office}/key-results/{closed.pk}")
    left_open, _ = _open(context, f"{office}/key-results/{running.pk}/check-in")

    Cycle.objects.filter(state="active").update(state="closed")
    left_open.get_by_label("Value").fill("12")
    left_open.locator(".scale label", has_text="7").click()
    left_open.get_by_role("button", name="Check in").click()

    assert page.get_by_role("link", name=re.compile("Check in|Amend")).count() == 0
    expect(left_open.locator("main")).to_contain_text("closed")
    assert running.check_ins.count() == 0


@pytest.mark.parametrize("days", [-400, -40, 400])
def test_pages_open_whichever_way_the_clock_jumps(
    office: str, logged_in: Callable[..., BrowserContext], settings: Settings, days: int
) -> None:
    row = Objective.objects.get(cycle__state="active", state="published")
    Comment.objects.create(objective=row, author=row.owner, text="Before the jump", at=NOON)
    settings.CLOCK = lambda: NOON + timedelta(days=days)

    page, wrong = _open(logged_in("gil"), f"{office}/quarter")
    statuses = {
        path: answer.status if (answer := page.goto(f"{office}{path}")) else 0
        for path in (
            "/quarter",
            f"/objectives/{row.pk}",
            "/owed",
            "/check-ins",
            "/meetings",
            "/people",
            "/operations",
        )
    }

    assert set(statuses.values()) == {200}, statuses
    assert "Before the jump" in page.goto(f"{office}/objectives/{row.pk}").text()  # type: ignore[union-attr]
    assert wrong == []


def test_a_webhook_to_a_host_inside_is_refused_with_words_and_what_was_typed_stays(
    office: str, logged_in: Callable[..., BrowserContext]
) -> None:
    page, _ = _open(logged_in("gil"), f"{office}/webhooks")

    for address in (
        "http://x.example/in",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://a:b@x.example/",
    ):
        page.get_by_label("Address", exact=True).fill(address)
        page.locator("input[value='check_in.made']").check()
        page.get_by_role("button", name="Add it").click()

        expect(page.locator("[role=alert], .errors").first).to_be_visible()
        expect(page.get_by_label("Address", exact=True)).to_have_value(address)
    assert not Endpoint.objects.exists()


def test_a_token_in_an_address_opens_nothing_and_is_revoked(
    office: str, logged_in: Callable[..., BrowserContext]
) -> None:
    page, _ = _open(logged_in("ada"), f"{office}/tokens")
    page.get_by_label("What it is for").fill("a report")
    page.get_by_label("Read what you can see").check()
    page.get_by_role("button", name="Make the token").click()
    secret = page.locator("code.secret").inner_text()

    answer = page.goto(f"{office}/api/objectives?token={secret}")

    assert answer is not None
    assert answer.status in {400, 401, 403}
    assert "Customers stay" not in answer.text()
    assert Token.objects.get().revoked_at is not None
