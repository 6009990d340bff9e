"""From a file in a browser to what can be measured."""

from __future__ import annotations

import re
import tomllib
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.web.audit.models import Entry
from holdfast.web.dataset.models import Arrival, Check
from holdfast.web.dataset.tasks import check_data

from .conftest import CUSTOMERS, ORDERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.conftest import Staff

    from holdfast.web.people.models import Person

Page = Any  # the test client's answer
COMPANY = {"name": "Acme", "time_zone": "Europe/Berlin", "currency": "EUR"}


@pytest.fixture
def browser(as_: Callable[[Person | None], Client], staff: Staff) -> Client:
    """Of the administrator."""
    return as_(staff.alice)


def test_the_first_file_leads_from_an_empty_folder_to_what_can_be_measured(
    browser: Client, empty: Path
) -> None:
    assert b"Begin with your customers" in browser.get("/data").content

    page = _sent(browser, "accounts.csv", CUSTOMERS)
    assert b"Your company" in page.content
    about = {f"company-{name}": value for name, value in COMPANY.items()}
    used = browser.post(page.wsgi_request.path, form_of(page) | about | {"do": "use"}, follow=True)
    page = _sent(browser, "orders.csv", ORDERS)
    browser.post(page.wsgi_request.path, form_of(page) | {"do": "use"})
    _run_checks()

    assert "accounts.csv is used as customers" in used.content.decode()
    assert tomllib.loads((empty / "holdfast.toml").read_text())["company"] == COMPANY
    assert (empty / "accounts.csv").read_text() == CUSTOMERS
    assert "repeat_purchase_rate" in [one["metric"] for one in Check.objects.get().report["measurable"]]
    assert re.search(rb"of [0-9]+ metrics", browser.get("/data").content)


def test_trying_needs_no_name_of_the_company_and_reads_by_its_time_zone(browser: Client, empty: Path) -> None:
    page = _sent(browser, "accounts.csv", CUSTOMERS)

    form = form_of(page) | {"company-time_zone": "America/New_York", "do": "try"}
    tried = browser.post(page.wsgi_request.path, form)
    used = browser.post(page.wsgi_request.path, form | {"do": "use"})

    # Midnight in New York, in winter, is 05:00 in UTC.
    assert "2026-01-05 05:00:00" in tried.content.decode()
    assert (tried.status_code, used.status_code) == (200, 422)
    assert not (empty / "holdfast.toml").exists()


def test_a_file_is_read_as_its_namesake_and_takes_its_place(browser: Client, shop: Path) -> None:
    before = (shop / "holdfast.toml").read_bytes()
    page = _sent(browser, "orders.csv", ORDERS + "o3,c1,2026-05-03,1.00,refund\n")

    assert b"It replaces orders.csv" in page.content
    browser.post(page.wsgi_request.path, form_of(page) | {"do": "use"})

    assert (shop / "orders.csv").read_text().count("\n") == 4
    assert (shop / "holdfast.toml").read_bytes() == before
    assert Arrival.objects.get().kept


def test_the_file_that_was_replaced_can_be_put_back(browser: Client, shop: Path) -> None:
    page = _sent(browser, "orders.csv", ORDERS.replace("o2", "o9"))
    browser.post(page.wsgi_request.path, form_of(page) | {"do": "use"})
    key = Arrival.objects.get().key

    first = browser.post(f"/data/files/{key}/put-back")
    again = browser.post(f"/data/files/{key}/put-back")

    assert (shop / "orders.csv").read_text() == ORDERS
    assert (first.status_code, again.status_code) == (302, 422)


