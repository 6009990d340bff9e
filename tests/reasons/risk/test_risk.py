"""Who is at risk in a simulated company: chances come true, lists hold leavers, nothing looks ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.metrics.snapshots import Looks, snapshot_panel
from holdfast.reasons.risk.frame import frame_of, known_figures
from holdfast.report.risk import risk_csv, risk_json, risk_text
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import measure_metric, request_for
from holdfast.service.risk import RiskQuestion, risk_in
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.records.risk import RiskReport
    from holdfast.records.snapshot import SnapshotPanel
    from holdfast.service.workspace import Workspace


@pytest.fixture(scope="module")
def report(seed_workspace: Workspace) -> RiskReport:
    return risk_in(seed_workspace, RiskQuestion())


def _panel(workspace: Workspace, *days: date, horizon: int = 90) -> SnapshotPanel:
    request = request_for(workspace, PAYING, by=workspace.segments)
    return snapshot_panel(workspace.engine, request, Looks(days, horizon, known_figures()))


def test_who_pays_and_who_left_are_those_of_logo_churn(seed_workspace: Workspace) -> None:
    start, end = date(2026, 4, 1), date(2026, 7, 1)
    [churn] = measure_metric(seed_workspace, PAYING, grain="quarter", start=start, end=end)

    panel = _panel(seed_workspace, start, horizon=(end - start).days)

    assert (panel.rows, panel.left.sum()) == (churn.denominator, churn.numerator)


def test_no_row_after_a_snapshot_changes_what_was_known_on_it(seed_folder: Path) -> None:
    """The same snapshot in a workspace whose data end on that day."""
    day = date(2026, 5, 1)
    with open_workspace(seed_folder) as later, open_workspace(seed_folder, as_of=day) as then:
        whole, cut = _panel(later, day), _panel(then, day)

    assert whole.customer_id.tolist() == cut.customer_id.tolist()
    for name, column in frame_of(whole).numbers.items():
        np.testing.assert_array_equal(column, frame_of(cut).numbers[name], err_msg=name)


def test_the_last_activity_is_that_before_the_snapshot(seed_workspace: Workspace) -> None:
    panel = _panel(seed_workspace, date(2026, 3, 1))

    ago = panel.columns["event_days_ago"]

    assert np.nanmin(ago) >= 0
    assert (ago <= panel.columns["tenure_days"] + 1e-9)[np.isfinite(ago)].all()


def test_chances_come_true_and_the_list_holds_more_leavers_than_lots(report: RiskReport) -> None:
    assert report.trust is not None
    assert report.receipt is not None
    assert report.trust.auc is not None
    assert report.trust.auc > 0.6
    assert report.trust.error < 2 * report.trust.error_by_chance
    assert report.trust.brier < report.trust.brier_of_base
    assert report.trust.is_better_than_lot
    assert not report.doubt
    assert report.receipt.named == 10
    assert report.receipt.named_left + report.receipt.others_left == report.trust.left


def test_money_at_risk_has_a_range_around_it_and_what_was_lost_beside_it(report: RiskReport) -> None:
    assert report.money is not None
    assert report.money.low_minor < report.money.expected_minor < report.money.high_minor
    assert report.receipt is not None
    assert report.receipt.money is not None
    assert report.receipt.money.lost_minor is not None


def test_scores_are_told_by_what_they_rest_on_and_never_by_why_customers_leave(report: RiskReport) -> None:
    text = risk_text(report, width=100)

    assert "the score is high because" in " ".join(text.split())
    assert "leaves because" not in text
    assert "it is not why a customer leaves" in " ".join(text.split())
    assert risk_csv(report).splitlines()[0].startswith("customer_id,chance")
    assert '"horizon_days": 90' in risk_json(report)


def test_the_list_is_as_long_as_asked_and_by_money_where_asked(
    seed_workspace: Workspace, report: RiskReport
) -> None:
    """Nothing else depends on length and order: what was asked twice has the same answer."""
    by_money = risk_in(seed_workspace, RiskQuestion(length=25, order="revenue", holdouts=()))

    stake = [one.chance * (one.monthly_minor or 0) for one in by_money.listed]

    assert len(stake) == 25
    assert stake == sorted(stake, reverse=True)
    assert by_money.contact is None
    assert (by_money.trust, by_money.money) == (report.trust, report.money)


def test_before_thirty_left_it_refuses_and_says_what_it_needs(seed_folder: Path) -> None:
    with (
        open_workspace(seed_folder, as_of=date(2024, 2, 10)) as early,
        pytest.raises(InputError, match=r"customers left.*at least 30"),
    ):
        risk_in(early, RiskQuestion(horizon_days=30))


@pytest.mark.parametrize("name", ["last_activity", "churn_reasons.reason", "churn_reason"])
def test_a_feature_that_knows_the_future_is_refused(seed_workspace: Workspace, name: str) -> None:
    with pytest.raises(InputError, match="feature"):
        risk_in(seed_workspace, replace(RiskQuestion(), features=(name,)))


def _with_columns(folder: Path, out: Path, columns: str) -> Path:
    """The company with further columns of customers."""
    out.mkdir()
    for file in folder.glob("*.parquet"):
        (out / file.name).symlink_to(file)
    (out / "customers.parquet").unlink()
    text = (folder / "holdfast.toml").read_text().replace("columns = [", "# columns = [")
    (out / "holdfast.toml").write_text(text)
    duckdb.sql(
        f"COPY (SELECT c.*, {columns} FROM '{folder}/customers.parquet' c LEFT JOIN (SELECT customer_id, "
        f"bool_and(ended_at IS NOT NULL) AS gone FROM '{folder}/subscriptions.parquet' "
        f"WHERE amount_minor > 0 GROUP BY 1) s USING (customer_id)) "
        f"TO '{out}/customers.parquet' (FORMAT parquet)"
    )
    return out


def test_a_flag_that_contradicts_the_subscriptions_is_refused_and_a_segment_that_knows_the_future_left_out(
    seed_folder: Path, tmp_path: Path
) -> None:
    code = "CAST(hash(customer_id) % 5 AS VARCHAR) AS region_code"
    flag = "CASE WHEN hash(customer_id) % 5 = 0 THEN 'yes' ELSE 'no' END AS churn_flag"
    leaky = f"CASE WHEN s.gone THEN 'price' END AS why_note, {code}, {flag}"
    folder = _with_columns(seed_folder, tmp_path / "leaky", leaky)

    with open_workspace(folder) as opened:
        with pytest.raises(InputError, match="flagged as left and still have a paid subscription"):
            risk_in(opened, RiskQuestion())
        found = risk_in(opened, RiskQuestion(length=1, without=("churn_flag",)))

    assert found.listed
    assert [name for name, _ in found.left_out] == ["why_note"]
