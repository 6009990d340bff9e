"""``holdfast measure METRIC --table``."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

ASKED = ("measure", "event_retention", "--table", "--grain", "quarter")


def test_the_table_has_a_row_per_cohort_and_ends_with_the_average(
    run: Callable[..., Done], demo: Path
) -> None:
    done = run(*ASKED, "--workspace", demo)

    lines = done.out.splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("cohort "))
    assert done.status == 0
    assert lines[head].split()[:4] == ["cohort", "size", "0", "1"]
    assert any(line.startswith("average") for line in lines)
    assert "* can still change." in done.out


def test_json_and_csv_hold_the_same_cells(run: Callable[..., Done], demo: Path) -> None:
    document = json.loads(run(*ASKED, "--workspace", demo, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(run(*ASKED, "--workspace", demo, "--format", "csv").out)))

    cells = [cell for cohort in document["cohorts"] for cell in cohort["cells"]]
    assert [row["retained"] for row in rows] == [
        "" if cell is None else str(cell["retained"]) for cell in cells
    ]
    assert any(cell is None for cell in cells)
    assert any(cell and cell["is_final"] for cell in cells)


def test_the_query_of_the_table_can_be_read(run: Callable[..., Done], demo: Path) -> None:
    done = run(*ASKED, "--workspace", demo, "--sql")

    assert done.status == 0
    assert done.out.startswith("WITH ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("measure", "nps", "--table"), "the metric has no cohorts"),
        (("measure", "--all", "--table"), "--table: it was given with --all"),
        ((*ASKED, "--by", "size"), "one table at a time"),
        ((*ASKED, "--set", "at=-1"), "parameter at"),
        ((*ASKED, "--set", "variant=bracket", "--set", "brackets=1,x"), "1 to 50 whole numbers from 1"),
    ],
)
def test_what_has_no_table_is_refused_in_one_sentence(
    arguments: tuple[str, ...], message: str, run: Callable[..., Done], demo: Path
) -> None:
    done = run(*arguments, "--workspace", demo)

    assert done.status == 2
    assert message in done.error
