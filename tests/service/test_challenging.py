"""A target in a workspace: which past bears on it, and how targets are typed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.okr import read_okr_bytes
from holdfast.review.run import review_document
from holdfast.service.challenging import Past, challenge_target, grain_of, history_for, quarter_of
from holdfast.service.check import check_workspace
from holdfast.service.demo import make_demo_company
from holdfast.service.key_results import measure_key_results
from holdfast.service.target_text import target_in, typed_value
from holdfast.service.workspace import open_workspace
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(folder, company="Seed", customers=600, seed=11)
    with open_workspace(folder) as opened:
        yield opened


def test_a_target_is_held_against_the_quarter_that_the_data_end_in(workspace: Workspace) -> None:
    challenged, noise = challenge_target(workspace, Past("onboarding_completed"), 0.8)

    assert (challenged.check, noise.check) == ("challenge", "noise")
    assert challenged.verdict == "heroic"
    assert challenged.as_of == workspace.as_of


def test_months_stand_for_a_quarter_only_where_they_add_up_to_it(workspace: Workspace) -> None:
    quarter = quarter_of(workspace)

    cohort, standing = (
        history_for(workspace, Past(metric), quarter) for metric in ("onboarding_completed", "retention_rate")
    )

    assert {one.period.days for one in cohort.values} <= {28, 29, 30, 31}
    assert {one.period.days for one in standing.values} <= {90, 91, 92}


def test_a_grain_that_is_asked_for_is_taken(workspace: Workspace) -> None:
    history = history_for(workspace, Past("nps", grain="quarter"), quarter_of(workspace))

    assert {one.period.days for one in history.values} <= {90, 91, 92}


def test_what_came_before_a_change_is_left_out(workspace: Workspace) -> None:
    everything = history_for(workspace, Past("nps"), quarter_of(workspace))
    day = everything.values[-3].period.start

    later = history_for(workspace, Past("nps", since=day), quarter_of(workspace))

    assert later.values == everything.values[-3:]


def test_a_segment_is_its_own_history(workspace: Workspace) -> None:
    small = Past("onboarding_completed", filters={"size": ("small",)})

    history, everybody = (
        history_for(workspace, one, quarter_of(workspace)) for one in (small, Past("onboarding_completed"))
    )

    assert 0 < history.values[-1].denominator < everybody.values[-1].denominator


def test_any_days_are_refused_where_the_metric_depends_on_how_long_they_are(workspace: Workspace) -> None:
    days = Period(date(2026, 8, 15), date(2027, 12, 24))

    with pytest.raises(InputError, match="no week, month or quarter"):
        challenge_target(workspace, Past("retention_rate"), 0.9, period=days)
    assert challenge_target(workspace, Past("onboarding_completed"), 0.5, period=days)[0].estimate is not None


@pytest.mark.parametrize(
    ("start", "end", "grain"),
    [
        (date(2026, 1, 1), date(2026, 2, 1), "month"),
        (date(2026, 10, 1), date(2027, 1, 1), "quarter"),
        (date(2026, 11, 2), date(2026, 11, 9), "week"),
        (date(2026, 11, 2), date(2026, 12, 2), None),
        (date(2026, 2, 1), date(2026, 5, 1), None),
    ],
)
def test_a_period_has_the_grain_of_its_days(
    workspace: Workspace, start: date, end: date, grain: str | None
) -> None:
    assert grain_of(workspace, Period(start, end)) == grain


def test_targets_are_typed_in_the_unit_of_the_metric(workspace: Workspace) -> None:
    assert target_in(workspace, "onboarding_completed", "80%") == pytest.approx(0.8)
    assert target_in(workspace, "nps", "+50") == 50
    assert target_in(workspace, "mrr", "1,200") == 120_000
    assert typed_value("--goal", "45") == 45


@pytest.mark.parametrize(
    ("metric", "text", "mend"),
    [
        ("onboarding_completed", "0.8", "Write 0.8% or 80%"),
        ("nps", "50%", "Leave the % out"),
        ("nps", "a lot", "80%"),
    ],
)
def test_a_target_of_another_unit_is_refused_with_the_mend(
    workspace: Workspace, metric: str, text: str, mend: str
) -> None:
    with pytest.raises(InputError, match=mend):
        target_in(workspace, metric, text)


OKR = """
objective: New customers arrive well
cycle: Quarter
key_results:
  - key_result: New customers are onboarded within 10 days
    metric: onboarding_completed
    target: {target}
  - key_result: They are onboarded at all
    metric: onboarding_completed
"""


@pytest.mark.parametrize(
    ("target", "verdict", "rule"),
    [(0.2, "already on the way", "D401"), (0.95, "heroic", "D402")],
)
def test_a_review_with_data_tells_how_hard_a_target_is(
    workspace: Workspace, target: float, verdict: str, rule: str
) -> None:
    document = read_okr_bytes(OKR.format(target=target).encode(), name="okr.yaml")
    check = check_workspace(workspace)

    aimed, without = measure_key_results(document, workspace, check=check, tell=lambda _: None)
    review = review_document(document, measured={one.place: one.data for one in (aimed, without)})

    assert [one.check for one in aimed.data.evidence] == ["challenge", "noise", "segments", "mix"]
    assert aimed.data.evidence[0].verdict == verdict
    assert without.data.evidence == ()
    assert rule in {one.rule for one in review.findings}


def test_a_target_that_the_metric_can_never_have_is_no_bet(workspace: Workspace) -> None:
    document = read_okr_bytes(OKR.format(target=1.5).encode(), name="okr.yaml")

    aimed, _ = measure_key_results(document, workspace, check=check_workspace(workspace), tell=lambda _: None)

    assert aimed.data.series
    assert aimed.data.evidence == ()
