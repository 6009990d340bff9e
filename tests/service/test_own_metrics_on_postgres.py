"""The metric that the page on metrics of one's own defines, on files as there and on a real PostgreSQL."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.service.measuring import measure_metric
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from tests.conftest import Database

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "your-own-metric.md").read_text(encoding="utf-8")
TABLES = {
    "customers": "customer_id text, signed_at date, plan text, seats {seats}",
    "events": "customer_id text, name text, occurred_at timestamp",
}
BANDS = """
[segments.expressions]
band = "case when seats > 10 then 'it''s large' when seats >= 1 then 'small' end"
"""


def blocks(kind: str) -> list[str]:
    found: list[str] = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return found


@pytest.mark.parametrize("seats", ["integer", "text", "numeric(10, 2)"])
def test_a_metric_of_ones_own_and_a_segment_by_expression_give_the_same(
    tmp_path: Path, postgres: Database, seats: str
) -> None:
    company, metric = blocks("toml")[:2]
    files, database = tmp_path / "files", tmp_path / "database"
    for folder in (files, database):
        folder.mkdir()
    for (name, columns), rows in zip(TABLES.items(), blocks("csv"), strict=False):
        (files / f"{name}.csv").write_text(rows)
        postgres.execute(f"CREATE TABLE {name} ({columns.format(seats=seats)})")
        postgres.insert(name, [line.split(",") for line in rows.splitlines()[1:]])
    (files / "holdfast.toml").write_text(company + metric + BANDS)
    on_database = re.sub(r'files = "(\w+)\.csv"', r'table = "\1"', company)
    (database / "holdfast.toml").write_text(on_database + '\n[engine]\nkind = "postgres"\n' + metric + BANDS)

    with open_workspace(files) as one, open_workspace(database, database_url=postgres.url) as other:
        expected = measure_metric(one, "reports_shared", by=("band",))
        found = measure_metric(other, "reports_shared", by=("band",))

    assert found == expected
    assert {dict(one.segment)["band"] for one in found} == {"it's large", "small"}
