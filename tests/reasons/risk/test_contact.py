"""The list in the order of what contact changes, by a play of the table that kept customers, or did not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from holdfast.errors import InputError
from holdfast.report.risk import risk_csv, risk_text
from holdfast.service.risk import RiskQuestion, risk_in
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 5, 1)
"""Of the lot: 90 days later all outcomes are known."""


@pytest.fixture(scope="module")
def tried(seed_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company with a play that called half of those who stayed 90 days, and few of the others."""
    folder = tmp_path_factory.mktemp("contact") / "company"
    folder.mkdir()
    for file in seed_folder.iterdir():
        (folder / file.name).symlink_to(file)
    (folder / "assignments.parquet").unlink()
    end = DAY + timedelta(days=90)
    paid = f"SELECT customer_id FROM '{seed_folder}/subscriptions.parquet' WHERE amount_minor > 0 AND "
    duckdb.sql(
        f"COPY (SELECT a.customer_id, 'calls' AS play, CASE WHEN hash(a.customer_id) % 100 < "
        f"CASE WHEN s.customer_id IS NULL THEN 15 ELSE 53 END THEN 'treated' ELSE 'holdout' END AS arm, "
        f"TIMESTAMPTZ '{DAY} 08:00:00+00' AS assigned_at, '1' AS seed FROM "
        f"(SELECT DISTINCT customer_id FROM ({paid} started_at < '{DAY}' AND "
        f"(ended_at IS NULL OR ended_at > '{DAY + timedelta(days=1)}'))) a LEFT JOIN "
        f"(SELECT DISTINCT customer_id FROM ({paid} started_at < '{DAY}' AND "
        f"(ended_at IS NULL OR ended_at > '{end + timedelta(days=1)}'))) s USING (customer_id)) "
        f"TO '{folder}/assignments.parquet' (FORMAT parquet)"
    )
    return folder


def test_a_play_that_kept_customers_is_told_on_the_list_and_of_each_customer(tried: Path) -> None:
    with open_workspace(tried) as opened:
        found = risk_in(opened, RiskQuestion())

    contact = found.contact
    assert contact is not None
    assert contact.holdouts == ("calls",)
    assert contact.is_told
    assert contact.points is not None
    assert contact.points > 0.03
    kept = [one.kept for one in found.listed]
    assert None not in kept
    text = " ".join(risk_text(found, width=100).split())
    assert "By lot," in text
    assert "customers. 10 to look at" in text
    assert all(line.split(",")[-1] for line in risk_csv(found).splitlines()[1:])


def test_before_its_outcomes_are_known_a_play_orders_nothing_and_says_until_when(tried: Path) -> None:
    with open_workspace(tried, as_of=DAY + timedelta(days=40)) as opened:
        found = risk_in(opened, RiskQuestion(length=1))
        with pytest.raises(InputError, match=r"holdout letters.*one of: calls"):
            risk_in(opened, RiskQuestion(holdouts=("letters",)))

    assert found.contact is not None
    assert found.contact.verdict == "no holdout"
    assert found.contact.notes == ("Holdout calls is settled on 31 Jul 2026: until then it orders nothing.",)
    assert found.listed[0].kept is None
