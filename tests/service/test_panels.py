"""The panel as an Arrow table and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet
import pytest

from holdfast.errors import InputError
from holdfast.service.panels import panel_of, panel_table, write_panel
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.records import Panel


@pytest.fixture
def found(tmp_path: Path) -> Panel:
    (tmp_path / "customers.csv").write_text(
        "customer_id,signed_at,size\na,2024-01-05,large\nb,2024-01-06,\nc,2024-03-01,small\n"
    )
    (tmp_path / "engagements.csv").write_text(
        "engagement_id,customer_id,kind,scheduled_at,rescheduled\ne1,a,onboarding,2024-01-07,0\n"
    )
    (tmp_path / "events.csv").write_text(
        "customer_id,name,occurred_at\na,login,2024-01-06\na,login,2024-02-06\n"
    )
    (tmp_path / "holdfast.toml").write_text(
        '[company]\nname = "Acme"\ntime_zone = "UTC"\n[data]\nas_of = 2024-03-03\n'
        + "".join(
            f'[tables.{name}]\nfiles = "{name}.csv"\n' for name in ("customers", "engagements", "events")
        )
    )
    with open_workspace(tmp_path) as workspace:
        return panel_of(
            workspace, "onboarding_scheduled", covariates=("events",), landmark_days=10, by=("size",)
        )


def test_the_table_has_a_column_for_each_segment_and_count(found: Panel) -> None:
    table = panel_table(found)

    assert table.to_pylist() == [
        {"customer_id": "a", "anchored_on": found.rows[0].anchored_on, "outcome": True, "days": 2}
        | {"size": "large", "events_before": 1},
        {"customer_id": "b", "anchored_on": found.rows[1].anchored_on, "outcome": False, "days": 5}
        | {"size": "(none)", "events_before": 0},
        {"customer_id": "c", "anchored_on": found.rows[2].anchored_on, "outcome": None, "days": 1}
        | {"size": "small", "events_before": 0},
    ]
    assert table.schema.metadata[b"metric"] == b"onboarding_scheduled"
    assert table.schema.metadata[b"sampled_share"] == b"1.0"


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".arrow"])
def test_a_file_has_the_rows_of_the_table(found: Panel, ending: str, tmp_path: Path) -> None:
    read = {
        ".parquet": pyarrow.parquet.read_table,
        ".csv": pyarrow.csv.read_csv,
        ".arrow": pyarrow.feather.read_table,
    }[ending]

    write_panel(found, tmp_path / f"panel{ending}")

    assert read(str(tmp_path / f"panel{ending}")).column("customer_id").to_pylist() == ["a", "b", "c"]
    assert not list(tmp_path.glob("*.part"))


def test_another_ending_is_refused(found: Panel, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"ends in \.parquet"):
        write_panel(found, tmp_path / "panel.xlsx")
