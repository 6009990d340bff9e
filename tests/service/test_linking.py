"""A link in a workspace, against the truth that the simulator wrote beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.service.demo import make_demo_company
from holdfast.service.linking import LinkQuestion, comparison_in, link_in
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.service.workspace import Workspace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(made, company="Seed", customers=2_000, seed=7)
    return made


@pytest.fixture(scope="module")
def workspace(folder: Path) -> Iterator[Workspace]:
    with open_workspace(folder) as opened:
        yield opened


def test_the_range_holds_the_true_effect_and_the_plain_gap_lies_above_it(
    workspace: Workspace, folder: Path
) -> None:
    truth = json.loads((folder / "truth.json").read_text())["causes"]["onboarding_within_10_days"]

    record = link_in(workspace, LinkQuestion("onboarding_completed", controls=("region",)))

    assert record.low is not None
    assert record.high is not None
    assert record.low <= truth["effect"] <= record.high
    assert record.raw_gap is not None
    assert record.raw_gap > truth["effect"] + 0.015
    assert (record.landmark, record.horizon, record.as_of) == (11, 90, workspace.as_of)
    assert record.verdict in {"supported by your data", "suggestive"}


def test_early_quits_and_the_too_young_are_in_neither_group(workspace: Workspace) -> None:
    comparison = comparison_in(workspace, LinkQuestion("onboarding_completed"))

    assert comparison.early_quits > 0
    assert comparison.immature > 0
    assert 0 < comparison.exposed.mean() < 1
    assert {one.name for one in comparison.factors} == {*workspace.segments, "quarter of signing"}


def test_a_check_that_is_never_seen_is_none(workspace: Workspace) -> None:
    record = link_in(
        workspace, LinkQuestion("onboarding_completed", controls=("tickets",), without=("events",))
    )

    assert record.controls == ()
    assert "Check tickets before signing: too rare to show anything, so that it is none." in record.notes
    assert record.verdict != "supported by your data"


def test_a_segment_that_is_a_check_is_not_adjusted_for(workspace: Workspace) -> None:
    comparison = comparison_in(
        workspace, LinkQuestion("onboarding_completed", controls=("region",), without=("plan",))
    )

    assert not {"region", "plan"} & {one.name for one in comparison.factors}
    assert comparison.controls[0].name.startswith("region is ")


def test_use_before_the_experience_is_a_check_of_those_who_had_it_later(workspace: Workspace) -> None:
    comparison = comparison_in(workspace, LinkQuestion("onboarding_completed"))

    [control] = comparison.controls
    assert control.name == "use in the first 3 days"
    unknown = np.isnan(control.values)
    assert 0 < unknown.mean() < 0.5
    assert comparison.exposed[unknown].all()
    assert 0.05 < np.nanmean(control.values) < 0.95


@pytest.mark.slow
def test_a_hidden_motive_is_seen_in_the_use_before_the_experience(tmp_path: Path) -> None:
    """Company Mirage: the eager are onboarded fast and stay, and onboarding does nothing."""
    make_demo_company(tmp_path / "mirage", company="Mirage", customers=8_000, seed=2)

    with open_workspace(tmp_path / "mirage") as opened:
        record = link_in(opened, LinkQuestion("onboarding_completed", controls=("region",)))

    assert record.low is not None
    assert record.low > 0
    assert (record.verdict, record.reason) == (
        "cannot tell",
        "a check that should show nothing shows something",
    )


def test_a_segment_alone_can_be_asked_for(workspace: Workspace) -> None:
    small, everybody = (
        comparison_in(workspace, LinkQuestion("onboarding_completed", filters=filters))
        for filters in ({"size": ("small",)}, {})
    )

    assert 0 < len(small.outcome) < len(everybody.outcome)


@pytest.mark.parametrize("metric", ["backlog", "retention_rate", "mrr", "grr"])
def test_a_metric_that_is_of_no_single_customer_or_the_outcome_itself_is_refused(
    workspace: Workspace, metric: str
) -> None:
    with pytest.raises(InputError, match="does not say of single customers whether they had it"):
        link_in(workspace, LinkQuestion(metric))


def test_a_stay_that_ends_before_the_window_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="landmark"):
        link_in(workspace, LinkQuestion("onboarding_completed", stay_days=10))


def test_a_check_that_is_neither_segment_nor_table_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="'nothing' is not known"):
        link_in(workspace, LinkQuestion("onboarding_completed", controls=("nothing",)))
