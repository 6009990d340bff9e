"""One as-of date has one answer, whatever the order of rows and however many threads read them: trap 30."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.metrics import Request, cards, measure, metric

if TYPE_CHECKING:
    from tests.metrics.conftest import Company

World = dict[str, list[dict[str, Any]]]
MakeWorld = Callable[..., World]


@pytest.mark.parametrize("name", cards())
def test_trap_30_rows_in_another_order_give_the_same_bytes(
    name: str, company: Company, world: MakeWorld
) -> None:
    tables = world(7)
    shuffled = {table: _shuffled(rows) for table, rows in tables.items()}
    counted = 0

    for variant in metric(name).variants:
        hours = {"business_hours": "Mon-Fri 09:00-17:00"} if variant.endswith("business_hours") else {}
        request = Request(
            metric=name,
            as_of=date(2024, 6, 12),
            start=date(2024, 1, 1),
            by=("size",),
            parameters={"variant": variant, **hours},
        )

        first, second = (measure(company(rows), request) for rows in (tables, shuffled))

        assert repr(first).encode() == repr(second).encode()
        counted += sum(one.denominator + one.pending for one in first)
    assert counted, "there is nothing to count: the comparison would be empty"


def _shuffled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [rows[position] for position in np.random.default_rng(30).permutation(len(rows))]
