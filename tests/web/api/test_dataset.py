"""The company's data by the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.web.dataset.models import Arrival, Check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from tests.web.conftest import Staff

ORDERS = b"order_id,customer_id,ordered_at,amount_minor,kind\no1,c1,2026-03-01,1250,sale\n"
FILE = """[company]
name = "Acme"
time_zone = "UTC"

[tables.orders]
files = "orders.csv"
"""


@pytest.fixture
def shop(workspace: Path) -> Path:
    """A workspace with one table."""
    (workspace / "holdfast.toml").write_text(FILE)
    (workspace / "orders.csv").write_bytes(ORDERS)
    return workspace


def test_a_file_that_fits_is_used_at_once(program: Callable[..., Client], staff: Staff, shop: Path) -> None:
    more = ORDERS + b"o2,c2,2026-04-01,700,sale\n"

    answer = _send(program(staff.alice), "orders.csv", more)

    assert (answer.status_code, answer.json()["state"], answer.json()["rows"]) == (201, "used", 2)
    assert (shop / "orders.csv").read_bytes() == more
    assert Check.objects.count() == 1


def test_a_file_that_no_table_reads_waits_for_a_person(
    program: Callable[..., Client], staff: Staff, shop: Path
) -> None:
    answer = _send(program(staff.alice), "visits.csv", ORDERS)

    assert (answer.status_code, answer.json()["state"]) == (201, "waiting")
    assert Arrival.objects.get().by == staff.alice


def test_a_file_that_does_not_fit_changes_nothing(
    program: Callable[..., Client], staff: Staff, shop: Path
) -> None:
    answer = _send(program(staff.alice), "orders.csv", ORDERS.replace(b"1250", b"much"))

    assert answer.status_code == 422
    assert "1 of 1 rows are not a whole number" in answer.json()["found"]
    assert (shop / "orders.csv").read_bytes() == ORDERS


def test_it_tells_tables_with_their_age_and_faults(
    program: Callable[..., Client], staff: Staff, shop: Path
) -> None:
    (shop / "orders.csv").unlink()

    told = program(staff.alice).get("/api/data").json()

    [table] = told["tables"]
    assert (table["name"], table["origin"], table["changed_at"]) == ("orders", "orders.csv", None)
    assert "no file matches" in table["error"]
    assert told["check"] is None


def _send(client: Client, name: str, data: bytes) -> Any:  # noqa: ANN401 - the test client's answer
    return client.post(f"/api/data/files?name={name}", data, content_type="application/octet-stream")
