"""The page of the API holds every operation as it is."""

from __future__ import annotations

from pathlib import Path

from holdfast.web.api.reference import MARK, operations_table

PAGE = Path(__file__).parents[3] / "docs/reference/api.md"


def test_the_page_lists_the_operations_as_they_are() -> None:
    written = PAGE.read_text(encoding="utf-8").partition(MARK)[2].strip()

    assert written == operations_table().strip()
