"""The named companies, judged whole: what their OKRs are told, held against what their truth calls for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.evidence.rates import Goal, Line, repeated

from holdfast.evidence.guard_answers import guard_records
from holdfast.okr import read_okr_bytes
from holdfast.service.betting import freeze_objectives, settle_bet
from holdfast.service.check import check_workspace
from holdfast.service.demo import make_demo_company
from holdfast.service.guarding import watched
from holdfast.service.key_results import measure_key_results
from holdfast.service.reviewing_data import with_bets
from holdfast.service.workspace import open_workspace
from holdfast.simulate import companies, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from holdfast.evidence.frozen import FrozenBet
    from holdfast.okr.model import OkrDocument
    from holdfast.service.key_results import MeasuredOne
    from holdfast.service.workspace import Workspace

SEEDS = 20
LATER = frozenset({"settlement", "guards"})
Said = dict[str, str]
"""What one check says: ``check``, ``of`` (metric, or nothing for the objective), ``verdict``, ``reason``."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of one company when its data end.

    Attributes:
        said: By every check of its review, of its guards and of the settlement of the bet frozen before.
    """

    said: tuple[Said, ...]

    def of(self, check: str, metric: str) -> str:
        """The verdict of a check with its reason; empty where there is none."""
        found = [one for one in self.said if one["check"] == check and one["of"] == metric]
        return ": ".join(part for part in (found[0]["verdict"], found[0]["reason"]) if part) if found else ""


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """A line for each verdict that a company's truth calls for."""
    for name in companies():
        company = named(name)
        if not company.calls_for:
            continue
        seeds = min(times, SEEDS)
        found = repeated(f"company-{name}", seeds, _told_of(name), state=state, chunk=1)
        for call in company.calls_for:
            said = [Judged(tuple(one)).of(call.check, call.of) for one in found]
            right = sum(one.startswith(call.verdicts) for one in said)
            what = f"{name}, {call.of or 'the bet'}, {call.check}: {' or '.join(call.verdicts)}"
            yield Line(what, Goal(call.least, 1), right, len(said), note=_counted(said))


def judge(folder: Path, name: str) -> Judged:
    """Everything that is said of the company whose workspace a folder holds."""
    company = named(name)
    document = read_okr_bytes(company.okr().encode(), name="okr.md")
    with open_workspace(folder) as workspace:
        measured = _measured(document, workspace)
        said = [
            _said(one.check, _metric(part), one.verdict, one.reason)
            for part in measured
            for one in part.data.evidence
        ]
        if LATER & {one.check for one in company.calls_for}:
            said += _later(workspace, _frozen(folder, document, company.frozen_on))
    return Judged(tuple(said))


def _told_of(name: str) -> Callable[[int], list[Said]]:
    def run(number: int) -> list[Said]:
        with TemporaryDirectory() as made:
            folder = Path(made) / "company"
            make_demo_company(folder, company=name, customers=None, seed=number + 1)
            return list(judge(folder, name).said)

    return run


def _measured(document: OkrDocument, workspace: Workspace) -> tuple[MeasuredOne, ...]:
    found = measure_key_results(document, workspace, check=check_workspace(workspace), tell=_silent)
    return with_bets(document, found, workspace, _silent)


def _frozen(folder: Path, document: OkrDocument, day: date) -> FrozenBet:
    with open_workspace(folder, as_of=day) as workspace:
        check = check_workspace(workspace)
        measured = measure_key_results(document, workspace, check=check, tell=_silent)
        [bet] = freeze_objectives(document, measured, workspace, _silent)
    return bet


def _later(workspace: Workspace, bet: FrozenBet) -> Iterator[Said]:
    found = settle_bet(workspace, bet)
    yield _said("settlement", "", found.verdict, found.reason)
    seen = watched(workspace, bet, today=workspace.as_of)
    metrics = {one.name: one.metric for one in bet.wagers}
    for name, record in guard_records(bet, seen, today=workspace.as_of):
        yield _said("guards", metrics[name], record.verdict, record.reason)


def _metric(one: MeasuredOne) -> str:
    return one.asked.card.name if one.asked is not None else ""


def _said(check: str, of: str, verdict: str, reason: str) -> Said:
    return {"check": check, "of": of, "verdict": verdict, "reason": reason}


def _counted(said: list[str]) -> str:
    counts = {one: said.count(one) for one in dict.fromkeys(said)}
    return "; ".join(
        f"{count} {one or 'nothing'}" for one, count in sorted(counts.items(), key=lambda x: -x[1])
    )


def _silent(_: str) -> None:
    """Nobody waits."""
