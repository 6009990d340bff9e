"""`holdfast leavers` with a file of leavers: text, JSON, standard input, and wrong calls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

LEAVERS = b"Acme: too expensive\nBolt: we were never onboarded\nCara: went bankrupt\nDune: purple\n"


@pytest.fixture
def leavers(tmp_path: Path) -> Path:
    path = tmp_path / "leavers.txt"
    path.write_bytes(LEAVERS)
    return path


def test_the_reasons_are_shown_by_what_touches_them(
    run: Callable[..., Done], seed_okr: Path, leavers: Path
) -> None:
    done = run("leavers", seed_okr, "--leavers", leavers)

    assert done.status == 0
    assert "1 of 2 reasons is touched by no key result." in done.out
    assert done.out.index("TOUCHED BY NO KEY RESULT (1)") < done.out.index("Acme: “too expensive”")
    assert "YOU DECIDE (1)" in done.out
    assert "COUNTED APART: NOBODY COULD HAVE ACTED (1)" in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_standard_input_gives_what_the_file_gives(
    run: Callable[..., Done], seed_okr: Path, leavers: Path
) -> None:
    from_file = json.loads(run("leavers", seed_okr, "--leavers", leavers, "--format", "json").out)
    from_input = json.loads(run("leavers", seed_okr, "--leavers", "-", "--format", "json", stdin=LEAVERS).out)

    assert from_input == from_file
    assert from_file["counts"] == {
        "leavers": 4,
        "touched": 1,
        "untouched": 1,
        "undecided": 1,
        "apart": 1,
        "unknown": 0,
        "green": 0,
        "red": 0,
        "open": 0,
        "untold": 3,
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "There is no terminal to ask on"),
        (("--leavers", "missing.csv"), "missing.csv: there is no such file"),
        (("--leavers", "FILE", "--save", "new.yaml"), "--save keeps what is typed"),
    ],
)
def test_a_wrong_call_says_what_to_type(
    run: Callable[..., Done], seed_okr: Path, leavers: Path, options: tuple[str, ...], message: str
) -> None:
    done = run("leavers", seed_okr, *(str(leavers) if option == "FILE" else option for option in options))

    assert done.status == 2
    assert message in done.error


def test_standard_input_cannot_be_both(run: Callable[..., Done]) -> None:
    done = run("leavers", "-", "--leavers", "-")

    assert done.status == 2
    assert "not both" in done.error
