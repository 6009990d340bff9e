"""What stands on and below the line of a key result: labels, notes on the state, sub-points, attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.okr.parse import parse_okr

if TYPE_CHECKING:
    from holdfast.okr.model import OkrDocument


def read(text: str) -> OkrDocument:
    return parse_okr(text, name="paste.txt")


def results(text: str) -> tuple[str, ...]:
    (objective,) = read(text).objectives
    return tuple(result.text for result in objective.key_results)


@pytest.mark.parametrize(
    "lines",
    [
        "O2/KR2.1 100% of leavers interviewed\nO2/KR2.2 20 calls held",
        "KR1 100% of leavers interviewed\nKR2 20 calls held",
        "KR 1.1 100% of leavers interviewed\nKR 1.2 20 calls held",
    ],
)
def test_a_numbered_label_may_stand_right_before_a_number(lines: str) -> None:
    assert results(f"Objective: Customers stay\n{lines}\n") == (
        "100% of leavers interviewed",
        "20 calls held",
    )


@pytest.mark.parametrize(
    ("line", "statement", "note"),
    [
        ("Tickets from 5 to 2 — 4.2 as of 3 May", "Tickets from 5 to 2", "4.2 as of 3 May"),
        ("Create help centre — done, 40 articles", "Create help centre", "done, 40 articles"),
        (
            "Churn from 8% to 5% (0.1) - slipped because of the release",
            "Churn from 8% to 5%",
            "slipped because",
        ),
    ],
)
def test_a_note_on_the_state_is_no_part_of_the_sentence(line: str, statement: str, note: str) -> None:
    (result,) = read(f"Objective: Customers stay\nKR1: {line}\n").objectives[0].key_results

    assert result.text == statement
    assert (result.note or "").startswith(note)


def test_participles_behind_a_dash_are_part_of_the_sentence() -> None:
    line = "Onboarding — started, completed and rated 9 by 60% of new customers"

    assert results(f"Objective: Customers stay\nKR1: {line}\n") == (line,)


@pytest.mark.parametrize(
    "text",
    [
        "<h2>Objective: Customers stay</h2><ul><li>Churn from 3% to 2%</li><li>NPS from 30 to 40</li></ul>",
        "<p>Objective: Customers stay</p><p>KR1: Churn from 3% to 2%</p><p>KR2: NPS from 30 to 40</p>",
        "<h2>Objective: Customers stay</h2>\n<ul><li>Churn from 3% to 2%</li><li>NPS from 30 to 40</li></ul>",
    ],
)
def test_html_on_one_line_is_read_block_by_block(text: str) -> None:
    assert results(text) == ("Churn from 3% to 2%", "NPS from 30 to 40")
    assert read(text).objectives[0].text == "Customers stay"


def test_a_numbered_list_may_go_on_above_a_thousand() -> None:
    lines = [f"{number}. Churn of plan {number} below 5%" for number in range(1, 2_101)]

    assert len(results("\n".join(["Objective: Customers stay", "Key results:", *lines]))) == 2_100
    assert len(results("\n".join(["Objective: Customers stay", *(f"KR{line}" for line in lines)]))) == 2_100


@pytest.mark.parametrize("heading", ["Objective - Q4 2026", "OBJECTIVE - H1", "Objective \u2013 2027"])
def test_a_heading_with_a_period_is_no_objective(heading: str) -> None:
    (objective,) = read(f"{heading}\nKeep our customers\nKey results:\n- NPS of 50\n").objectives

    assert objective.text == "Keep our customers"


def test_plain_items_under_a_key_result_are_its_initiatives() -> None:
    text = (
        "Objective: Customers stay\nKey results:\n"
        "- Churn from 8% to 5%\n  - call every leaver\n    - Owner: Bo\n  - [x] contract signed\n"
        "  1. meet 20 leavers\n"
        "- NPS from 20 to 30\n  * is that too much?\n  * EMEA: 25\n  * 25% in EMEA\n  * currently 20\n"
    )

    document = read(text)
    first, second = document.objectives[0].key_results

    assert [(each.text, each.owner) for each in first.initiatives] == [
        ("call every leaver", "Bo"),
        ("meet 20 leavers", None),
    ]
    assert [milestone.text for milestone in first.milestones] == ["contract signed"]
    assert second.initiatives == ()
    assert [number for number, _ in document.unread] == [9, 10, 11, 12]


def test_a_list_under_other_words_belongs_to_no_key_result() -> None:
    text = "Objective: Customers stay\nKR1: NPS from 20 to 30\n"

    for after in (
        "\nNon-goals:\n- new markets\n",
        "Risks:\n- prices\n",
        "\n- Ana\n- Bo\n",
        "\nThanks\n- Ana\n",
    ):
        assert read(text + after).objectives[0].key_results[0].initiatives == ()
    assert read(text + "- call leavers\n").objectives[0].key_results[0].initiatives[0].text == "call leavers"


def test_two_attributes_on_one_line_are_both_read() -> None:
    (result,) = (
        read("Objective: Stay\nKey results:\n- NPS of 50\n  Owner: Jo, Status: red\n")
        .objectives[0]
        .key_results
    )

    assert (result.owner, result.note) == ("Jo", "red")
