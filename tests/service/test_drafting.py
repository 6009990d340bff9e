"""Drafts on a simulated company in which onboarding leads to staying: figures, evidence, and the reviewer."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.service.persons.conftest import write_workspace

from holdfast.cli.main import cli
from holdfast.drafting.wording import figure_text
from holdfast.errors import InputError
from holdfast.okr import read_okr_bytes
from holdfast.report.draft import draft_yaml
from holdfast.service.demo import make_demo_company
from holdfast.service.drafting import DraftQuestion, draft_okr
from holdfast.service.measuring import measure_metric
from holdfast.service.workspace import open_workspace
from holdfast.units import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.drafting.model import Draft
    from holdfast.service.workspace import Workspace

# One process has all of these tests, so that what their fixture makes in seconds is made once.
pytestmark = pytest.mark.xdist_group("drafting")

CYCLE = Period(date(2026, 10, 1), date(2027, 1, 1))


def _quiet(line: str) -> None:
    """Nobody waits."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("drafting") / "seed"
    make_demo_company(made, company="Seed", customers=1_000, seed=7)
    return made


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with open_workspace(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def slow_start(folder: Path) -> Draft:
    with open_workspace(folder) as opened:
        return draft_okr(opened, DraftQuestion(reason="slow start"), period=CYCLE, tell=_quiet)


def test_the_reason_is_answered_by_the_metric_that_is_linked_with_staying(slow_start: Draft) -> None:
    assert [one.card.name for one in slow_start.figures[:2]] == ["logo_churn", "onboarding_completed"]
    assert slow_start.reason is not None
    assert slow_start.reason.title == "Slow start"
    assert slow_start.link is not None
    assert slow_start.link.verdict in {"supported by your data", "suggestive"}


def test_the_reviewer_finds_no_problem_in_it(slow_start: Draft) -> None:
    assert slow_start.problems == ()


def test_baselines_are_the_last_final_quarter_of_the_data(slow_start: Draft, workspace: Workspace) -> None:
    for figure in slow_start.figures:
        series = measure_metric(workspace, figure.card.name, grain="quarter")
        final = [one for one in series if one.value is not None and not one.pending]

        assert figure.baseline == final[-1].value
        if figure.role != "guard":
            assert f"from {figure_text(figure.baseline, figure.card, currency='USD')} to " in slow_start.text


def test_targets_are_better_than_now_and_about_as_hard_as_asked_for(slow_start: Draft) -> None:
    churn, lead, guard = slow_start.figures

    assert churn.target < churn.baseline
    assert 0.05 < churn.chance <= 0.25
    assert 0.05 < lead.chance <= 0.25
    assert guard.role == "guard"
    assert guard.chance >= 0.90


def test_a_heroic_target_is_rarely_reached_if_things_carry_on(workspace: Workspace) -> None:
    asked = DraftQuestion(lead="onboarding_completed", difficulty="heroic")

    draft = draft_okr(workspace, asked, period=CYCLE, tell=_quiet)

    assert draft.figures[1].chance <= 0.05


def test_the_draft_reads_back_with_every_key_result_bound(slow_start: Draft) -> None:
    document = read_okr_bytes(draft_yaml(slow_start, currency="USD").encode(), name="draft.yaml")

    [objective] = document.objectives
    assert document.unread == ()
    assert objective.cycle == "2026-Q4"
    assert [one.binding.metric for one in objective.key_results if one.binding] == [
        one.card.name for one in slow_start.figures
    ]


def test_what_is_assumed_what_is_known_and_what_is_missing_stand_above_it(slow_start: Draft) -> None:
    text = draft_yaml(slow_start, currency="USD")

    assert "# Assumption: If more new customers get started fast" in text
    assert "# Evidence so far: Like-for-like" in text
    assert "Who owns the objective" in text
    assert "no reason is linked" not in text


def test_without_a_reason_it_follows_from_what_most_customers_were_lost_for(workspace: Workspace) -> None:
    """In this company customers leave over faults in the synchronisation, and write about them before."""
    draft = draft_okr(workspace, DraftQuestion(), period=CYCLE, tell=_quiet)

    assert draft.reason is not None
    assert draft.reason.title == "Integrations and sync"
    assert draft.figures[1].card.name in {"resolution_time", "first_contact_resolution", "issues_resolved"}
    assert f"# Reason: Integrations and sync. {draft.reason.sentence[:20]}" in draft_yaml(
        draft, currency="USD"
    )
    assert draft.problems == ()


def test_a_scope_is_in_its_sentences_and_bindings(workspace: Workspace) -> None:
    asked = DraftQuestion(lead="onboarding_completed", segment=(("size", "small"),))

    draft = draft_okr(workspace, asked, period=CYCLE, tell=_quiet)

    [objective] = read_okr_bytes(draft.text.encode(), name="draft.yaml").objectives
    assert objective.text.startswith("Small customers stay")
    assert "new small customers" in objective.key_results[1].text
    assert all(one.binding and one.binding.segment == (("size", "small"),) for one in objective.key_results)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (DraftQuestion(reason="the weather"), "no metric is known to answer"),
        (DraftQuestion(lead="nps"), "metric that may lead to staying"),
        (DraftQuestion(segment=(("colour", "red"),)), "colour"),
    ],
)
def test_what_cannot_be_drafted_is_refused(workspace: Workspace, asked: DraftQuestion, message: str) -> None:
    with pytest.raises(InputError, match=message):
        draft_okr(workspace, asked, period=CYCLE, tell=_quiet)


