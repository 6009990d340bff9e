"""Which rules a selection chooses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.errors import InputError
from holdfast.review import selection as module
from holdfast.review.registry import all_rules, default_rules
from holdfast.review.selection import Selection, choose_rules, exactness, find_rule


def codes(**parts: tuple[str, ...]) -> set[str]:
    return {rule.code for rule in choose_rules(Selection(**parts))}  # type: ignore[arg-type]


def test_nothing_said_chooses_the_default_rules() -> None:
    assert choose_rules() == default_rules()


def test_the_beginning_of_a_code_chooses_its_family() -> None:
    chosen = codes(select=("S3",))

    assert chosen == {rule.code for rule in default_rules() if rule.code.startswith("S3")}
    assert len(chosen) > 5


def test_a_name_means_its_rule() -> None:
    assert codes(select=("activity-as-key-result",)) == {"K201"}


def test_an_earlier_name_still_means_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    renamed = tuple(
        replace(rule, aliases=("to-do",)) if rule.code == "K201" else rule for rule in all_rules()
    )
    monkeypatch.setattr(module, "all_rules", lambda: renamed)

    assert codes(select=("to-do",)) == {"K201"}


def test_letters_of_either_case_are_taken() -> None:
    assert codes(select=("k201", "s301")) == {"K201", "S301"}


def test_the_more_exact_selector_wins_and_ignoring_wins_a_tie() -> None:
    assert "K201" in codes(select=("K201",), ignore=("K2",))
    assert "K201" not in codes(select=("K2",), ignore=("K201",))
    assert codes(select=("K201",), ignore=("K201",)) == set()


def test_extending_keeps_the_default_rules() -> None:
    assert codes(extend_select=("K201",)) >= {rule.code for rule in default_rules()}


def staged(stage: str, *, by_default: bool) -> tuple[object, ...]:
    return tuple(
        replace(rule, stage=stage, by_default=by_default) if rule.code == "K201" else rule  # type: ignore[arg-type]
        for rule in all_rules()
    )


@pytest.mark.parametrize(
    ("selection", "preview", "runs"),
    [
        (Selection(), False, False),
        (Selection(), True, True),
        (Selection(select=("K",)), False, False),
        (Selection(select=("K",)), True, True),
        (Selection(select=("K201",)), False, True),
        (Selection(extend_select=("activity-as-key-result",)), False, True),
        (Selection(select=("ALL",)), False, False),
    ],
)
def test_a_rule_in_preview_runs_only_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, selection: Selection, preview: bool, runs: bool
) -> None:
    monkeypatch.setattr(module, "all_rules", lambda: staged("preview", by_default=True))

    chosen = {rule.code for rule in choose_rules(selection, preview=preview)}

    assert ("K201" in chosen) is runs


def test_a_rule_that_is_off_by_default_runs_only_by_its_code_or_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "all_rules", lambda: staged("stable", by_default=False))

    assert "K201" not in {rule.code for rule in choose_rules(Selection(select=("K", "ALL")), preview=True)}
    assert "K201" in codes(select=("K201",))


@pytest.mark.parametrize(
    ("command", "settings", "runs"),
    [
        (Selection(select=("K201",)), Selection(ignore=("K201",)), True),
        (Selection(select=("K",)), Selection(ignore=("K201",)), False),
        (Selection(ignore=("K",)), Selection(select=("K201",)), False),
        (Selection(select=("S",)), Selection(select=("K",), extend_select=("K201",)), False),
        (Selection(extend_select=("K201",)), Selection(select=("S",)), True),
        (Selection(ignore=("S",)), Selection(select=("K",)), True),
        (Selection(), Selection(ignore=("K",)), False),
    ],
)
def test_the_command_line_beats_the_configuration(
    command: Selection, settings: Selection, runs: bool
) -> None:
    chosen = {rule.code for rule in choose_rules(command, settings)}

    assert ("K201" in chosen) is runs


@pytest.mark.parametrize(
    ("selector", "near"),
    [
        ("K2O1", "K201"),
        ("activity-as-keyresult", "activity-as-key-result"),
        ("X9", "holdfast rules"),
        ("k20l", "Did you mean K201?"),
    ],
)
def test_an_unknown_selector_is_refused_with_the_nearest(selector: str, near: str) -> None:
    with pytest.raises(InputError) as refused:
        choose_rules(Selection(select=(selector,), origin="--select"))

    assert str(refused.value).startswith(f"--select: there is no rule {selector!r}")
    assert near in str(refused.value)


def test_one_rule_is_found_by_code_or_name_and_by_nothing_less() -> None:
    assert find_rule("k201") == find_rule("activity-as-key-result")
    with pytest.raises(InputError, match="no rule 'K2'"):
        find_rule("K2")


def test_an_empty_selector_means_nothing() -> None:
    assert exactness("", all_rules()[0]) == 0
