"""How files are read as tables, by the API: seen, tried, used, dropped and put back."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.dataset.conftest import CUSTOMERS, FILE, ORDERS

from holdfast.service.dataset.sampling import Asked, look
from holdfast.service.workspace import open_workspace
from holdfast.web.audit.models import Entry
from holdfast.web.dataset.form_data import StatedMapping, form_data
from holdfast.web.dataset.forms import MappingForm
from holdfast.web.dataset.models import Arrival, Check
from holdfast.web.dataset.stated import stated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

pytestmark = pytest.mark.once  # files are read by what they hold; `test_dataset` keeps their arrivals on both

GERMAN = b"Bestellung;Kunde;Datum;Betrag;Art\no1;c1;31.03.2026;12,50;Verkauf\no2;c2;02.04.2026;7,00;Storno\n"
AS_ORDERS: dict[str, Any] = {
    "order_id": {"column": "Bestellung"},
    "customer_id": {"column": "Kunde"},
    "ordered_at": {"column": "Datum", "date_format": "%d.%m.%Y"},
    "amount_minor": {"column": "Betrag", "is_decimal": True},
    "kind": {"column": "Art", "values": {"Verkauf": "sale", "Storno": "refund"}},
}


@pytest.fixture
def shop(workspace: Path) -> Path:
    """The workspace of a small shop."""
    (workspace / "holdfast.toml").write_text(FILE)
    (workspace / "customers.csv").write_text(CUSTOMERS)
    (workspace / "orders.csv").write_text(ORDERS)
    return workspace


@pytest.fixture
def client(program: Callable[..., Client], staff: Staff) -> Client:
    """A program of the administrator."""
    return program(staff.alice)


@pytest.fixture
def call(client: Client) -> Callable[..., tuple[int, Any]]:
    """Calls as the administrator: a method, a path under the data, and what is sent."""

    def called(method: str, path: str = "", **sent: object) -> tuple[int, Any]:
        body = json.dumps(sent).encode()
        answer = client.generic(method, f"/api/data/{path}", body, content_type="application/json")
        return answer.status_code, answer.json() if answer.content else None

    return called


@pytest.fixture
def uploaded(client: Client) -> Callable[[str, bytes], str]:
    """The key of a file that was sent."""

    def send(name: str, data: bytes) -> str:
        sent = client.post(f"/api/data/files?name={name}", data, content_type="application/octet-stream")
        return str(sent.json()["key"])

    return send


def test_a_file_is_looked_at_corrected_tried_and_used(
    call: Callable[..., tuple[int, Any]], uploaded: Callable[[str, bytes], str], shop: Path
) -> None:
    here = f"files/{uploaded('bestellungen.csv', GERMAN)}"
    mapping = {"columns": AS_ORDERS, "decimal_mark": ","}

    chosen = call("PUT", f"{here}/table", table="orders")[1]["reading"]
    tried = call("POST", f"{here}/reading", **mapping)[1]
    used = call("POST", f"{here}/use", seen=tried["seen"], **mapping)

    assert chosen["names"] == ["Bestellung", "Kunde", "Datum", "Betrag", "Art"]
    assert chosen["first_rows"][0] == ["o1", "c1", "31.03.2026", "12,50", "Verkauf"]
    columns = {one["name"]: one for one in tried["columns"]}
    assert columns["amount_minor"]["samples"][0] == {"found": "12,50", "read": "1250"}
    assert columns["ordered_at"]["samples"][0]["read"].startswith("2026-03-31")
    assert columns["kind"]["values"] == {"Verkauf": "sale", "Storno": "refund"}
    assert (tried["rows"], tried["error"], [one["fault"] for one in tried["columns"] if one["fault"]]) == (
        2,
        "",
        [],
    )
    assert (used[0], used[1]["state"], used[1]["table"]) == (200, "used", "orders")
    section = tomllib.loads((shop / "holdfast.toml").read_text())["tables"]["orders"]
    assert (section["files"], section["decimal_mark"]) == ("bestellungen.csv", ",")
    assert section["columns"]["ordered_at"]["date_format"] == "%d.%m.%Y"
    with open_workspace(shop) as opened:
        assert opened.segments == ("plan",)
    assert Check.objects.count() == 1


def test_trying_keeps_nothing(
    call: Callable[..., tuple[int, Any]], uploaded: Callable[[str, bytes], str], shop: Path
) -> None:
    here = f"files/{uploaded('bestellungen.csv', GERMAN)}"
    call("PUT", f"{here}/table", table="orders")
    before = (Arrival.objects.values().get(), (shop / "holdfast.toml").read_text(), Entry.objects.count())

    call("POST", f"{here}/reading", columns=AS_ORDERS)

    after = (Arrival.objects.values().get(), (shop / "holdfast.toml").read_text(), Entry.objects.count())
    assert after == before


def test_values_that_do_not_fit_are_told_by_column_and_row_and_are_not_used(
    call: Callable[..., tuple[int, Any]], uploaded: Callable[[str, bytes], str], shop: Path
) -> None:
    here = f"files/{uploaded('bestellungen.csv', GERMAN)}"
    call("PUT", f"{here}/table", table="orders")
    wrong = {**AS_ORDERS, "kind": {"column": "Art", "values": {"Verkauf": "sale"}}}

    tried = call("POST", f"{here}/reading", columns=wrong, decimal_mark=",")[1]
    used = call("POST", f"{here}/use", columns=wrong, decimal_mark=",", seen=tried["seen"])

    [fault] = [one["fault"] for one in tried["columns"] if one["fault"]]
    assert fault["column"] == "kind"
    assert fault["examples"] == [{"value": "Storno", "file": "bestellungen.csv", "row": 3}]
    assert (used[0], used[1]["where"]) == (422, "orders, kind")
    assert (shop / "holdfast.toml").read_text() == FILE


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"columns": {"nobody": {"column": "Art"}}}, "columns.nobody"),
        ({"columns": {**AS_ORDERS, "kind": {"column": "Sorte"}}}, "columns.kind"),
        ({"columns": {**AS_ORDERS, "kind": {}}}, "columns.kind"),
        ({"columns": {**AS_ORDERS, "kind": {"value": "gift"}}}, "columns.kind"),
        ({"columns": AS_ORDERS, "segments": ["Art"]}, "segments"),
        ({"columns": AS_ORDERS, "time_zone": "Mars/Olympus"}, "time_zone"),
    ],
)
def test_what_is_no_mapping_is_refused_by_the_name_of_its_column(
    call: Callable[..., tuple[int, Any]],
    uploaded: Callable[[str, bytes], str],
    shop: Path,
    sent: dict[str, Any],
    where: str,
) -> None:
    here = f"files/{uploaded('bestellungen.csv', GERMAN)}"
    call("PUT", f"{here}/table", table="orders")

    status, problem = call("POST", f"{here}/reading", **sent)

    assert (status, problem["where"]) == (422, where)
    assert problem["found"]


def test_the_first_table_of_a_workspace_is_used_with_the_company(
    call: Callable[..., tuple[int, Any]], uploaded: Callable[[str, bytes], str], workspace: Path
) -> None:
    here = f"files/{uploaded('customers.csv', CUSTOMERS.encode())}"
    told = call("GET", here)[1]
    seen = told["reading"]["seen"]
    company = {"name": "Acme", "time_zone": "Europe/Berlin", "currency": "EUR"}

    without = call("POST", f"{here}/use", seen=seen)
    wrong = call("POST", f"{here}/use", seen=seen, company={**company, "currency": "euro"[:3]})
    used = call("POST", f"{here}/use", seen=seen, company=company)

    assert (told["needs_company"], told["reading"]["table"]) == (True, "customers")
    assert (without[0], without[1]["where"]) == (422, "company.name")
    assert (wrong[0], wrong[1]["where"]) == (422, "company.currency")
    assert used[0] == 200
    with open_workspace(workspace) as opened:
        assert opened.company.time_zone == "Europe/Berlin"


def test_of_two_who_change_the_workspace_the_second_is_told(
    call: Callable[..., tuple[int, Any]], uploaded: Callable[[str, bytes], str], shop: Path
) -> None:
    here = f"files/{uploaded('bestellungen.csv', GERMAN)}"
    reading = call("PUT", f"{here}/table", table="orders")[1]["reading"]
    mapping = {"columns": AS_ORDERS, "decimal_mark": ",", "seen": reading["seen"]}
    (shop / "holdfast.toml").write_text(f"{FILE}\n# Of the other one.\n")

    second = call("POST", f"{here}/use", **mapping)

    assert second[0] == 409
    assert Arrival.objects.get().state == "waiting"


def test_a_file_is_dropped_once_and_what_it_replaced_can_be_put_back(
    call: Callable[..., tuple[int, Any]], uploaded: Callable[[str, bytes], str], shop: Path
) -> None:
    more = ORDERS.encode() + b"o3,c2,2026-05-01,3.00,sale\n"
    dropped = f"files/{uploaded('bestellungen.csv', GERMAN)}"
    replacing = uploaded("orders.csv", more)

    listed = call("GET", "files")[1]
    gone = call("DELETE", dropped)[0], call("DELETE", dropped)[0]
    back = call("POST", f"files/{replacing}/put-back")
    twice = call("POST", f"files/{replacing}/put-back")

    assert [one["name"] for one in listed["waiting"]] == ["bestellungen.csv"]
    assert [one["key"] for one in listed["replaced"]] == [replacing]
    assert gone == (204, 404)
    assert (back[0], back[1]["state"]) == (200, "put back")
    assert (shop / "orders.csv").read_text() == ORDERS
    assert (twice[0], twice[1]["remedy"]) == (422, "Upload it again")


def test_a_table_is_read_in_another_way(call: Callable[..., tuple[int, Any]], shop: Path) -> None:
    now = call("GET", "tables/orders")[1]
    minor = {"amount_minor": {"column": "order_id"}}
    changed = {"ordered_at": {"column": "ordered_at"}, "kind": {"value": "refund"}}

    tried = call("POST", "tables/orders/reading", columns=minor)[1]
    refused = call("PUT", "tables/orders/mapping", columns=minor, seen=now["seen"])
    used = call("PUT", "tables/orders/mapping", columns=changed, seen=now["seen"])
    again = call("PUT", "tables/orders/mapping", columns=changed, seen=now["seen"])

    assert "amount_minor" in [one["name"] for one in tried["columns"] if one["fault"]]
    assert refused[0] == 422
    assert used[0] == 200
    assert {one["name"]: one["value"] for one in used[1]["columns"]}["kind"] == "refund"
    assert tomllib.loads((shop / "holdfast.toml").read_text())["tables"]["orders"]["columns"]["kind"] == {
        "value": "refund"
    }
    assert again[0] == 409
    assert call("GET", "tables/nobody")[0] == 404
    assert Entry.objects.filter(action="changed mapping").count() == 1


@pytest.mark.parametrize("table", ["customers", "orders"])
def test_a_mapping_that_changes_nothing_is_the_section_as_it_stands(shop: Path, table: str) -> None:
    told = stated()
    asked = Asked(shop, table, told.tables[table], {}, told.company)
    data = form_data(asked, StatedMapping({}, None, {}))

    form = MappingForm(data, table=table, section=asked.section, names=look(asked).names)

    assert form.is_valid(), form.errors
    assert form.decided() == told.tables[table]
