"""The page of traps and the tests it names belong together."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "explanation" / "traps.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| (\d+) \| [^|]+ \| `([\w/]+\.py)`: `(\w+)` \|$", re.MULTILINE)
NAMED = [(int(trap), file, name) for trap, file, name in _ROW.findall(PAGE)]


def test_every_trap_has_a_test_in_the_order_of_their_numbers() -> None:
    numbers = [trap for trap, _, _ in NAMED]

    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 31))


def test_every_row_of_the_page_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")][1:]

    assert len(rows) == len(NAMED)


@pytest.mark.parametrize(("trap", "file", "name"), NAMED)
def test_a_test_that_is_named_exists(trap: int, file: str, name: str) -> None:
    del trap
    assert name in _tests(file)


def test_a_test_that_bears_the_number_of_a_trap_is_on_the_page_with_it() -> None:
    numbered = {
        (int(found[1]), name)
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in _tests(str(path.relative_to(ROOT / "tests")))
        if (found := re.match(r"test_trap_(\d+)_", name))
    }

    assert numbered - {(trap, name) for trap, _, name in NAMED} == set()


@cache
def _tests(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
