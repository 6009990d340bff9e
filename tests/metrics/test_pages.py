"""Every page of a metric is run: its tables go in, its answer comes out, and its own SQL agrees."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.metrics import Request, cards, compile_sql, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.metrics.conftest import Company

    from holdfast.records import Measurement

DOCS = Path(__file__).parents[2] / "docs" / "metrics"
_EXAMPLE = re.compile(r"## (Example|Empty case)\b")
_TABLE_NAME = re.compile(r"\*\*(\w+)\*\*")
_FENCE = re.compile(r"```(\w+)")


@dataclass
class Example:
    page: str
    title: str
    tables: dict[str, list[dict[str, str | None]]] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)

    @property
    def request(self) -> Request:
        given: dict[str, Any] = tomllib.loads(self.blocks["toml"])
        given["by"] = tuple(given.get("by", ()))
        given["filters"] = {column: tuple(values) for column, values in given.get("filters", {}).items()}
        return Request(metric=self.page, **given)


def _examples(path: Path) -> Iterator[Example]:
    parts = re.split(r"(?m)^(?=## )", path.read_text(encoding="utf-8"))
    for part in parts:
        if _EXAMPLE.match(part):
            yield _example(path.stem, part.splitlines())


def _example(page: str, lines: Sequence[str]) -> Example:
    example = Example(page, lines[0].removeprefix("## "))
    name, header, fence = "", list[str](), ""
    for line in lines:
        if line.startswith("```"):
            opened = _FENCE.match(line)
            fence = opened.group(1) if opened else ""
            example.blocks.setdefault(fence, "")
        elif fence:
            example.blocks[fence] += line + "\n"
        elif found := _TABLE_NAME.match(line):
            name, header = found.group(1), []
            example.tables[name] = []
        elif line.startswith("|") and not header:
            header = _cells(line)
        elif line.startswith("|") and set(line) > set("|- "):
            cells = [cell or None for cell in _cells(line)]
            example.tables[name].append(dict(zip(header, cells, strict=True)))
    return example


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


PAGES = {path.stem: list(_examples(path)) for path in sorted(DOCS.glob("*.md")) if path.stem != "index"}
EXAMPLES = [
    pytest.param(example, id=f"{page}: {example.title}") for page, found in PAGES.items() for example in found
]
WITH_SQL = [param for param in EXAMPLES if "sql" in param.values[0].blocks]  # type: ignore[union-attr]


def test_every_metric_has_a_page_and_every_page_a_metric() -> None:
    assert set(PAGES) == set(cards())


@pytest.mark.parametrize("metric", cards())
def test_every_metric_stands_in_the_index(metric: str) -> None:
    assert f"[{metric}]({metric}.md)" in (DOCS / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("metric", cards())
def test_every_page_has_an_example_with_sql_and_an_empty_case(metric: str) -> None:
    examples = PAGES[metric]

    assert any("sql" in example.blocks for example in examples)
    assert any(example.title.startswith("Empty case") for example in examples)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_answer_of_the_page_is_what_is_measured(example: Example, company: Company) -> None:
    given = {name: rows for name, rows in example.tables.items() if name != "Answer"}

    found = measure(company(given), example.request)

    wanted = example.tables["Answer"]
    columns = list(wanted[0]) if wanted else []
    assert [_shown(measurement, columns) for measurement in found] == wanted


@pytest.mark.parametrize("example", WITH_SQL)
def test_the_sql_written_by_hand_agrees(example: Example, company: Company) -> None:
    engine = company({name: rows for name, rows in example.tables.items() if name != "Answer"})

    found = measure(engine, example.request)

    counted = [
        (one.period.start.isoformat(), *(value for _, value in one.segment), one.numerator, one.denominator)
        for one in found
    ]
    assert counted == list(engine.rows(example.blocks["sql"]))


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_is_shown_is_what_runs(example: Example, company: Company) -> None:
    engine = company({name: rows for name, rows in example.tables.items() if name != "Answer"})
    ran: list[str] = []
    run = engine.rows
    engine.rows = lambda sql: ran.append(sql) or run(sql)  # type: ignore[method-assign, func-returns-value]

    measure(engine, example.request)

    # With segments, a query for how many values they have comes first.
    assert ran[bool(example.request.by) :] == [compile_sql(example.request, dialect="duckdb")]


def _shown(measurement: Measurement, columns: Sequence[str]) -> dict[str, str | None]:
    fields: Mapping[str, object] = {
        "period": measurement.period.start.isoformat(),
        "numerator": measurement.numerator,
        "denominator": measurement.denominator,
        "value": measurement.value,
        "low": measurement.interval and measurement.interval.low,
        "high": measurement.interval and measurement.interval.high,
        "pending": measurement.pending,
        "final": "yes" if measurement.is_mature else "no",
        **dict(measurement.segment),
    }
    return {column: _text({**fields, **dict(measurement.details)}.get(column)) for column in columns}


def _text(value: object) -> str | None:
    if value is None:
        return None
    return f"{value:.4g}" if isinstance(value, float) else str(value)
