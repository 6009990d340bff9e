"""`holdfast examples`: lists, searches, and prints an example ready to save."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

NAME = "second-order-within-ninety-days"


def test_without_words_all_examples_stand_under_their_domain(run: Callable[..., Done]) -> None:
    done = run("examples")

    assert done.status == 0
    assert "RETAIL (5)" in done.out
    assert f"  {NAME}: " in done.out


def test_words_rank_the_examples(run: Callable[..., Done]) -> None:
    done = run("examples", "expired", "cards")

    assert done.out.startswith("failed-payments-recovered (software; ")


def test_what_is_not_found_is_said(run: Callable[..., Done]) -> None:
    done = run("examples", "zeppelin")

    assert done.status == 0
    assert done.out == "No example speaks of “zeppelin”. Type 'holdfast examples' for the list.\n"


def test_a_shown_example_can_be_saved_and_reviewed(run: Callable[..., Done], tmp_path: Path) -> None:
    for form, ending in (("yaml", "yaml"), ("markdown", "md"), ("text", "txt")):
        path = tmp_path / f"okr.{ending}"
        path.write_text(run("examples", "show", NAME, "--format", form).out, encoding="utf-8")

        assert run("review", path, "--fail-level", "suggestion").status == 0


def test_lists_and_single_examples_come_as_json(run: Callable[..., Done]) -> None:
    found = json.loads(run("examples", "refund", "--format", "json").out)
    shown = json.loads(run("examples", "show", NAME, "--format", "json").out)

    assert "furniture-returns-that-keep-the-buyer" in [one["name"] for one in found]
    assert shown["metrics"] == ["repeat_purchase_rate", "csat"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show",), "show takes one name"),
        (("show", NAME, "--domain", "gyms"), "--domain and --metric narrow a list"),
        (("churn", "--format", "markdown"), "prints one example"),
        (("show", "second-order"), "Did you mean"),
        (("--metric", "churn"), "no example has 'churn'"),
    ],
)
def test_a_wrong_call_says_what_to_type(
    run: Callable[..., Done], arguments: tuple[str, ...], message: str
) -> None:
    done = run("examples", *arguments)

    assert done.status == 2
    assert message in done.error
