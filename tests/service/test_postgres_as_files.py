"""One simulated company, in files and in a database with the same rows: equal figures and equal findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import psycopg
import pyarrow.parquet as pq

from holdfast.service.check import check_workspace
from holdfast.service.demo import make_demo_company
from holdfast.service.measuring import measure_metric
from holdfast.service.workspace import open_workspace
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Database

    from holdfast.tables import CheckFinding

TYPES = {"string": "text", "int64": "bigint", "bool": "boolean", "timestamp[us, tz=UTC]": "timestamptz"}
SAID = ("table", "kind", "severity", "message", "remedy", "count", "share")


def in_both(folder: Path, postgres: Database) -> tuple[Path, Path]:
    """The workspace of a company's files, and one of a database with the rows of the files."""
    file = (folder / "files" / "holdfast.toml").read_text(encoding="utf-8")
    text = file.partition("[tables")[0] + '\n[engine]\nkind = "postgres"\n'
    postgres.execute("CREATE SCHEMA shop")
    for rows in sorted((folder / "files").rglob("*.parquet")):
        load(postgres, rows)
        text += f'\n[tables.{rows.stem}]\ntable = "shop.{rows.stem}"\n'
    (folder / "holdfast.toml").write_text(text, encoding="utf-8")
    return folder / "files", folder


def load(postgres: Database, file: Path) -> None:
    rows = pq.read_table(file)
    columns = ", ".join(f'"{field.name}" {TYPES[str(field.type)]}' for field in rows.schema)
    postgres.execute(f"CREATE TABLE shop.{file.stem} ({columns})")
    copy_in = f"COPY shop.{file.stem} FROM STDIN".encode()
    with psycopg.connect(postgres.url) as connection, connection.cursor().copy(copy_in) as copy:
        for row in zip(*(column.to_pylist() for column in rows.columns), strict=True):
            copy.write_row(row)


def spoil(file: Path) -> None:
    """Five rows twice, three of nobody's, and one whose first instant is in 1970."""
    table = TABLES[file.stem]
    instant = next(column.name for column in table.columns if column.type == "ts")
    begun = f"SELECT * REPLACE (TIMESTAMPTZ '1970-01-01' AS \"{instant}\") FROM rows LIMIT 1"
    parts = ["SELECT * FROM rows", "(SELECT * FROM rows LIMIT 5)", f"({begun})"]
    if table.column("customer_id") and table.name != "customers":
        parts.append("(SELECT * REPLACE ('nobody' AS customer_id) FROM rows LIMIT 3)")
    with duckdb.connect() as connection:
        connection.execute(f"SET TimeZone = 'UTC'; CREATE TABLE rows AS FROM read_parquet('{file}')")
        connection.execute(f"COPY ({' UNION ALL '.join(parts)}) TO '{file}' (FORMAT parquet)")


def said(finding: CheckFinding) -> tuple[object, ...]:
    """All but the place in a file, which a database does not have."""
    examples = tuple(example.value for example in finding.examples)
    return (*(getattr(finding, name) for name in SAID), examples)


def test_every_figure_is_the_same(tmp_path: Path, postgres: Database) -> None:
    make_demo_company(tmp_path / "files", company="Seed", customers=300, seed=11)
    files, database = in_both(tmp_path, postgres)

    with open_workspace(files) as one, open_workspace(database, database_url=postgres.url) as other:
        assert (other.as_of, other.segments, other.tables) == (one.as_of, one.segments, one.tables)
        in_files, in_database = check_workspace(one), check_workspace(other)
        assert in_database.measurable == in_files.measurable
        assert in_database.unmeasurable == in_files.unmeasurable
        for card in in_files.measurable:
            expected = measure_metric(one, card.name, by=one.segments[:1])
            assert measure_metric(other, card.name, by=one.segments[:1]) == expected, card.name


def test_every_finding_about_spoilt_rows_is_the_same(tmp_path: Path, postgres: Database) -> None:
    make_demo_company(tmp_path / "files", company="Seed", customers=120, seed=5)
    for file in (tmp_path / "files").rglob("*.parquet"):
        spoil(file)
    files, database = in_both(tmp_path, postgres)

    with open_workspace(files) as one, open_workspace(database, database_url=postgres.url) as other:
        in_files, in_database = check_workspace(one), check_workspace(other)

    assert {finding.kind for finding in in_files.findings} >= {"doubled", "orphaned", "impossible"}
    assert [said(finding) for finding in in_database.findings] == [
        said(finding) for finding in in_files.findings
    ]
    assert in_database.tables == in_files.tables
