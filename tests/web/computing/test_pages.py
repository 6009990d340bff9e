"""Pages of risk, drivers, survival and worth: what a job found, who may see whom, and what is refused."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import NOON

from holdfast.service.demo import make_demo_company
from holdfast.web.audit.actions import Actor
from holdfast.web.computing.models import Computed
from holdfast.web.computing.tasks import compute
from holdfast.web.holdouts.models import Holdout
from holdfast.web.metrics.actions import know_catalogue
from holdfast.web.tokens.actions import make_token

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django import DjangoAssertNumQueries, Settings
    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

pytestmark = pytest.mark.once  # of what a job found; `test_asking` keeps and finds it on both

PAGES = {
    "risk": "/risk",
    "drivers": "/drivers",
    "survival": "/survival?by=size",
    "worth": "/worth?by=size",
    "link": "/drivers/link?metric=onboarding_completed&within_days=10",
}


def words(html: str) -> str:
    """What stands on a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("kind", PAGES)
def test_what_was_found_stands_on_its_page_in_a_few_queries(
    kind: str,
    known: Callable[[str], Computed],
    staff: Staff,
    as_: Callable[[Person | None], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    know_catalogue()
    known(kind)
    client = as_(staff.dave)
    client.get(PAGES[kind])

    with django_assert_max_num_queries(12):
        answer = client.get(PAGES[kind])

    assert answer.status_code == 200
    said = words(answer.content.decode())
    assert "Computed just now" in said
    assert "arr_band" not in said
    assert "ARR band" in said or kind == "risk"
    assert DBTaskResult.objects.count() == 0


def test_names_of_customers_at_risk_are_for_those_who_work_with_them(
    known: Callable[[str], Computed], staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    row = known("risk")
    first = row.answer["listed"][0]["customer_id"]

    seen = as_(staff.carol).get("/risk").content.decode()
    hidden = as_(staff.dave).get("/risk").content.decode()

    receipt = row.answer["receipt"]
    told = f"{receipt['named_left']} of {receipt['named']} left of the others {receipt['others_left']} of"
    assert first in seen
    assert all(one["customer_id"] not in hidden for one in row.answer["listed"])
    assert "see which customers these are" in hidden
    assert told in words(hidden)
    assert "nine times in ten between" in words(hidden)
    assert [as_(one).get("/risk/customers.csv").status_code for one in (staff.dave, staff.carol)] == [
        403,
        200,
    ]


def test_the_kept_list_is_narrowed_to_a_segment_and_no_job_is_asked(
    known: Callable[[str], Computed], staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    answer = known("risk").answer
    large = next(one for one in answer["segments"] if one["value"] == "large")
    others = {one["customer_id"] for one in answer["listed"]} - {
        one["customer_id"] for one in large["listed"]
    }
    client = as_(staff.carol)

    page = client.get("/risk?segment=size%3Dlarge").content.decode()
    file = client.get("/risk/customers.csv?segment=size%3Dlarge").content.decode()
    unknown = [client.get(f"/risk{one}?segment=size%3Dhuge").status_code for one in ("", "/customers.csv")]

    assert (
        sum(one["customers"] for one in answer["segments"] if one["column"] == "size") == answer["customers"]
    )
    assert f"of {large['customers']} customers with size large" in words(page)
    assert [one["customer_id"] in page for one in large["listed"]] == [True] * 10
    assert not any(one in page for one in others)
    assert [row["customer_id"] for row in csv.DictReader(io.StringIO(file))] == [
        one["customer_id"] for one in large["listed"]
    ]
    assert unknown == [422, 404]
    assert DBTaskResult.objects.count() == 0


def test_the_list_is_a_file_of_which_a_spreadsheet_runs_nothing_and_what_speaks_against_it_comes_first(
    known: Callable[[str], Computed], staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    row = known("risk")
    row.answer["listed"][0]["customer_id"] = "=1+1"
    row.answer["doubt"] = "This list is no better than names drawn by lot. 5.1 in ten."
    row.save()

    page = words(as_(staff.carol).get("/risk").content.decode())
    answer = as_(staff.carol).get("/risk/customers.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert rows[0]["customer_id"] == "'=1+1"
    assert page.index("no better than names drawn by lot. 5.1 in ten.") < page.index("In short")
    assert len(rows) == len(row.answer["listed"]) == 10
    assert "attachment" in answer["Content-Disposition"]


def test_another_length_is_another_question_and_what_is_no_length_is_refused(
    known: Callable[[str], Computed], staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    known("risk")
    client = as_(staff.carol)

    asked = client.get("/risk?length=20")
    refused = [client.get(f"/risk?{one}") for one in ("length=0", "length=9999", "horizon=7", "order=name")]

    assert "A job goes through the data" in asked.content.decode()
    assert DBTaskResult.objects.count() == 1
    assert [one.status_code for one in refused] == [422] * 4
    assert "as many as the team can work through" in refused[0].content.decode()


def test_too_few_who_left_are_refused_in_words_with_what_it_would_need(
    staff: Staff, as_: Callable[[Person | None], Client], tmp_path: Path, settings: Settings
) -> None:
    make_demo_company(tmp_path / "small", company="Seed", customers=40, seed=7)
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path / "small", today=NOON.date())
    client = as_(staff.carol)
    client.get("/risk")

    compute.call(Computed.objects.get().pk)
    told = words(client.get("/risk").content.decode())

    assert re.search(r"\d+ of \d+ customers left. Expected at least 30", told)
    assert "more month" in told
    assert str(tmp_path) not in told


def test_compute_again_asks_for_the_same_question_and_goes_back_to_it(
    known: Callable[[str], Computed],
    staff: Staff,
    as_: Callable[[Person | None], Client],
    now: Callable[[timedelta], None],
) -> None:
    row = known("worth")
    now(timedelta(minutes=5))
    sent = {**{name: str(value) for name, value in row.content.items()}, "query": "by=size"}

    answer = as_(staff.dave).post("/compute-again/worth", sent)

    assert answer["Location"] == "/worth?by=size"
    assert DBTaskResult.objects.count() == 1
    assert "what stands here was computed 5 minutes ago" in words(
        as_(staff.dave).get("/worth?by=size").content.decode()
    )


def test_an_effort_in_the_address_is_told_at_once_and_without_a_job(
    known: Callable[[str], Computed], staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    known("worth")
    client = as_(staff.dave)

    told = words(client.get("/worth?by=size&effort=30,000&reach=200&kept=4").content.decode())
    refused = [
        client.get(f"/worth?by=size&{one}") for one in ("effort=much", "effort=1&reach=999999", "reach=3")
    ]

    assert re.search(r"An effort of USD 30,000 for 200 customers pays if it keeps \d", told)
    assert "It kept 4.0" in told
    assert [one.status_code for one in refused] == [422] * 3
    assert "at most the" in refused[1].content.decode()
    assert DBTaskResult.objects.count() == 0


def test_a_driver_leads_to_the_test_of_its_link_to_holdouts_and_to_a_draft_and_is_asked_by_segment(
    known: Callable[[str], Computed], staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    row = known("drivers")

    told = as_(staff.dave).get("/drivers").content.decode()
    asked = as_(staff.dave).get("/drivers?segment=size%3Dlarge").content.decode()
    refused = as_(staff.dave).get("/drivers?segment=large").status_code

    choices = [[value, f"{customers:,}"] for _, value, customers in row.answer["segments"]]
    assert all(f">{value} ({customers})</option>" in told for value, customers in choices)
    assert "A job goes through the data" in asked
    assert '<option value="size=large" selected>' in asked
    assert refused == 422
    assert "/drivers/link?metric=onboarding_completed&amp;within_days=10" in told
    assert "Test it by lot" in told
    assert "/drafts/from?reason=slow+onboarding" in told


def test_a_link_is_tested_by_a_job_and_told_with_its_range(
    known: Callable[[str], Computed], staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    know_catalogue()
    row = known("link")
    client = as_(staff.dave)

    told = words(client.get(PAGES["link"]).content.decode())
    missing = [client.get(f"/drivers/link{one}").status_code for one in ("", "?metric=nothing_of_it")]

    assert row.answer["sentence"].split("“")[0].strip() in told
    assert missing == [404, 404]


def test_curves_and_cohorts_have_their_data_as_a_table(
    known: Callable[[str], Computed], staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    row = known("survival")

    html = as_(staff.dave).get(PAGES["survival"]).content.decode()

    everybody = row.answer["report"]["everybody"]
    year = next(one["share"] for one in everybody["points"] if one["days"] == 365)
    assert html.count('class="chart chart-') == 2
    assert f"Everybody {everybody['customers']:,}" in words(html)
    assert f"{100 * year:.0f}%" in words(html)
    assert all(one["name"] in html for one in row.answer["report"]["cohorts"])


def test_without_data_every_page_says_what_it_needs_and_asks_for_nothing(
    staff: Staff, as_: Callable[[Person | None], Client], tmp_path: Path, settings: Settings
) -> None:
    know_catalogue()
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path)
    client = as_(staff.dave)

    told = [client.get(one).content.decode() for one in PAGES.values()]

    assert all("There are no data yet" in one for one in told)
    assert DBTaskResult.objects.count() == 0
    assert Computed.objects.count() == Holdout.objects.count() == 0


def test_a_program_reads_what_the_pages_show_and_only_some_see_names(
    known: Callable[[str], Computed], staff: Staff
) -> None:
    row = known("risk")

    def read(person: Person, path: str) -> Any:  # noqa: ANN401 - of JSON
        token = make_token(Actor(person, "page", NOON), "a program", ["read"], days=30)[1]
        return Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/{path}").json()

    seen, hidden, waits = (
        read(staff.carol, "risk"),
        read(staff.dave, "risk"),
        read(staff.dave, "worth?by=size"),
    )

    assert (seen["state"], seen["as_of"], seen["trouble"]) == ("known", "2026-08-24", "")
    assert seen["report"]["listed"] == row.answer["listed"]
    assert hidden["report"]["listed"] is None
    assert {one["listed"] for one in hidden["report"]["segments"]} == {None}
    assert hidden["report"]["receipt"] == row.answer["receipt"]
    assert (waits["state"], waits["report"]) == ("waiting", None)
