"""A plain table with a flag: chances of rows that the model had not seen come true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from holdfast.cli.main import cli
from holdfast.errors import InputError
from holdfast.reasons.risk.assessing import trust_of
from holdfast.reasons.risk.doubting import doubt_of
from holdfast.service.risk_table import TableQuestion, risk_in_table, table_chances
from holdfast.stats.calibration import calibration
from holdfast.stats.ridge import expit

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def _world(seed: int, count: int) -> tuple[dict[str, NDArray[np.object_]], NDArray[np.float64]]:
    """Tenure and contract matter, four columns do not; about a fifth leave."""
    generator = np.random.default_rng(seed)
    tenure = np.round(generator.exponential(24, count))
    yearly = generator.random(count) < 0.4
    chance = expit(-0.3 - 1.6 * yearly - 0.05 * tenure)
    left = (generator.random(count) < chance).astype(np.float64)
    columns = {
        "tenure": tenure.astype(int).astype(str).astype(object),
        "contract": np.where(yearly, "year", "month").astype(object),
    }
    for number in range(4):
        columns[f"noise_{number}"] = generator.integers(0, 4, count).astype(str).astype(object)
    return columns, left


def _written(path: Path, columns: dict[str, NDArray[np.object_]]) -> Path:
    rows = zip(*columns.values(), strict=True)
    path.write_text("\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


def test_chances_of_unseen_rows_come_true() -> None:
    columns, left = _world(1, 6_000)

    found = calibration(table_chances(columns, left, np.arange(3_000), np.arange(3_000, 6_000)), left[3_000:])

    assert found.error < 2 * found.error_by_chance
    assert found.auc is not None
    assert found.auc > 0.75


def test_a_hundred_rows_give_chances_that_are_not_too_bold() -> None:
    found = []
    for seed in range(8):
        columns, left = _world(seed, 4_000)
        chances = table_chances(columns, left, np.arange(100), np.arange(100, 4_000))
        found.append(calibration(chances, left[100:]))

    assert np.mean([one.brier - one.brier_of_base for one in found]) < 0
    assert np.mean([one.error for one in found]) < 0.07


def test_a_table_is_read_and_told(tmp_path: Path) -> None:
    columns, left = _world(3, 1_500)
    named = np.array([f"C{n}" for n in range(1_500)], dtype=object)
    flag = np.where(left > 0, "Yes", "No").astype(object)
    path = _written(
        tmp_path / "c.csv", {"id": named, **columns, "reason": np.where(left > 0, "x", ""), "Churn": flag}
    )

    found = risk_in_table(path, TableQuestion("Churn", length=5))

    assert [name for name, _ in found.left_out] == ["reason"]
    assert found.customers == int((left == 0).sum())
    assert len(found.listed) == 5
    assert all(one.customer_id.startswith("C") for one in found.listed)
    assert {name for name, _ in found.rests_on[:2]} == {"tenure", "contract"}
    assert found.trust is not None
    assert (found.trust.is_better_than_lot, found.doubt) == (True, "")


def test_a_list_of_a_table_that_tells_nothing_says_first_that_it_is_no_better_than_lot(
    tmp_path: Path,
) -> None:
    """The columns are those of other customers."""
    columns, left = _world(3, 600)
    flag = np.random.default_rng(4).permutation(np.where(left > 0, "Yes", "No")).astype(object)
    path = _written(tmp_path / "c.csv", {**columns, "Churn": flag})

    ran = CliRunner().invoke(cli, ["risk", "--table", str(path), "--flag", "Churn"])
    rows = CliRunner().invoke(cli, ["risk", "--table", str(path), "--flag", "Churn", "--format", "csv"])

    assert ran.output.startswith("This list is no better than names drawn by lot")
    assert f"Take the common share of {100 * left.mean():.1f} % for everybody" in " ".join(ran.output.split())
    assert rows.stderr.startswith("This list is no better than names drawn by lot")
    assert rows.stdout.startswith("customer_id")


def test_five_in_a_hundred_orders_by_lot_are_taken_to_be_better_than_lot() -> None:
    """With ties, as chances of few customers have them; twenty of two hundred left."""
    generator = np.random.default_rng(5)
    left = np.repeat([1.0, 0.0], [20, 180])
    tried = [trust_of(generator.integers(1, 30, 200) / 100, left, "here") for _ in range(600)]

    share = np.mean([one.is_better_than_lot for one in tried])

    assert 0.03 < share < 0.07


def test_an_order_that_tells_with_chances_far_off_is_an_order_and_no_chances() -> None:
    left = np.repeat([0.0, 1.0, 0.0, 1.0], [80, 5, 20, 15])
    order = np.repeat([0.3, 0.6], [85, 35])

    assert not doubt_of(trust_of(order / 2, left, "here"))
    assert doubt_of(trust_of(order * 1.5, left, "here")).startswith(
        "The order of this list is better than lot,"
    )
    assert "of the 120 customers that were checked none left" in doubt_of(trust_of(order, 0 * left, "here"))


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["No"] * 200, "none of 200 customers left"),
        (["Yes"] * 200, "all 200 customers left"),
        (["Yes"] * 12 + ["No"] * 188, "12 of 200 customers left"),
        (["Yes"] * 40 + ["No"] * 159 + ["maybe"], "'maybe'"),
    ],
)
def test_flags_that_teach_nothing_are_refused(tmp_path: Path, flags: list[str], message: str) -> None:
    size = np.array([str(n % 3) for n in range(200)], dtype=object)
    path = _written(tmp_path / "c.csv", {"size": size, "Churn": np.array(flags, dtype=object)})

    with pytest.raises(InputError, match=message):
        risk_in_table(path, TableQuestion("Churn"))


def test_a_flag_that_contradicts_the_days_of_leaving_is_refused(tmp_path: Path) -> None:
    flags = np.array(["Yes" if n % 4 == 0 else "No" for n in range(200)], dtype=object)
    days = np.array(["2026-01-05" if n % 3 == 0 else "" for n in range(200)], dtype=object)
    size = np.array([str(n % 3) for n in range(200)], dtype=object)
    path = _written(tmp_path / "c.csv", {"size": size, "ended_at": days, "Churn": flags})

    with pytest.raises(InputError, match="not flagged as left"):
        risk_in_table(path, TableQuestion("Churn"))


def test_a_leak_that_is_asked_for_and_a_column_that_is_not_there_are_refused(tmp_path: Path) -> None:
    flags = np.array(["Yes" if n % 4 == 0 else "No" for n in range(200)], dtype=object)
    size = np.array([str(n % 3) for n in range(200)], dtype=object)
    path = _written(tmp_path / "c.csv", {"size": size, "last_login": size, "Churn": flags})

    with pytest.raises(InputError, match="as of today"):
        risk_in_table(path, TableQuestion("Churn", features=("last_login",)))
    with pytest.raises(InputError, match="no column 'Left'"):
        risk_in_table(path, TableQuestion("Left"))
