"""``holdfast challenge`` on a demo company and from typed numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

TYPED = ("challenge", "--typed", "--customers", "2000", "--new", "240", "--leaving", "60", "--of", "new")


def test_a_target_is_told_how_hard_it_is(run: Callable[..., Done], demo: Path) -> None:
    done = run("challenge", "onboarding_completed", "80%", "--workspace", demo)

    assert done.status == 0
    assert done.out.startswith("Target: heroic\n  If things carry on as they have been, ")
    assert "\nNoise: " in done.out


def test_json_has_every_record_and_segments_and_mix_after_target_and_noise(
    run: Callable[..., Done], demo: Path
) -> None:
    done = run("challenge", "nps", "20", "--workspace", demo, "--format", "json", "--grain", "quarter")

    challenged, noise, *further = json.loads(done.out)
    assert (challenged["check"], noise["check"]) == ("challenge", "noise")
    assert [one["check"] for one in further] == ["segments"]  # of a score no mix can be told
    assert challenged["inputs_hash"] == noise["inputs_hash"]


def test_whether_one_target_fits_and_what_the_mix_does_is_told_of_a_share(
    run: Callable[..., Done], demo: Path
) -> None:
    done = run("challenge", "onboarding_completed", "80%", "--workspace", demo)

    titles = [line.split(":")[0] for line in done.out.splitlines() if line and line[0] != " "]
    assert titles == ["Target", "Noise", "Segments", "Mix"]


def test_typed_numbers_need_no_workspace(run: Callable[..., Done], tmp_path: Path) -> None:
    done = run(*TYPED, "--values", "55%,57%,56%,58%", "--goal", "80%", "--workspace", tmp_path)

    assert done.status == 0
    titles = [line.split(":")[0] for line in done.out.splitlines() if line and line[0] != " "]
    assert titles == ["Target", "Noise", "Reach"]


def test_what_is_missing_is_named_where_nobody_can_be_asked(run: Callable[..., Done]) -> None:
    missing, nothing = run(*TYPED, "--values", "55%"), run("challenge")

    assert (missing.status, nothing.status) == (2, 2)
    assert "--goal: it was not given" in missing.error
    assert "no metric was given" in nothing.error


def test_half_a_period_is_refused(run: Callable[..., Done], demo: Path) -> None:
    done = run("challenge", "nps", "20", "--from", "2026-10-01", "--workspace", demo)

    assert done.status == 2
    assert "--from and --to" in done.error
