"""A simulated company that the tests of risk share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.service.demo import make_demo_company
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.service.workspace import Workspace


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("risk") / "company"
    make_demo_company(made, company="Seed", customers=1_000, seed=11)
    return made


@pytest.fixture(scope="session")
def seed_workspace(seed_folder: Path) -> Iterator[Workspace]:
    with open_workspace(seed_folder) as opened:
        yield opened
