"""Tables that several uploaded files give together, as `holdfast init` makes them of a folder."""

# ruff: noqa: E501 (rows of exports are as wide as they are)
from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.service.exports.test_stripe import PAYMENTS
from tests.service.exports.test_zendesk import API_TICKETS, METRICS, RATINGS
from tests.web.dataset.conftest import ORDERS
from tests.web.dataset.test_pages import COMPANY, Page, form_of

from holdfast.service.init import init_workspace
from holdfast.service.workspace import open_workspace
from holdfast.web.audit.models import Entry
from holdfast.web.dataset.arriving import receive
from holdfast.web.dataset.models import Arrival
from holdfast.web.dataset.pulling import use_as_namesake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

    from holdfast.web.audit.actions import Actor
    from holdfast.web.people.models import Person

pytestmark = pytest.mark.once  # files are joined by what they hold; `test_pages` keeps their arrivals on both

SUBSCRIPTIONS = """id,customer_id,status,start_date,created,trial_end,canceled_at,ended_at,current_period_end,cancel_at_period_end
sub_1,cus_a,active,1704189600,1704189600,,,,1717321200,false
sub_2,cus_b,canceled,1704189600,1704189600,1705399200,1713600000,1714521600,1736000000,true
"""
ITEMS = "id,subscription_id,price_id,quantity,created\nsi_1,sub_1,price_m,3,1704189600\nsi_2,sub_2,price_y,1,1704189600\n"
PRICES = """id,product_id,currency,unit_amount,recurring_interval,recurring_interval_count
price_m,prod_pro,usd,1950,month,1
price_y,prod_team,usd,24000,year,1
"""
STRIPE = {"subscriptions.csv": SUBSCRIPTIONS, "subscription_items.csv": ITEMS, "prices.csv": PRICES}
ZENDESK = {"tickets.csv": API_TICKETS, "ticket_metrics.csv": METRICS, "satisfaction_ratings.csv": RATINGS}
SPANS = "SELECT subscription_id, customer_id, amount_minor, interval_months, currency FROM subscriptions ORDER BY 1"
READ = [("si_1", "cus_a", 5850, 1, "USD"), ("si_2", "cus_b", 24000, 12, "USD")]


@pytest.fixture
def browser(as_: Callable[[Person | None], Client], staff: Staff) -> Client:
    """Of the administrator."""
    return as_(staff.alice)


