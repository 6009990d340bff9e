from __future__ import annotations

from holdfast.report.lines import cells_width
from holdfast.report.table import aligned_table


def test_columns_are_as_wide_as_their_widest_cell_and_lines_have_no_trailing_spaces() -> None:
    table = aligned_table(("a", "number"), [("long one", "1"), ("b", "20")], ("left", "right"))

    assert table.splitlines() == [
        "a         number",
        "--------  ------",
        "long one       1",
        "b             20",
    ]


def test_wide_signs_take_two_columns_and_combining_ones_none() -> None:
    assert cells_width("日本") == 4
    assert cells_width("e\u0301") == 1


def test_no_rows_leave_head_and_rule() -> None:
    assert aligned_table(("a",), [], ("left",)) == "a\n-"
