"""Links of key results that count existing customers, in simulated companies whose causes are known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.connect.sources.files.write import write_tables
from holdfast.connect.writing import write_document
from holdfast.errors import InputError
from holdfast.service.demo import workspace_text
from holdfast.service.link_moments import Asked, landmarks, moments_of
from holdfast.service.link_tables import LinkTables
from holdfast.service.linking import LinkQuestion, comparison_in, link_in
from holdfast.service.workspace import open_workspace
from holdfast.simulate.companies import simulate_company
from holdfast.simulate.reviews import Reviews

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from holdfast.metrics.protocol import Cell
    from holdfast.service.workspace import Workspace

SUPPORTED = "supported by your data"


def made(folder: Path, *, customers: int, reviews: Reviews) -> Path:
    """Company Seed with other reviews, as a workspace."""
    seed = simulate_company("Seed", customers=customers, seed=11)
    company = replace(seed, causes=replace(seed.causes, reviews=reviews))
    write_tables(company.chunks(), folder)
    tables = tuple(sorted(path.stem for path in folder.glob("*.parquet")))
    write_document(folder / "holdfast.toml", workspace_text(company.setting, tables))
    return folder


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = made(tmp_path_factory.mktemp("seed"), customers=1_000, reviews=Reviews())
    with open_workspace(folder) as opened:
        yield opened


def test_customers_are_looked_at_a_quarter_apart_and_known_by_what_was_before(workspace: Workspace) -> None:
    comparison = comparison_in(workspace, LinkQuestion("review_coverage", controls=("region",)))

    assert comparison.accounts is not None
    assert len(comparison.accounts) > 2 * len(np.unique(comparison.accounts))
    names = {one.name for one in comparison.factors}
    assert {"size", "time as a customer", "quarter", "issues", "tickets", "use"} <= names
    assert [one.name.split(" is ")[0] for one in comparison.controls] == ["region", "events earlier"]
    assert 0.7 < comparison.outcome.mean() < 1
    assert comparison.early_quits > 0


def test_a_second_link_of_a_review_reads_no_table_again_and_finds_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    question, tables = LinkQuestion("review_coverage"), LinkTables(workspace)
    alone = comparison_in(workspace, question, tables=tables)
    texts: list[str] = []
    rows = workspace.engine.rows

    def counted(text: str) -> Sequence[tuple[Cell, ...]]:
        texts.append(text)
        return rows(text)

    monkeypatch.setattr(workspace.engine, "rows", counted)

    again = comparison_in(workspace, question, tables=tables)

    # Who signed depends on its filters, and calls are its own.
    assert texts
    assert not [one for one in texts if re.search(r"FROM (tickets|issues|events)\b", one)]
    assert (again.outcome == alone.outcome).all()
    assert [one.name for one in again.factors] == [one.name for one in alone.factors]
    assert all(
        (one.values == old.values).all() for one, old in zip(again.factors, alone.factors, strict=True)
    )


def test_landmarks_are_the_last_whose_outcome_is_known() -> None:
    found = landmarks(date(2026, 10, 1), 90)

    assert date.fromordinal(found[-1]) == date(2026, 7, 1)
    assert date.fromordinal(found[-2]) == date(2026, 4, 1)
    assert date.fromordinal(landmarks(date(2026, 10, 1), 30)[-2]) == date(2026, 8, 1)


def test_the_record_says_how_often_customers_were_looked_at_and_how_many_they_are(
    workspace: Workspace,
) -> None:
    record = link_in(workspace, LinkQuestion("review_coverage"))

    assert record.n is not None
    assert (record.figure("rows") or 0) > record.n
    assert any(note.startswith("Customers were looked at on 8 days from 2024-10-01") for note in record.notes)
    assert "Who gave notice counts as leaving on the day of it." in record.notes
    assert "stayed the next 90 days" in record.sentence


def test_the_accounts_over_a_million_are_too_few_to_tell(workspace: Workspace) -> None:
    asked = LinkQuestion("review_coverage", filters={"arr_band": ("over 1m",)})

    record = link_in(workspace, asked)

    assert (record.verdict, record.reason) == ("cannot tell", "too few customers")


def test_a_score_is_compared_by_what_was_known_before_the_answer(workspace: Workspace) -> None:
    comparison = comparison_in(workspace, LinkQuestion("nps"))

    assert comparison.experience == "answered 9 or 10"
    assert 0.1 < comparison.exposed.mean() < 0.7
    assert link_in(workspace, LinkQuestion("nps")).verdict != SUPPORTED


def test_cases_are_followed_for_their_window_before_anybody_is_compared(workspace: Workspace) -> None:
    comparison = comparison_in(workspace, LinkQuestion("issues_resolved"))

    assert comparison.experience == "had “Issues resolved within 14 days”"
    assert 0 < comparison.exposed.mean() < 1
    assert comparison.early_quits > 0


def test_who_had_a_case_is_held_to_its_first_reply_once_the_limit_has_passed(workspace: Workspace) -> None:
    asked = Asked(workspace, "first_response_time", {"limit_hours": 4}, days=90)

    moments = moments_of(asked, ())

    # Counted by hand: days on which a customer's cases were all answered within four hours.
    rows = workspace.engine.rows(
        "SELECT COUNT(*), SUM(CAST(in_time AS INT)), MAX(n) FROM (SELECT customer_id, COUNT(*) AS n, "
        "COALESCE(BOOL_AND(first_public_reply_at < TIMESTAMP '2026-10-01 04:00:00' AND first_public_reply_at "
        "<= opened_at + INTERVAL 4 HOUR), FALSE) AND COUNT(first_public_reply_at) = COUNT(*) AS in_time "
        "FROM tickets WHERE customer_id IS NOT NULL GROUP BY customer_id, CAST(opened_at AT TIME ZONE 'UTC' "
        "AT TIME ZONE 'America/New_York' AS DATE))"
    )
    in_time = sum(one.experienced is not None for one in moments)
    assert [(len(moments), in_time, max(one.cases for one in moments))] == [tuple(rows[0])]
    assert {one.landmark - one.began for one in moments} == {2}
    assert all(one.experienced in {None, one.landmark - 1} for one in moments)


def test_waits_and_ratings_are_compared_by_the_boxes_and_the_hours_of_their_target(
    workspace: Workspace,
) -> None:
    waits = comparison_in(workspace, LinkQuestion("first_response_time", parameters={"limit_hours": 4}))
    rated = comparison_in(workspace, LinkQuestion("csat"))

    assert waits.experience == "waited at most 4 hours (“First response time”)"
    assert "cases that day" in {one.name for one in waits.factors}
    assert 0.3 < waits.exposed.mean() < 0.7
    assert rated.experience == "answered 4 to 5 of 5 (“Customer satisfaction”)"
    assert 0.3 < rated.exposed.mean() < 0.9


@pytest.mark.parametrize(
    ("metric", "variant", "why"),
    [
        ("resolution_time", "first", "hard cases would be held against easy ones"),
        ("first_response_time", "business_hours", "business hours are counted for all cases together"),
        ("csat", "mean", "it is a mean"),
        ("csat", "tickets", "it is not known when a case was rated"),
        ("mrr", "standard", "it does not say of single customers"),
    ],
)
def test_what_would_be_no_fair_comparison_is_refused_with_the_reason(
    workspace: Workspace, metric: str, variant: str, why: str
) -> None:
    with pytest.raises(InputError, match=why):
        link_in(workspace, LinkQuestion(metric, parameters={"variant": variant}))


def test_what_is_better_less_often_is_compared_the_other_way_round(workspace: Workspace) -> None:
    comparison = comparison_in(workspace, LinkQuestion("ticket_rate"))

    assert comparison.experience == "did not count in “Tickets per 100 paying customers”"
    assert comparison.exposed.mean() > 0.5


def test_a_factor_that_was_known_only_later_can_be_left_out(workspace: Workspace) -> None:
    comparison = comparison_in(workspace, LinkQuestion("review_coverage", without=("plan", "issues")))

    assert not {"plan", "issues"} & {one.name for one in comparison.factors}


@pytest.mark.slow
def test_reviews_that_only_annoy_point_the_other_way(tmp_path: Path) -> None:
    annoying = Reviews(helps=3.0, annoys=0.01)

    with open_workspace(made(tmp_path, customers=4_000, reviews=annoying)) as opened:
        record = link_in(opened, LinkQuestion("review_coverage", controls=("region",)))

    assert record.verdict == "points the other way"


@pytest.mark.slow
def test_reviews_that_do_nothing_and_scores_that_move_nothing_are_not_supported(tmp_path: Path) -> None:
    nothing = Reviews(helps=1.0, annoys=0.0)

    with open_workspace(made(tmp_path, customers=8_000, reviews=nothing)) as opened:
        reviews, score = (
            link_in(opened, LinkQuestion(one, controls=("region",))) for one in ("review_coverage", "nps")
        )

    assert reviews.verdict in {"no sign of a link", "cannot tell"}
    assert (reviews.figure("matters") or 1) < 0.01  # an eighth of those who leave in a quarter
    assert (reviews.low or 0) <= 0 <= (reviews.high or 0)
    assert score.verdict in {"no sign of a link", "suggestive", "cannot tell"}
    assert score.raw_gap is not None
    assert score.raw_gap > 0.01
