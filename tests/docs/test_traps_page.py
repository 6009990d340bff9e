"""The pages of traps and the tests they name belong together."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    name: (ROOT / "docs" / "explanation" / f"{name}.md").read_text(encoding="utf-8")
    for name in ("traps", "traps-of-evidence")
}
_ROW = re.compile(r"^\| (\d+) \| [^|]+ \| `([\w/]+\.py)`: `(\w+)` \|$", re.MULTILINE)
NAMED = {
    page: [(int(trap), file, name) for trap, file, name in _ROW.findall(text)] for page, text in PAGES.items()
}
EVERY = [one for named in NAMED.values() for one in named]


@pytest.mark.parametrize(("page", "last"), [("traps", 30), ("traps-of-evidence", 25)])
def test_every_trap_has_a_test_in_the_order_of_their_numbers(page: str, last: int) -> None:
    numbers = [trap for trap, _, _ in NAMED[page]]

    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, last + 1))


@pytest.mark.parametrize("page", PAGES)
def test_every_row_of_the_page_names_a_test(page: str) -> None:
    rows = [line for line in PAGES[page].splitlines() if line.startswith("| ")][1:]

    assert len(rows) == len(NAMED[page])


@pytest.mark.parametrize(("trap", "file", "name"), EVERY)
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

    assert numbered - {(trap, name) for trap, _, name in NAMED["traps"]} == set()


@cache
def _tests(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
