"""An "up" that belongs to a verb moves nothing up."""

from __future__ import annotations

import pytest

from holdfast.review.reading import read_key_result


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Set up 90% of kick-off meetings within one week of signing", "ratio"),
        ("Follow up 80% of tickets within a day", "ratio"),
        ("Sign up 500 customers", "count"),
        ("NPS up 50 over previous quarter", "delta_absolute"),
        ("Churn goes down 5%", "relative_change"),
    ],
)
def test_the_verb_before_up_decides_what_the_figure_is(text: str, kind: str) -> None:
    assert read_key_result(text).quantity.kind == kind
