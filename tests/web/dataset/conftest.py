"""A workspace of files, empty or with two small tables, that the pages serve."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings

from holdfast.web.audit.actions import Actor

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings
    from tests.web.conftest import Staff

NOON = datetime(2026, 8, 24, 12, tzinfo=UTC)
CUSTOMERS = "customer_id,signed_at,plan\nc1,2026-01-05,small\nc2,2026-02-07,large\n"
ORDERS = (
    "order_id,customer_id,ordered_at,amount,kind\no1,c1,2026-03-01,12.50,sale\no2,c2,2026-04-02,7.00,sale\n"
)
FILE = """# Kept by hand.
[company]
name = "Acme"
time_zone = "UTC"
currency = "EUR"

[tables.customers]
files = "customers.csv"

# Of the shop.
[tables.orders]
files = "orders.csv"

[tables.orders.columns]
amount = "amount"

[segments]
columns = ["plan"]
"""


@pytest.fixture
def empty(tmp_path: Path, settings: Settings) -> Path:
    """A folder without a workspace file."""
    (tmp_path / ".holdfast").mkdir()
    settings.DEPLOYMENT = replace(django_settings.DEPLOYMENT, workspace=tmp_path, variables={})
    return tmp_path


@pytest.fixture
def shop(empty: Path) -> Path:
    """The workspace of a small shop."""
    (empty / "holdfast.toml").write_text(FILE)
    (empty / "customers.csv").write_text(CUSTOMERS)
    (empty / "orders.csv").write_text(ORDERS)
    return empty


@pytest.fixture
def administrator(staff: Staff) -> Actor:
    return Actor(staff.alice, "page", NOON)
