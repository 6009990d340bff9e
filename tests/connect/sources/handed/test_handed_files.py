"""The same files give the same on Spark as here, whichever way they take."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.errors import InputError
from holdfast.metrics import measure
from holdfast.service.check import check_workspace
from holdfast.service.measuring import request_for
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.records import Measurement

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("spark")]
COMPANY = """
[company]
name = "Company"
time_zone = "Europe/Berlin"
currency = "EUR"
"""
SPARK = """
[engine]
kind = "spark"
master = "local[1]"
[engine.settings]
"spark.driver.host" = "127.0.0.1"
"spark.driver.extraJavaOptions" = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""
TYPED = """
[tables.customers]
files = "customers.parquet"
[tables.customers.columns]
customer_id = "id"
signed_at = "since"
size = "size"

[tables.orders]
files = "orders.parquet"
[tables.orders.columns]
order_id = "id"
customer_id = "buyer"
ordered_at = "at"
amount_minor = "cents"
kind = { column = "type", values = { buy = "sale", back = "refund" } }
"""
TEXT = """
[tables.orders]
files = "orders.csv"
date_format = "%d.%m.%Y %H:%M"
decimal_mark = ","
[tables.orders.columns]
amount = "total"
"""
CSV = """order_id;customer_id;ordered_at;total;kind
1;17850.0;31.03.2024 03:30;12,50;sale
2;17850.0;12.04.2024 10:00;1.012,50;sale
3;it's;31.12.2023 23:59;9,00;Sale
4;it's;01.05.2024 08:00;9,00;sale
5;007;02.02.2024 00:00;1,00;sale
"""


# Ids as exports of columns with blanks have them, and guests; all of it typed.
CUSTOMERS = """
SELECT CAST(n AS VARCHAR) AS id, TIMESTAMPTZ '2024-01-01 00:00:00+00' + n * INTERVAL 20 HOUR AS since,
       CASE WHEN n % 4 = 0 THEN 'large' END AS size
FROM range(200) AS r(n)
"""
ORDERS = """
SELECT CAST(n AS VARCHAR) AS id, CASE WHEN n % 9 > 0 THEN CAST(n % 60 AS VARCHAR) || '.0' END AS buyer,
       TIMESTAMPTZ '2024-01-01 22:30:00+00' + n * INTERVAL 11 HOUR AS at, CAST(n % 50 AS INTEGER) AS cents,
       CASE WHEN n % 7 = 0 THEN 'back' ELSE 'buy' END AS type
FROM range(400) AS r(n)
"""


def _files(folder: Path) -> None:
    (folder / "orders.csv").write_text(CSV, encoding="utf-8")
    with DuckDBEngine() as engine:
        engine.execute(f"CREATE TABLE customers AS {CUSTOMERS}")
        engine.execute(f"CREATE TABLE orders AS {ORDERS}")
        for name in ("customers", "orders"):
            engine.execute(f"COPY {name} TO '{folder / name}.parquet' (FORMAT PARQUET)")


def _measured(folder: Path, text: str, **question: object) -> tuple[Measurement, ...]:
    (folder / "holdfast.toml").write_text(text, encoding="utf-8")
    with open_workspace(folder, as_of=date(2024, 7, 1)) as workspace:
        request = request_for(workspace, "repeat_purchase_rate", grain="month", **question)  # type: ignore[arg-type]
        return measure(workspace.engine, request)


@pytest.mark.parametrize(
    ("mapping", "by"),
    [(TYPED, ("size",)), (TEXT, ())],
    ids=["typed Parquet in place", "text through the reader"],
)
def test_spark_measures_what_is_measured_here(tmp_path: Path, mapping: str, by: tuple[str, ...]) -> None:
    _files(tmp_path)

    found = _measured(tmp_path, COMPANY + SPARK + mapping, by=by)

    assert found == _measured(tmp_path, COMPANY + mapping, by=by)
    assert any(one.denominator for one in found)


def test_a_value_that_does_not_fit_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(CSV.replace("12,50;sale", "a lot;sale", 1), encoding="utf-8")

    with pytest.raises(InputError, match=r"orders\.csv.*row 2.*a lot|a lot.*orders\.csv.*row 2"):
        _measured(tmp_path, COMPANY + SPARK + TEXT)


def test_the_data_check_reads_the_files_here(tmp_path: Path) -> None:
    _files(tmp_path)
    (tmp_path / "holdfast.toml").write_text(COMPANY + SPARK + TYPED, encoding="utf-8")

    with open_workspace(tmp_path) as workspace:
        found = check_workspace(workspace)

    (tmp_path / "holdfast.toml").write_text(COMPANY + TYPED, encoding="utf-8")
    with open_workspace(tmp_path) as workspace:
        assert found == check_workspace(workspace)
