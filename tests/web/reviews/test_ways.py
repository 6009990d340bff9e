"""Ways out of a finding, taken in a text."""

from __future__ import annotations

import pytest

from holdfast.errors import InputError
from holdfast.okr import parse_okr
from holdfast.web.reviews.adding import with_key_result
from holdfast.web.reviews.reviewing import FIRST_DRAFT, review_text
from holdfast.web.reviews.ways import applied, find_way, ways_out

NEW = "Share of paying accounts that leave within a quarter from ‹x %› to ‹y %›"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (FIRST_DRAFT, f"5. {NEW}"),
        ("Objective: Stay\nKey results:\n- Calls from 1 to 2\n- Mails from 1 to 2\n", f"- {NEW}"),
        (
            "Objective: Stay\n\nKey results:\n\n  1. Calls from 1 to 2\n     Owner: Ada\n\nTeam: Care\n",
            f"  2. {NEW}",
        ),
        ("# Stay\n\n1. Calls from 1 to 2\n", f"2. {NEW}"),
    ],
)
def test_a_key_result_is_added_in_a_line_like_the_others(text: str, line: str) -> None:
    made = with_key_result(text, NEW, objective=1)

    assert line in made.splitlines()
    assert parse_okr(made, name="-").objectives[0].key_results[-1].text == NEW
    assert [one for one in made.splitlines() if one != line] == text.splitlines()


def test_the_second_objective_takes_it_where_it_is_meant() -> None:
    text = f"{FIRST_DRAFT}\nObjective: Others\nKey results:\n1. Calls from 1 to 2\n"

    first, second = (parse_okr(with_key_result(text, NEW, objective=n), name="-") for n in (1, 2))

    assert [len(one.key_results) for one in first.objectives] == [5, 1]
    assert [len(one.key_results) for one in second.objectives] == [4, 2]


def test_a_table_is_left_to_its_author() -> None:
    table = "| Objective | Key result |\n|---|---|\n| Stay | Calls from 1 to 2 |\n| | Mails from 1 to 2 |\n"

    with pytest.raises(InputError, match="by hand"):
        with_key_result(table, NEW, objective=1)


def test_every_way_with_a_button_can_be_taken_or_says_why_not() -> None:
    found = review_text(FIRST_DRAFT, longest=20_000).findings

    ways = [(finding, way) for finding in found for way in ways_out(finding) if way.name]
    made = [applied(FIRST_DRAFT, *find_way(found, way.name)) for _, way in ways]

    assert len(ways) > 5
    assert len({way.name for _, way in ways}) == len(ways)
    assert all(text != FIRST_DRAFT for text in made)