def test_a_proposed_reading_is_corrected_by_choices(browser: Client, shop: Path) -> None:
    text = "Nr;Kunde;Datum;Summe;Art\n1;c1;03.04.2026;12,50;Verkauf\n2;c2;25.06.2026;7,00;Storno\n"
    page = _sent(browser, "bestellungen.csv", text)
    assert b"Choose the table" in page.content

    chosen = browser.post(page.wsgi_request.path, {"table": "orders"}, follow=True)
    form = form_of(chosen) | {
        "from_order_id": "c:Nr",
        "from_customer_id": "c:Kunde",
        "from_ordered_at": "c:Datum",
        "form_ordered_at": "%d.%m.%Y",
        "from_amount_minor": "c:Summe",
        "unit_amount_minor": "decimal",
        "decimal_mark": ",",
        "from_kind": "c:Art",
    }
    tried = browser.post(page.wsgi_request.path, form | {"do": "try"})
    assert b"Say below what each of its values means" in tried.content
    form |= {"meant_kind": "Art", "theirs_kind": ["Verkauf", "Storno"], "ours_kind": ["sale", "refund"]}
    used = browser.post(page.wsgi_request.path, form | {"do": "use"})

    assert used.status_code == 302
    assert tomllib.loads((shop / "holdfast.toml").read_text())["tables"]["orders"] == {
        "files": "bestellungen.csv",
        "decimal_mark": ",",
        "columns": {
            "order_id": "Nr",
            "customer_id": "Kunde",
            "ordered_at": {"column": "Datum", "date_format": "%d.%m.%Y"},
            "amount": "Summe",
            "kind": {"column": "Art", "values": {"Verkauf": "sale", "Storno": "refund"}},
        },
    }


def test_what_others_wrote_in_the_workspace_file_stays(browser: Client, shop: Path) -> None:
    page = _sent(browser, "umsatz.csv", ORDERS)
    browser.post(page.wsgi_request.path, {"table": "orders"})
    page = browser.get(page.wsgi_request.path)
    browser.post(page.wsgi_request.path, form_of(page) | {"do": "use"})

    text = (shop / "holdfast.toml").read_text()
    assert text.startswith("# Kept by hand.")
    assert "# Of the shop.\n[tables.orders]" in text
    assert text.endswith('[segments]\ncolumns = ["plan"]\n')


def test_a_value_that_does_not_fit_is_named_with_file_row_and_what_to_do(browser: Client, shop: Path) -> None:
    page = _sent(browser, "orders.csv", ORDERS + "o3,c1,2026-05-03,=1+1,sale\n")

    used = browser.post(page.wsgi_request.path, form_of(page) | {"do": "use"})

    said = used.content.decode()
    assert used.status_code == 422
    assert "orders.csv, row 4: <code" in said
    assert "=1+1" in said
    assert "Say below whether amounts are decimal" in said
    assert (shop / "orders.csv").read_text() == ORDERS


def test_a_file_without_what_own_settings_need_changes_nothing(browser: Client, shop: Path) -> None:
    before = (shop / "holdfast.toml").read_bytes()
    page = _sent(browser, "customers.csv", "customer_id,signed_at\nc1,2026-01-05\n")

    used = browser.post(page.wsgi_request.path, form_of(page) | {"do": "use"})

    assert used.status_code == 422
    assert "customers has no column" in used.content.decode()
    assert (shop / "holdfast.toml").read_bytes() == before
    assert (shop / "customers.csv").read_text() == CUSTOMERS
    assert sorted(path.name for path in shop.iterdir()) == sorted(
        [".holdfast", "customers.csv", "holdfast.toml", "orders.csv"]
    )


def test_of_two_administrators_the_second_is_asked_and_loses_nothing(browser: Client, shop: Path) -> None:
    one, two = (_sent(browser, name, ORDERS) for name in ("sales.csv", "shop_orders.csv"))
    for page in (one, two):
        browser.post(page.wsgi_request.path, {"table": "orders"})
    one, two = (browser.get(page.wsgi_request.path) for page in (one, two))

    first = browser.post(one.wsgi_request.path, form_of(one) | {"do": "use"})
    second = browser.post(two.wsgi_request.path, form_of(two) | {"do": "use"})
    looked_again = browser.post(two.wsgi_request.path, form_of(second) | {"do": "use"})

    assert (first.status_code, second.status_code, looked_again.status_code) == (302, 409, 302)
    assert "somebody changed it" in second.content.decode()


