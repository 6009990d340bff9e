"""Checks across tables are silent where nothing was planted, and each is described."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.service.checks.conftest import Planted

ROOT = Path(__file__).parents[3]
MODULES = sorted((ROOT / "src" / "holdfast" / "service" / "checks").glob("*.py"))


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_renamed_company_without_faults_has_no_finding(planted: Planted, seed: int) -> None:
    assert planted(seed=seed) == ()


def test_every_check_is_on_its_reference_page() -> None:
    page = (ROOT / "docs" / "reference" / "data-check.md").read_text(encoding="utf-8")

    finds = [
        path.stem
        for path in MODULES
        if any(
            isinstance(part, ast.FunctionDef) and part.name == "find"
            for part in ast.parse(path.read_text()).body
        )
    ]

    assert len(finds) >= 12
    assert [name for name in finds if f"`{name}`" not in page] == []


def test_no_check_names_a_company_of_the_samples() -> None:
    names = ("ravenstack", "cdnow", "mavenflix", "online retail")

    assert [path.name for path in MODULES if any(name in path.read_text().casefold() for name in names)] == []
