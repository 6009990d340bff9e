"""The page "Why customers leave": what a job found, how old it is, and what it would need."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django_tasks_db.models import DBTaskResult

from holdfast.records.reason import why_of
from holdfast.web.reasons.models import AskedText, ReasonsLook
from holdfast.web.reasons.queries import reasons_page_of
from holdfast.web.reasons.tasks import find_reasons

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings
    from tests.web.conftest import Staff
    from tests.web.reasons.conftest import Found

    from holdfast.web.people.models import Person

WORKSPACE = '[company]\nname = "Small"\ntime_zone = "UTC"\ncurrency = "EUR"\n[data]\nas_of = 2026-08-24\n'
CUSTOMERS = "customer_id,signed_at\n" + "".join(f"C{n},2025-01-01\n" for n in range(8))
TICKETS = "ticket_id,customer_id,opened_at,reopened,text\n" + "".join(
    f"T{n},C{n},2026-03-0{n + 1},0,The invoice of anna{n}@firm.example is <b>wrong</b>\n" for n in range(8)
)


def small(folder: Path, settings: Settings, **tables: str) -> None:
    """A workspace of these tables."""
    text = WORKSPACE
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(rows, encoding="utf-8")
        text += f'[tables.{name}]\nfiles = "{name}.csv"\n'
    (folder / "holdfast.toml").write_text(text, encoding="utf-8")
    (folder / ".holdfast").mkdir()
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=folder)


def queued() -> list[str]:
    return [one.task_path.rpartition(".")[2] for one in DBTaskResult.objects.order_by("enqueued_at")]


def test_without_a_workspace_nothing_is_computed(
    staff: Staff, as_: Callable[[Person | None], Client], tmp_path: Path, settings: Settings
) -> None:
    settings.DEPLOYMENT = replace(settings.DEPLOYMENT, workspace=tmp_path)
    client = as_(staff.dave)

    answer, again = client.get("/reasons"), client.post("/reasons/again")

    assert (answer.status_code, again.status_code, queued()) == (200, 302, [])
    assert "There are no data yet" in answer.content.decode()


def test_the_first_visit_has_the_reasons_found_and_a_second_one_does_not(
    company: Path, staff: Staff, as_: Callable[[Person | None], Client]
) -> None:
    client = as_(staff.dave)

    pages = [client.get("/reasons").content.decode() for _ in range(2)]
    client.post("/reasons/again")

    assert queued() == ["find_reasons"]
    assert all("A job reads what customers wrote" in page for page in pages)


def test_the_job_keeps_reasons_and_texts_and_finds_the_same_twice(
    company: Path, staff: Staff, found: Found
) -> None:
    looks, asked = [], []
    for _ in range(2):
        find_reasons.call()
        looks.append(ReasonsLook.objects.get())
        asked.append(list(AskedText.objects.values_list("words", "suggested")))

    first, second = looks
    assert first.error == ""
    assert why_of(first.content) == found[0]
    assert (first.content, first.version, first.taught) == (second.content, second.version, second.taught)
    assert asked[0] == asked[1]
    assert len(asked[0]) > 10


def test_each_reason_stands_with_its_figures_quotes_and_a_way_to_an_okr(
    looked: Path, staff: Staff, as_: Callable[[Person | None], Client], found: Found
) -> None:
    page = as_(staff.erin).get("/reasons").content.decode()

    why = found[0]
    assert why.sentence in page
    for one in why.reasons:
        assert f"{one.title}</h2>" in page or f"{one.title}</span>" in page or f"{one.title} <span" in page
        assert one.sentence in page
    assert page.count("drafts/from?reason=") == len(why.reasons)
    assert "Reasons given on leaving, beside what was written before" in page
    assert "found just now" in page
    assert queued() == []


def test_what_was_lost_has_its_range_and_is_never_below_nothing(looked: Path, found: Found) -> None:
    row = ReasonsLook.objects.get()
    reason = replace(
        found[0].reasons[0],
        verdict="goes with leaving",
        difference=0.02,
        low=-0.001,
        high=0.041,
        churn_with=0.06,
        churn_without=0.04,
        customers_lost=11.2,
        lost_low=-3.0,
        lost_high=20.6,
        revenue_lost=2_033_100.0,
        revenue_low=-10.0,
        revenue_high=4_120_700.0,
    )
    row.content = replace(found[0], reasons=(reason,), currency="USD").to_dict()

    [line] = reasons_page_of(row).shown

    assert line.figures == (
        ("Customers lost", "about 11", "0 to 21"),
        ("Revenue lost a month", "about USD 20,331", "USD 0.00 to USD 41,207"),
        ("Left in a month, who wrote about it", "6.0%", ""),
        ("Customers like them", "4.0%", ""),
        ("Difference", "+2.0 points", "-0.1 to +4.1"),
    )
    assert line.bar is not None


def test_a_failing_source_shows_its_error_and_what_was_found_before(
    looked: Path,
    staff: Staff,
    as_: Callable[[Person | None], Client],
    now: Callable[[timedelta], None],
    found: Found,
) -> None:
    now(timedelta(hours=5))
    (looked / "tickets.parquet").write_bytes(b"no parquet")
    find_reasons.call()

    page = as_(staff.dave).get("/reasons").content.decode()

    assert "The texts could not be read just now" in page
    assert "tickets.parquet" in page
    assert str(looked) not in page
    assert "What stands here was found 5 hours ago" in page
    assert found[0].sentence in page


def test_a_day_later_the_page_asks_again_and_changed_themes_are_told(
    looked: Path,
    staff: Staff,
    as_: Callable[[Person | None], Client],
    now: Callable[[timedelta], None],
) -> None:
    (looked / "confirmed_themes.jsonl").write_text('{"text": "a", "themes": []}\n', encoding="utf-8")
    client = as_(staff.dave)

    told = client.get("/reasons").content.decode()
    now(timedelta(hours=25))
    client.get("/reasons")

    assert "Themes or confirmed texts were changed since this was found" in told
    assert queued() == ["find_reasons"]


def test_texts_without_subscriptions_are_shown_with_what_cannot_be_known(
    staff: Staff, as_: Callable[[Person | None], Client], tmp_path: Path, settings: Settings
) -> None:
    small(tmp_path, settings, customers=CUSTOMERS, tickets=TICKETS)

    find_reasons.call()
    page = as_(staff.dave).get("/reasons").content.decode()

    assert "What cannot be known yet" in page
    assert "Nothing in the data says who left" in page
    assert "Invoices and payment" in page
    assert "[e-mail]" in page
    assert "firm.example" not in page
    assert "<b>wrong" not in page


def test_a_character_that_no_database_keeps_does_not_cost_the_look(
    staff: Staff, tmp_path: Path, settings: Settings
) -> None:
    tickets = TICKETS.replace("is <b>wrong</b>", "is wro\0ng and late")
    small(tmp_path, settings, customers=CUSTOMERS, tickets=tickets)

    find_reasons.call()

    row = ReasonsLook.objects.get()
    assert (row.error, "\0" in str(row.content)) == ("", False)
    assert not any("\0" in words for words in AskedText.objects.values_list("words", flat=True))


def test_orders_say_who_left_and_rows_without_words_are_told(
    staff: Staff, as_: Callable[[Person | None], Client], tmp_path: Path, settings: Settings
) -> None:
    orders = "order_id,customer_id,ordered_at,amount_minor,currency,kind\nO1,C1,2025-02-01,100,EUR,sale\n"
    late = TICKETS.replace("2026-03-0", "2026-09-0")
    small(tmp_path, settings, customers=CUSTOMERS, orders=orders, tickets=late)

    find_reasons.call()
    page = as_(staff.dave).get("/reasons").content.decode()

    assert "no row up to 24 Aug 2026 holds words of a customer" in page
    assert "Nothing in the data says who left" not in page


def test_data_without_texts_say_which_tables_would_hold_them(
    staff: Staff, as_: Callable[[Person | None], Client], tmp_path: Path, settings: Settings
) -> None:
    small(tmp_path, settings, customers=CUSTOMERS)

    find_reasons.call()
    page = as_(staff.dave).get("/reasons").content.decode()

    assert "Nothing here holds what customers write" in page
    assert "<code>churn_reasons</code>: customer, day, reason, text" in page
    assert ReasonsLook.objects.get().error == ""


def test_the_page_asks_the_database_a_fixed_number_of_times(
    looked: Path,
    staff: Staff,
    as_: Callable[[Person | None], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_(staff.dave)
    client.get("/reasons")

    for address in ("/reasons", "/reasons/themes", "/reasons/confirm"):
        with django_assert_max_num_queries(12):
            client.get(address)
