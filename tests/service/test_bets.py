"""The bet of an OKR in a workspace: links, reach and chance, against what the simulator knows to be true."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest

from holdfast.evidence.reach import LinkEffect
from holdfast.okr import read_okr_bytes
from holdfast.records.evidence import EvidenceRecord
from holdfast.review.run import review_document
from holdfast.service.bets import bets_of, effect_of
from holdfast.service.check import check_workspace
from holdfast.service.demo import make_demo_company
from holdfast.service.key_results import measure_key_results
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.service.key_results import MeasuredOne
    from holdfast.service.workspace import Workspace

# One process has all of these tests, so that what their fixture makes in seconds is made once.
pytestmark = pytest.mark.xdist_group("bets")

OKR = """
objective: {objective}
cycle: Quarter
key_results:
  - key_result: New customers are onboarded within 10 days
    metric: onboarding_completed
    target: 0.8
  - key_result: NPS
    metric: nps
    target: 50
{more}
"""
STAYS = """  - key_result: Customers stay
    metric: retention_rate
    target: 0.97
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(made, company="Seed", customers=2_000, seed=7)
    return made


@pytest.fixture(scope="module")
def workspace(folder: Path) -> Iterator[Workspace]:
    with open_workspace(folder) as opened:
        yield opened


def found_in(workspace: Workspace, objective: str, more: str = "") -> dict[tuple[int, int], MeasuredOne]:
    document = read_okr_bytes(OKR.format(objective=objective, more=more).encode(), name="okr.yaml")
    check = check_workspace(workspace)
    measured = measure_key_results(document, workspace, check=check, tell=lambda _: None)
    return {one.place: one for one in bets_of(document, measured, workspace, lambda _: None)}


def by_check(one: MeasuredOne) -> dict[str, EvidenceRecord]:
    return {record.check: record for record in one.data.evidence}


def answered_share(folder: Path) -> float:
    """Of those who paid 90 days before the end of the data, how many answered since; counted by hand."""
    tables = {one: f"read_parquet('{folder / one}.parquet')" for one in ("surveys", "subscriptions")}
    since = "TIMESTAMPTZ '2026-07-03 04:00:00+00'"
    paying = f"""SELECT DISTINCT customer_id FROM {tables["subscriptions"]} WHERE amount_minor > 0
        AND state IN ('active', 'past_due', 'ended') AND started_at < {since}
        AND (ended_at IS NULL OR ended_at > {since})
        AND (cancel_requested_at IS NULL OR cancel_requested_at > {since})"""
    answered = f"""SELECT DISTINCT customer_id FROM {tables["surveys"]} WHERE kind = 'nps'
        AND score IS NOT NULL AND answered_at >= {since}"""
    text = f"SELECT AVG(CAST(customer_id IN ({answered}) AS INT)) FROM ({paying})"
    [(share,)] = duckdb.connect().execute(text).fetchall()
    return float(share)


def test_the_arithmetic_of_a_reach_is_that_of_the_true_company(workspace: Workspace, folder: Path) -> None:
    truth = json.loads((folder / "truth.json").read_text())

    found = found_in(workspace, "Paying accounts stay with us")

    reach, bet = by_check(found[1, 0])["reach"], by_check(found[1, 0])["bet"]
    new = truth["expected"]["signed_a_quarter_for_each_paying"]
    assert reach.figure("share") == pytest.approx(new, abs=0.04)
    effect = truth["causes"]["onboarding_within_10_days"]["effect"]
    true_gain = new * (0.8 - truth["expected"]["onboarding_completed_within_10_days"]) * effect
    assert reach.estimate == pytest.approx(true_gain, abs=0.001)
    assert reach.high is not None
    assert reach.high >= true_gain
    assert bet.verdict == "the objective would barely move"
    assert bet.figure("with") == bet.estimate
    [answers] = [note for note in reach.notes if note.startswith("Key result 2 ")]
    answered = f"{100 * answered_share(folder):.0f}% of the customers answered lately"
    assert answers.startswith(f"Key result 2 (Net promoter score): {answered}")


def test_a_review_says_that_the_bet_does_not_pay_and_which_link_holds(workspace: Workspace) -> None:
    found = found_in(workspace, "Paying accounts stay with us")
    document = read_okr_bytes(
        OKR.format(objective="Paying accounts stay with us", more="").encode(), name="o.yaml"
    )

    review = review_document(document, measured={place: one.data for place, one in found.items()})

    rules = {one.rule: one for one in review.findings}
    assert "touch 1" in rules["D409"].message
    assert by_check(found[1, 1])["link"].verdict in {"supported by your data", "suggestive"}
    assert ("D408" in rules) == (by_check(found[1, 1])["link"].verdict == "supported by your data")


def test_the_leavers_test_counts_the_customers_who_left(workspace: Workspace, folder: Path) -> None:
    truth = json.loads((folder / "truth.json").read_text())
    gone = {one["customer_id"] for one in truth["leavers"] if one["left_at"] >= "2025-10-01"}

    found = by_check(found_in(workspace, "Paying accounts stay with us")[1, 0])

    left = found["leavers"].figure("left") or 0
    assert 0.85 * len(gone) <= left <= len(gone)
    assert found["leavers"].sentence.startswith(f"{left:,.0f} customers left in the past year after day 10")
    assert "that can be told customer by customer" in found["leavers"].sentence
    assert "whom" not in found  # NPS is about everybody


def test_an_objective_whose_key_results_measure_staying_is_no_arithmetic(workspace: Workspace) -> None:
    found = found_in(workspace, "Paying accounts stay with us", STAYS)

    assert (1, 0) not in found
    assert "link" in by_check(found[1, 1])


def test_an_objective_about_something_else_is_not_held_against_staying(workspace: Workspace) -> None:
    found = found_in(workspace, "Answers come at once")

    assert (1, 0) not in found
    assert "link" in by_check(found[1, 1])


def test_a_bet_counts_harm_that_may_be_and_nothing_else_of_what_cannot_be_told() -> None:
    told = EvidenceRecord(
        "link",
        "cannot tell",
        "Like-for-like, 0.9 points fewer.",
        reason="it may do harm: watch for it",
        estimate=-0.009,
        figures=(("not_yet_exposed", -0.008), ("not_yet_exposed_error", 0.003), ("hidden", 0.007)),
    )

    assert effect_of(told) == LinkEffect(-0.008, 0.003, 0.007)
    for reason in ("a check that should show nothing shows something", "too few customers"):
        assert effect_of(replace(told, reason=reason)) is None
