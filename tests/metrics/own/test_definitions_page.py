"""The reference page says what definitions take, and its examples are definitions."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from holdfast.metrics import catalogue
from holdfast.metrics.expression.calls import FUNCTIONS
from holdfast.metrics.expression.scope import scope_of
from holdfast.metrics.own.declaring import declare
from holdfast.metrics.own.page import with_keys

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "metric-definitions.md"


def test_the_tables_of_the_page_are_written_from_the_keys() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == with_keys(page)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_stands_on_the_page(function: str) -> None:
    assert f"`{function}(" in PAGE.read_text(encoding="utf-8")


def test_the_examples_on_the_page_are_definitions() -> None:
    example = PAGE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    definitions = tomllib.loads(example)["metrics"]

    made = declare(
        definitions,
        known=catalogue().metrics,
        place=".".join,
        scopes=lambda table: scope_of(
            table, {"plan": "text", "seats": "text"} if table == "customers" else {}
        ),
    )

    assert {name: metric.form.kind for name, metric in made.items()} == {
        "reports_shared": "share",
        "refunds": "total",
        "tickets_per_hundred_orders": "ratio",
    }
