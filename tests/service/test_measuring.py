"""What a measurement says of itself is what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.service.measuring import card_as_asked
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "customers.csv").write_text("customer_id,signed_at\na,2024-01-05\n")
    (tmp_path / "holdfast.toml").write_text(
        '[company]\nname = "Acme"\ntime_zone = "UTC"\n[tables.customers]\nfiles = "customers.csv"\n'
    )
    return tmp_path


def test_a_card_names_the_window_that_was_asked_for(folder: Path) -> None:
    with open_workspace(folder) as workspace:
        card = card_as_asked(workspace, "onboarding_scheduled", {"within_days": 30})

    assert card.window_days == 30
    assert card.title == "Onboarding scheduled within 30 days"


def test_a_card_names_the_metric_s_own_window_where_none_is_asked_for(folder: Path) -> None:
    with open_workspace(folder) as workspace:
        card = card_as_asked(workspace, "onboarding_scheduled", {})

    assert card.title == "Onboarding scheduled within 5 days"


def test_a_metric_without_a_window_keeps_its_card(folder: Path) -> None:
    with open_workspace(folder) as workspace:
        assert card_as_asked(workspace, "nps", {}).window_days is None