def test_without_subscriptions_nothing_measures_staying(tmp_path: Path) -> None:
    (tmp_path / "holdfast.toml").write_text(
        '[company]\nname = "Few"\ntime_zone = "UTC"\ncurrency = "EUR"\n[data]\nas_of = 2026-10-01\n'
        '[tables.customers]\nfiles = "customers.csv"\n'
    )
    (tmp_path / "customers.csv").write_text("customer_id,signed_at\nc1,2026-01-05\n")

    with open_workspace(tmp_path) as few, pytest.raises(InputError, match="no subscriptions are mapped"):
        draft_okr(few, DraftQuestion(), period=CYCLE, tell=_quiet)


def test_the_command_writes_a_file_once_and_never_over_another(folder: Path, tmp_path: Path) -> None:
    given = ["draft", "--workspace", str(folder), "--lead", "onboarding_completed"]
    written = tmp_path / "okrs" / "draft.yaml"

    CliRunner().invoke(cli, [*given, "--output", str(written)])
    again = CliRunner().invoke(cli, [*given, "--output", str(written)])

    assert "objectives:" in written.read_text(encoding="utf-8")
    assert "is there already" in str(again.exception)


def test_the_json_has_the_okr_and_its_figures(folder: Path) -> None:
    done = CliRunner().invoke(
        cli, ["draft", "--workspace", str(folder), "--lead", "onboarding_completed", "--format", "json"]
    )

    document = json.loads(done.stdout)
    assert document["figures"][1]["metric"] == "onboarding_completed"
    assert document["link"][0]["check"] == "link"
    assert document["okr"].startswith("objectives:")


def test_what_is_missing_for_a_draft_is_named(tmp_path: Path) -> None:
    spans = "subscription_id,customer_id,started_at,ended_at,state,interval_months,amount_minor,currency\n"
    spans += "1,a,2025-01-01,2025-02-01,active,1,1000,EUR\n2,b,2025-01-01,,active,1,1000,EUR\n"
    tickets = "ticket_id,customer_id,opened_at,reopened,text\n1,a,2025-03-01,0,Help\n"
    asked = DraftQuestion(reason="outages")

    with (
        open_workspace(write_workspace(tmp_path, {"subscriptions": spans, "tickets": tickets})) as opened,
        pytest.raises(InputError, match="the table tickets has no first_solved_at"),
    ):
        draft_okr(opened, asked, period=CYCLE, tell=_quiet)
