"""``holdfast measure METRIC --fixed-mix COLUMN``."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

ASKED = ("measure", "onboarding_completed", "--fixed-mix", "size", "--grain", "quarter")


def test_both_series_stand_side_by_side_with_the_weights(run: Callable[..., Done], demo: Path) -> None:
    done = run(*ASKED, "--workspace", demo)

    assert done.status == 0
    assert any(line.split()[:4] == ["period", "raw", "fixed", "mix"] for line in done.out.splitlines())
    assert "Mix of all final periods: " in done.out


def test_json_and_csv_hold_the_same_values(run: Callable[..., Done], demo: Path) -> None:
    periods = json.loads(run(*ASKED, "--workspace", demo, "--format", "json").out)["periods"]
    rows = list(csv.DictReader(io.StringIO(run(*ASKED, "--workspace", demo, "--format", "csv").out)))

    assert [row["fixed_mix"] for row in rows] == [
        "" if period["value"] is None else str(period["value"]) for period in periods
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*ASKED, "--mix-of", "1999-01-01"), "no final period starts on 1999-01-01"),
        ((*ASKED, "--sql"), "--sql: it was given with --fixed-mix"),
        (("measure", "onboarding_completed", "--fixed-mix", "siez"), "Did you mean 'size'"),
        (("measure", "nps", "--fixed-mix", "size"), "it is measured in points"),
        (("measure", "--all", "--fixed-mix", "size"), "--fixed-mix: it was given with --all"),
    ],
)
def test_what_has_no_fixed_mix_is_refused_in_one_sentence(
    arguments: tuple[str, ...], message: str, run: Callable[..., Done], demo: Path
) -> None:
    done = run(*arguments, "--workspace", demo)

    assert done.status == 2
    assert message in done.error