def test_a_table_is_read_in_another_way_from_its_page(browser: Client, shop: Path) -> None:
    with_net = ORDERS.replace("kind\n", "kind,net\n").replace("sale\n", "sale,5.00\n")
    (shop / "orders.csv").write_text(with_net)
    page = browser.get("/data/tables/orders")

    form = form_of(page) | {"from_amount_minor": "c:net", "do": "use"}
    answer = browser.post("/data/tables/orders", form)

    assert answer.status_code == 302
    section = tomllib.loads((shop / "holdfast.toml").read_text())["tables"]["orders"]
    assert section["columns"]["amount"] == "net"
    assert Entry.objects.filter(action="changed mapping").count() == 1


def test_what_is_thrown_away_leaves_nothing(browser: Client, shop: Path) -> None:
    page = _sent(browser, "orders.csv", ORDERS)
    key = Arrival.objects.get().key

    browser.post(f"/data/files/{key}/drop")

    assert not (shop / ".holdfast" / "incoming" / str(key)).exists()
    assert browser.get(page.wsgi_request.path).status_code == 404


def test_the_list_asks_as_much_for_many_files_as_for_one(browser: Client, shop: Path) -> None:
    asked = []

    for numbers in (range(1), range(1, 6)):
        for number in numbers:
            _sent(browser, f"orders-{number}.csv", ORDERS)
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get("/data")
        asked.append(len(captured))

    assert answer.content.count(b"ready to use") == 6
    assert asked[0] == asked[1]


@pytest.mark.parametrize("address", ["/data", "/data/check", "/data/tables/orders"])
def test_only_administrators_see_the_data(
    as_: Callable[[Person | None], Client], staff: Staff, shop: Path, address: str
) -> None:
    assert as_(staff.bob).get(address).status_code == 403
    assert as_(staff.alice).get(address).status_code == 200


def test_nobody_else_uploads_and_a_form_from_elsewhere_is_refused(
    as_: Callable[[Person | None], Client], staff: Staff, shop: Path
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff.alice)

    answers = [
        one.post("/data/upload", {"file": SimpleUploadedFile("orders.csv", ORDERS.encode())}).status_code
        for one in (as_(staff.bob), strict)
    ]

    assert answers == [403, 403]
    assert not Arrival.objects.exists()


def test_the_check_is_kept_with_its_age_and_what_failed(browser: Client, shop: Path) -> None:
    (shop / "orders.csv").unlink()

    browser.post("/data/check")
    _run_checks()

    assert "no file matches" in browser.get("/data/check").content.decode()
    assert "no file matches" in browser.get("/data").content.decode()


def _sent(browser: Client, name: str, text: str | bytes) -> Page:
    """The page that follows an upload."""
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post("/data/upload", {"file": SimpleUploadedFile(name, data)}, follow=True)


def form_of(page: Page) -> dict[str, str | list[str]]:
    """What a browser would send of the mapping's form as it stands."""
    forms = re.findall(r"<form.*?</form>", page.content.decode(), re.DOTALL)
    reader = Reader()
    reader.feed(next(one for one in forms if 'value="use"' in one))
    known = {key: value for key, value in reader.found.items() if not key.startswith(("theirs_", "ours_"))}
    return {key: value for key, value in known.items() if not key.startswith("meant_")}


class Reader(HTMLParser):
    """The fields of a form as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str | list[str]] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "select":
            self.select = given.get("name", "")
        elif tag == "option" and ("selected" in given or self.select not in self.found):
            self.found[self.select] = given.get("value", "")
        elif tag == "input" and given.get("type") == "checkbox":
            if "checked" in given:
                known = self.found.setdefault(given["name"], [])
                assert isinstance(known, list)
                known.append(given["value"])
        elif tag == "input" and given.get("type") in {"text", "hidden", None}:
            self.found[given.get("name", "")] = given.get("value", "")


def _run_checks() -> None:
    for one in Check.objects.filter(finished_at=None):
        check_data.call(one.pk)
