"""What stands beside a statement about the cycle: the objective above, its state, a forecast, other teams."""

from __future__ import annotations

import pytest

from holdfast.errors import InputError
from holdfast.okr.model import KeyResult, Need, Objective
from holdfast.okr.parse import parse_okr

HEAD = "Objective: Keep customers\n"
LIST = "\nKey results:\n1. NPS of 50\n"


def objective(text: str) -> Objective:
    return parse_okr(text, name="-").objectives[0]


def key_result(lines: str) -> KeyResult:
    return objective(f"{HEAD}{LIST}{lines}\n2. Churn below 3%\n").key_results[0]


@pytest.mark.parametrize(
    ("line", "supports"),
    [
        ("Supports: Customers stay", "Customers stay"),
        ("Aligned to: Customers stay", "Customers stay"),
        ("- **Aligned with:** Customers stay", "Customers stay"),
        ("Parent objective: Customers stay", "Customers stay"),
        ("Contributes to: Customers stay", "Customers stay"),
        ("Supports:", ""),
        ("Supports: none", ""),
        ("Supports: -", ""),
        ("Owner: Ana", None),
    ],
)
@pytest.mark.parametrize("is_before", [True, False])
def test_the_objective_above_is_read_before_and_after_the_list(
    line: str, supports: str | None, is_before: bool
) -> None:
    text = f"{HEAD}{line}\n{LIST}" if is_before else f"{HEAD}{LIST}\n{line}\n"

    assert objective(text).supports == supports
    assert len(objective(text).key_results) == 1


@pytest.mark.parametrize(
    ("line", "is_closed"),
    [("Status: closed", True), ("Status: Done", True), ("Status: on track", False), ("Status: open", False)],
)
def test_the_state_of_an_objective_is_read(line: str, is_closed: bool) -> None:
    assert objective(f"{HEAD}{line}\n{LIST}").is_closed is is_closed


def test_the_state_of_a_key_result_is_a_note_and_closes_nothing() -> None:
    document = parse_okr(f"{HEAD}{LIST}   Status: done\n2. Churn below 3%\n", name="-")

    assert [result.text for result in document.objectives[0].key_results] == ["NPS of 50", "Churn below 3%"]
    assert not document.objectives[0].is_closed
    assert document.objectives[0].key_results[0].note == "done"


@pytest.mark.parametrize("words", ["0.4", "40 %", "4/10"])
def test_a_forecast_is_a_share(words: str) -> None:
    assert key_result(f"   Forecast: {words}").forecast == 0.4


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("Support (accepted), Product", (Need("Support", is_accepted=True), Need("Product"))),
        ("Support (not accepted); Product (asked)", (Need("Support", is_accepted=False), Need("Product"))),
        ("Support (EMEA) (agreed)", (Need("Support (EMEA)", is_accepted=True),)),
        ('"Gold, EU" (declined)', (Need("Gold, EU", is_accepted=False),)),
    ],
)
@pytest.mark.parametrize("label", ["Needs", "Depends on"])
def test_other_teams_are_read_with_their_answers(label: str, words: str, needs: tuple[Need, ...]) -> None:
    assert key_result(f"   - {label}: {words}").needs == needs


@pytest.mark.parametrize(
    "needs", ["[Support (accepted), Product]", "[{team: Support, accepted: yes}, Product]"]
)
def test_yaml_takes_teams_as_words_and_as_keys(needs: str) -> None:
    text = f"objective: Keep\nkey_results:\n  - key_result: NPS\n    needs: {needs}\n"

    assert objective(text).key_results[0].needs == (Need("Support", is_accepted=True), Need("Product"))


@pytest.mark.parametrize(
    ("line", "found"),
    [("status: done", "'status' is 'done'"), ("supports: [a]", "'supports' holds a list")],
)
def test_yaml_refuses_what_it_does_not_understand(line: str, found: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_okr(f"objective: Keep\n{line}\nkey_results: [NPS]\n", name="okr.yaml")

    assert caught.value.where == "okr.yaml, line 2"
    assert found in caught.value.found
