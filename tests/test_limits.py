"""No file is longer than the house allows, which no linter of ours counts: of tests least of all."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINES = 400


def test_no_file_of_program_tests_benchmarks_or_tools_has_more_than_400_lines() -> None:
    lengths = {
        path.relative_to(ROOT): path.read_bytes().count(b"\n")
        for folder in ("src", "tests", "benchmarks", "tools")
        for path in (ROOT / folder).rglob("*.py")
        if path.parent.name != "migrations"  # Django writes them
    }

    assert len(lengths) > 1000
    assert {path: lines for path, lines in lengths.items() if lines > LINES} == {}
