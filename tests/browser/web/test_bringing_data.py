"""An administrator brings a file in a real browser, corrects how it is read, and uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext

ORDERS = """Order ID;Customer;Date;Total;Kind
1;C0000001;03.04.2026;12,50;Sale
2;C0000002;25.06.2026;7,00;Storno
"""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("pages")]


def test_a_file_is_sent_corrected_and_used(
    demo: str, logged_in: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = logged_in("gil", width=390, scheme="dark").new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if "Content Security Policy" in one.text else None)
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS)

    page.goto(f"{demo}/data")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("heading", name="orders.csv").is_visible()
    assert faults(page) == []

    page.get_by_label("customer id comes from").select_option("Customer")
    page.get_by_text("Time zone, decimals, encoding").click()
    page.get_by_label("Decimals are written with").select_option(",")
    page.get_by_role("button", name="Try it").click()
    page.get_by_label("Storno").select_option("refund")
    page.get_by_role("button", name="Use it as orders").click()

    assert page.get_by_text("orders.csv is used as orders").is_visible()
    assert faults(page) == []
    assert said == []
