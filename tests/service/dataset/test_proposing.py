"""What names and values make plain of a file, and what is left to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.service.dataset.proposing import propose
from holdfast.service.dataset.sampling import Asked, faults, look, read

if TYPE_CHECKING:
    from pathlib import Path

COMPANY = {"name": "Acme", "time_zone": "Europe/Berlin", "currency": "EUR"}
ORDERS = "Order ID,Customer ID,Order Date,Total,Kind\n1,a,03/04/2026,12.50,Sale\n2,b,05/06/2026,7,refund\n"


def test_columns_are_recognised_by_name_and_doubts_are_said(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS)

    made = propose(tmp_path / "orders.csv")

    assert made.table == "orders"
    assert made.section["columns"]["ordered_at"] == {"column": "Order Date", "date_format": "%d/%m/%Y"}
    assert made.section["columns"]["amount"] == "Total"
    assert "%m/%d/%Y" in made.remarks["ordered_at"]


def test_a_file_of_no_known_name_waits_for_a_table(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(ORDERS)

    assert propose(tmp_path / "x.csv").table == ""
    assert propose(tmp_path / "x.csv", table="orders").section["columns"]["amount"] == "Total"


def test_the_first_rows_stand_beside_what_is_read_of_them(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS)
    made = propose(tmp_path / "orders.csv")
    asked = Asked(tmp_path, made.table, made.section, made.sources, COMPANY)

    reading = read(asked, valued=["Kind"])

    ordered = next(one for one in reading.columns if one.name == "ordered_at")
    # Midnight in Berlin, in summer, is 22:00 of the day before in UTC.
    assert (ordered.raw[0], ordered.values[0]) == ("03/04/2026", "2026-04-02 22:00:00")
    assert reading.values == {"Kind": ("Sale", "refund")}
    assert look(asked).rows[1] == ("2", "b", "05/06/2026", "7", "refund")


def test_every_row_is_read_and_what_does_not_fit_is_named(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS + "3,c,2026-13-45,n/a,gift\n" * 2)
    made = propose(tmp_path / "orders.csv", table="orders")
    asked = Asked(tmp_path, "orders", made.section, {}, COMPANY)

    rows, found = faults(asked)

    assert rows == 4
    assert [(one.column, one.finding.count, one.type) for one in found] == [
        ("ordered_at", 2, "ts"),
        ("amount_minor", 2, "money"),
        ("kind", 2, "choice"),
    ]
    assert str(found[1].finding.examples[0]) == "n/a (orders.csv, row 4)"


def test_a_section_that_no_workspace_file_may_hold_is_refused(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS)

    with pytest.raises(InputError):
        look(Asked(tmp_path, "orders", {"files": "orders.csv", "encoding": "klingon"}, {}, COMPANY))
