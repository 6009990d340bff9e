"""The named companies as workspaces, judged by the real service."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from holdfast.evidence.guard_answers import guard_records
from holdfast.okr import read_okr_bytes
from holdfast.service.betting import freeze_objectives, settle_bet
from holdfast.service.check import check_workspace
from holdfast.service.demo import make_demo_company
from holdfast.service.guarding import watched
from holdfast.service.key_results import measure_key_results
from holdfast.service.reviewing_data import with_bets
from holdfast.service.workspace import open_workspace
from holdfast.simulate import named

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from holdfast.evidence.frozen import FrozenBet
    from holdfast.records.evidence import EvidenceRecord


@dataclass(frozen=True, slots=True)
class Company:
    """A company's workspace, and the OKR that was written with it."""

    name: str
    folder: Path

    def judged(self) -> dict[tuple[str, str], EvidenceRecord]:
        """The records of its review, by check and metric; the objective has none."""
        with open_workspace(self.folder) as workspace:
            document = read_okr_bytes(self._okr(), name="okr.md")
            measured = measure_key_results(
                document, workspace, check=check_workspace(workspace), tell=lambda _: None
            )
            found = with_bets(document, measured, workspace, lambda _: None)
        return {
            (one.check, part.asked.card.name if part.asked else ""): one
            for part in found
            for one in part.data.evidence
        }

    def settled(self) -> str:
        """What became, when the data end, of the bet that was frozen on the company's day."""
        with open_workspace(self.folder) as workspace:
            return settle_bet(workspace, self._frozen()).verdict

    def guarded(self) -> dict[str, EvidenceRecord]:
        """What the guards of that bet show when the data end, by metric of the key result."""
        bet = self._frozen()
        metrics = {one.name: one.metric for one in bet.wagers}
        with open_workspace(self.folder) as workspace:
            records = guard_records(
                bet, watched(workspace, bet, today=workspace.as_of), today=workspace.as_of
            )
        return {metrics[name]: record for name, record in records}

    def calls_for(self, check: str, metric: str = "") -> tuple[str, ...]:
        """The verdicts that its truth calls for."""
        [call] = [one for one in named(self.name).calls_for if (one.check, one.of) == (check, metric)]
        return call.verdicts

    def _frozen(self) -> FrozenBet:
        return _freeze(self.folder, named(self.name).frozen_on)

    def _okr(self) -> bytes:
        return _okr_of(self.folder)


def _okr_of(folder: Path) -> bytes:
    return (folder / "okrs" / "okr.md").read_bytes()


@cache
def _freeze(folder: Path, day: date) -> FrozenBet:
    """Seconds, and the same for the guards of a bet and for its settlement."""
    document = read_okr_bytes(_okr_of(folder), name="okr.md")
    with open_workspace(folder, as_of=day) as workspace:
        check = check_workspace(workspace)
        measured = measure_key_results(document, workspace, check=check, tell=lambda _: None)
        [bet] = freeze_objectives(document, measured, workspace, lambda _: None)
    return bet


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Company]:
    """A company of a name at its own size, written once."""
    made: dict[str, Company] = {}

    def make(name: str) -> Company:
        if name not in made:
            folder = tmp_path_factory.mktemp("demo") / name
            make_demo_company(folder, company=name, customers=None, seed=1)
            made[name] = Company(name, folder)
        return made[name]

    return make
