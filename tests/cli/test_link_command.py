"""``holdfast link`` on a demo company."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done


def test_a_link_is_told_with_its_range(run: Callable[..., Done], demo: Path) -> None:
    done = run("link", "onboarding_completed", "--workspace", demo, "--control", "region")

    assert done.status == 0
    assert done.out.startswith("Link: ")
    assert "Like-for-like, " in done.out
    assert "Check region is " in " ".join(done.out.split())


def test_json_is_the_record(run: Callable[..., Done], demo: Path) -> None:
    done = run("link", "onboarding_completed", "--workspace", demo, "--format", "json", "--matters", "3")

    [record] = json.loads(done.out)
    assert record["check"] == "link"
    assert record["figures"]["matters"] == 0.03


def test_a_metric_of_everybody_is_refused(run: Callable[..., Done], demo: Path) -> None:
    done = run("link", "mrr", "--workspace", demo)

    assert done.status == 2
    assert "mrr: it does not say of single customers whether they had it" in done.error