@pytest.mark.parametrize("begin", [0, 1, 2])
def test_exports_of_several_files_become_one_table_in_whatever_order_they_come(
    browser: Client, empty: Path, begin: int
) -> None:
    names = list(STRIPE)
    for name in names[begin:] + names[:begin]:
        _send(browser, **{name: STRIPE[name]})

    page = browser.get(f"/data/files/{_row('subscription_items.csv').key}")
    used = _use(browser, "subscription_items.csv")

    assert "together with" in page.content.decode()
    assert "One row is one item of a subscription" in page.content.decode()
    assert used.status_code == 302
    assert _rows(empty, SPANS) == READ
    assert {one.state for one in Arrival.objects.all()} == {"used"}
    assert sorted(one.name for one in empty.iterdir()) == sorted([".holdfast", "holdfast.toml", *STRIPE])
    assert list((empty / ".holdfast" / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    ("files", "tables"), [(STRIPE, ["subscriptions"]), (ZENDESK, ["surveys", "tickets"])]
)
def test_what_is_read_in_the_browser_is_what_init_reads(
    browser: Client,
    empty: Path,
    tmp_path_factory: pytest.TempPathFactory,
    files: dict[str, str],
    tables: list[str],
) -> None:
    other = tmp_path_factory.mktemp("init")
    for name, text in files.items():
        (other / name).write_text(text)
    init_workspace(other)

    _send(browser, **files)
    while waiting := [one for one in Arrival.objects.filter(state="waiting") if one.table]:
        host = next((one for one in waiting if len(one.parts) > 1), waiting[0])
        assert _use(browser, host.name).status_code == 302

    made = [tomllib.loads((one / "holdfast.toml").read_text())["tables"] for one in (empty, other)]
    assert sorted(made[0]) == sorted(made[1]) == tables
    for table in tables:
        assert _rows(empty, f"SELECT * FROM {table} ORDER BY 1") == _rows(
            other, f"SELECT * FROM {table} ORDER BY 1"
        )


def test_the_page_of_a_part_leads_to_the_one_where_both_are_used(browser: Client, empty: Path) -> None:
    _send(browser, **STRIPE)

    page = browser.get(f"/data/files/{_row('prices.csv').key}").content.decode()
    listed = browser.get("/data").content.decode()

    assert "It is read for subscriptions together with" in page
    assert str(_row("subscription_items.csv").key) in page
    assert "3 files together" in listed
    assert listed.count("used together with subscription_items.csv") == 2


def test_a_part_that_gives_a_table_of_its_own_waits_on_for_that(browser: Client, shop: Path) -> None:
    _send(browser, **ZENDESK)

    _use(browser, "satisfaction_ratings.csv")
    waits = _row("tickets.csv").state
    used = _use(browser, "tickets.csv")

    sections = tomllib.loads((shop / "holdfast.toml").read_text())
    assert (waits, used.status_code) == ("waiting", 302)
    assert sections["sources"]["zendesk_tickets_api"] == {"files": "tickets.csv"}
    assert (shop / "tickets.csv").read_text() == API_TICKETS
    assert not (shop / "tickets-2.csv").exists()


def test_a_file_that_comes_later_is_joined_to_one_that_is_used_already(browser: Client, shop: Path) -> None:
    (shop / "subscriptions.csv").write_text(
        SUBSCRIPTIONS.replace("status,", "status,price_id,")
        .replace("active,", "active,price_m,")
        .replace("canceled,17", "canceled,price_y,17")
    )
    text = (shop / "holdfast.toml").read_text()
    mapped = 'subscription_id = "id"\nstarted_at = "created"\nstate = { value = "active" }\namount_minor = { value = 1 }\ninterval_months = { value = 1 }\n'
    (shop / "holdfast.toml").write_text(
        f'{text}\n[tables.subscriptions]\nfiles = "subscriptions.csv"\n\n[tables.subscriptions.columns]\n{mapped}'
    )
    _send(browser, **{"prices.csv": PRICES})

    page = browser.get(f"/data/files/{_row('prices.csv').key}").content.decode()
    used = _use(browser, "prices.csv")

    assert "(used already)" in page
    assert used.status_code == 302
    assert _rows(shop, "SELECT subscription_id, amount_minor FROM subscriptions ORDER BY 1") == [
        ("sub_1", 1950),
        ("sub_2", 24000),
    ]


def test_next_month_s_file_takes_the_place_of_the_part_and_the_earlier_one_can_be_put_back(
    browser: Client, empty: Path, administrator: Actor
) -> None:
    _send(browser, **STRIPE)
    _use(browser, "subscription_items.csv")
    before = (empty / "holdfast.toml").read_text()
    dearer = PRICES.replace("1950", "2950")

    page = _send(browser, **{"prices.csv": dearer})
    _use(browser, "prices.csv")
    after = _rows(empty, SPANS)
    browser.post(f"/data/files/{_row('prices.csv').key}/put-back")

    assert "takes the place of its namesake" in page.content.decode()
    assert after[0][2] == 3 * 2950
    assert _rows(empty, SPANS) == READ
    assert (empty / "holdfast.toml").read_text() == before


def test_a_program_sends_next_month_s_part_and_it_is_used_at_once(
    browser: Client, empty: Path, administrator: Actor
) -> None:
    _send(browser, **STRIPE)
    _use(browser, "subscription_items.csv")

    row = receive(administrator, "prices.csv", [PRICES.replace("1950", "2950").encode()])
    used = use_as_namesake(administrator, row)

    assert used.state == "used"
    assert _rows(empty, SPANS)[0][2] == 3 * 2950


def test_a_part_that_does_not_fit_is_named_with_its_file_and_changes_nothing(
    browser: Client, empty: Path
) -> None:
    _send(browser, **{**STRIPE, "prices.csv": PRICES.replace("month,1", "month,one")})
    address = f"/data/files/{_row('subscription_items.csv').key}"

    page = browser.get(address).content.decode()
    answer = browser.post(address, {"table": "subscriptions", "do": "use"})

    assert "Could not convert" in page
    assert answer.status_code == 422
    assert [one.name for one in empty.iterdir()] == [".holdfast"]
    assert {one.state for one in Arrival.objects.all()} == {"waiting"}


def test_what_is_thrown_away_beside_it_lets_it_be_read_alone(browser: Client, empty: Path) -> None:
    _send(browser, **STRIPE)
    host = _row("subscription_items.csv")

    browser.post(f"/data/files/{_row('prices.csv').key}/drop")
    page = browser.get(f"/data/files/{host.key}")

    assert page.status_code == 200
    assert "together with" not in page.content.decode()
    host.refresh_from_db()
    assert host.parts == {}


def test_who_wants_it_alone_reads_it_alone_and_together_again_by_choosing_the_table(
    browser: Client, shop: Path
) -> None:
    _send(browser, **ZENDESK)
    address = f"/data/files/{_row('satisfaction_ratings.csv').key}"

    browser.post(address, {"table": "surveys", "do": "alone"})
    alone = _row("satisfaction_ratings.csv").parts
    browser.post(address, {"table": "tickets", "do": "table"})
    browser.post(address, {"table": "surveys", "do": "table"})

    assert alone == {}
    assert len(_row("satisfaction_ratings.csv").parts) == 2


def test_rows_that_name_no_customer_find_theirs_through_another_file(browser: Client, shop: Path) -> None:
    bought = "payment_id,order_id,paid_at\np1,o1,2026-03-02\n"
    visits = "ticket_id,order_id,created_at,status\nt1,o1,2026-03-02,open\nt2,o2,2026-04-05,open\n"
    (shop / "holdfast.toml").write_text((shop / "holdfast.toml").read_text())
    _send(browser, **{"payments.csv": bought, "tickets.csv": visits})

    row = _row("tickets.csv")
    used = _use(browser, "tickets.csv")

    assert sorted(row.parts.values()) == ["", str(row.key)]
    assert used.status_code == 302
    assert _rows(shop, "SELECT ticket_id, customer_id FROM tickets ORDER BY 1") == [
        ("t1", "c1"),
        ("t2", "c2"),
    ]
    assert (shop / "orders.csv").read_text() == ORDERS


def test_a_part_that_somebody_used_meanwhile_is_read_from_where_it_is(browser: Client, shop: Path) -> None:
    _send(browser, **ZENDESK)
    _use(browser, "tickets.csv")

    page = browser.get(f"/data/files/{_row('satisfaction_ratings.csv').key}")
    used = _use(browser, "satisfaction_ratings.csv")

    assert "(used already)" in page.content.decode()
    assert used.status_code == 302
    assert _rows(shop, "SELECT survey_id FROM surveys ORDER BY 1") == [("1",), ("2",), ("3",)]


def test_a_file_that_a_query_reads_alone_is_replaced_under_its_name_and_read_anew_under_another(
    browser: Client, empty: Path
) -> None:
    _send(browser, **{"payments.csv": PAYMENTS})
    _use(browser, "payments.csv")
    more = (
        PAYMENTS + "ch_9,Renewal,Payment complete.,2024-03-02 10:00,5.00,0.00,usd,5.00,1.43,Paid,cus_z,true\n"
    )

    _send(browser, **{"payments.csv": more})
    same = _use(browser, "payments.csv")
    counted = _rows(empty, "SELECT COUNT(*) FROM orders WHERE customer_id = 'cus_z'")
    _send(browser, **{"payments-june.csv": PAYMENTS})
    other = _use(browser, "payments-june.csv")

    assert (same.status_code, other.status_code) == (302, 302)
    assert counted == [(1,)]
    assert _rows(empty, "SELECT COUNT(*) FROM orders WHERE customer_id = 'cus_z'") == [(0,)]
    assert Entry.objects.filter(action="used file").count() == 3


def test_a_list_of_customers_that_says_who_left_is_used_for_that_too(browser: Client, empty: Path) -> None:
    accounts = "account_id,signup_date,churn_date,mrr\na1,2024-01-02,2024-03-01,10\na2,2024-01-02,,20\n"
    spans = "SELECT customer_id, ended_at IS NOT NULL, amount_minor FROM subscriptions ORDER BY 1"
    _send(browser, **{"accounts.csv": accounts})

    page = browser.get(f"/data/files/{_row('accounts.csv').key}").content.decode()
    used = _use(browser, "accounts.csv")
    first = _rows(empty, spans)
    _send(browser, **{"accounts.csv": accounts.replace("02,,20", "02,2024-04-01,20")})
    _use(browser, "accounts.csv")

    assert "Its column churn_date says who left." in page
    assert used.status_code == 302
    assert first == [("a1", True, 1000), ("a2", False, 2000)]
    assert _rows(empty, spans)[1] == ("a2", True, 2000)


def _send(browser: Client, **files: str) -> Page:
    sent = [SimpleUploadedFile(name, text.encode()) for name, text in files.items()]
    return browser.post("/data/upload", {"file": sent}, follow=True)


def _use(browser: Client, name: str) -> Page:
    """Use a waiting file as it is proposed."""
    address = f"/data/files/{_row(name).key}"
    about = {f"company-{key}": value for key, value in COMPANY.items()}
    return browser.post(address, form_of(browser.get(address)) | about | {"do": "use"})


def _row(name: str) -> Arrival:
    """The latest of the name."""
    row = Arrival.objects.filter(name=name).first()
    assert row is not None
    return row


def _rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with open_workspace(folder) as opened:
        return [tuple(row) for row in opened.engine.rows(sql)]
