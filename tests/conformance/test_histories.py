"""Purchase histories and spending are the same on every engine, to the last integer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.metrics.histories import HistoriesRequest, purchase_histories, spending_rows
from holdfast.metrics.renewals import RenewalsRequest, contract_months

if TYPE_CHECKING:
    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.metrics import Engine

AS_OF = date(2024, 6, 12)


@pytest.mark.parametrize("calibration_end", [date(2024, 4, 1), AS_OF])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kathmandu"])
def test_every_history_is_the_same(
    engine: Engine, duckdb: DuckDBEngine, zone: str, calibration_end: date
) -> None:
    asked = HistoriesRequest(
        as_of=AS_OF, calibration_end=calibration_end, by=("size", "world"), time_zone=zone
    )

    found, wanted = purchase_histories(engine, asked), purchase_histories(duckdb, asked)

    assert found.keys() == wanted.keys()
    for segment, histories in wanted.items():
        assert [c.tolist() for c in found[segment].columns] == [c.tolist() for c in histories.columns]
    assert sum(part.customers.sum() for part in wanted.values()) > 0


@pytest.mark.parametrize("repeaters", [10, 1_000_000])
def test_every_spending_is_the_same(engine: Engine, duckdb: DuckDBEngine, repeaters: int) -> None:
    asked = HistoriesRequest(
        as_of=AS_OF, calibration_end=date(2024, 5, 1), filters={"world": ("0", "1", "2", "3", "4")}
    )

    found, wanted = (spending_rows(one, asked, repeaters=repeaters) for one in (engine, duckdb))

    assert found.repeats.tolist() == wanted.repeats.tolist()
    assert found.spent_minor.tolist() == wanted.spent_minor.tolist()
    assert found.customers.tolist() == wanted.customers.tolist()
    assert len(wanted.repeats) > 0


def test_every_contract_is_the_same(engine: Engine, duckdb: DuckDBEngine) -> None:
    asked = RenewalsRequest(
        as_of=AS_OF, calibration_end=date(2024, 4, 1), by=("size", "world"), time_zone="Europe/Berlin"
    )

    found, wanted = contract_months(engine, asked), contract_months(duckdb, asked)

    assert found == wanted
    assert wanted
