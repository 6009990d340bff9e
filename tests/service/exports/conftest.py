"""Runs init on small exports with invented values, opens what it proposes and checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from holdfast.metrics import Request, measure
from holdfast.service.check import check_workspace
from holdfast.service.init import init_workspace
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from holdfast.metrics.protocol import Cell
    from holdfast.records import Measurement
    from holdfast.tables import CheckFinding


class Proposed:
    """The proposal for one folder: its text, and the workspace it opens as."""

    def __init__(self, folder: Path) -> None:
        self.text = init_workspace(folder).read_text(encoding="utf-8")
        self.workspace = open_workspace(folder)

    @property
    def problems(self) -> tuple[CheckFinding, ...]:
        """Errors and warnings of the data check."""
        findings = check_workspace(self.workspace).findings
        return tuple(finding for finding in findings if finding.severity != "note")

    def rows(self, sql: str) -> list[tuple[Cell, ...]]:
        return list(self.workspace.engine.rows(sql))

    def measured(self, metric: str, *, start: date, as_of: date, **parameters: int) -> Measurement:
        """The first period of a metric by quarter."""
        request = Request(
            metric=metric, as_of=as_of, grain="quarter", start=start, parameters=parameters, time_zone="UTC"
        )
        return measure(self.workspace.engine, request)[0]


class Propose(Protocol):
    """Writes the files and proposes a workspace for them."""

    def __call__(self, **files: str) -> Proposed: ...


@pytest.fixture
def propose(tmp_path: Path) -> Iterator[Propose]:
    made: list[Proposed] = []

    def write(**files: str) -> Proposed:
        for name, text in files.items():
            stem, _, ending = name.rpartition("_")
            (tmp_path / f"{stem}.{ending}").write_text(text, encoding="utf-8")
        made.append(Proposed(tmp_path))
        return made[-1]

    yield write
    for proposed in made:
        proposed.workspace.close()
