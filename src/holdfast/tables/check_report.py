"""What the data check found, as one value for text, page and review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.records import DataNote

if TYPE_CHECKING:
    from datetime import date

    from holdfast.records import MetricCard
    from holdfast.tables.model import CheckFinding

# A warning on fewer rows than this share moves no figure that anybody would act on.
_NOTABLE_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class TableSummary:
    """One table or raw source as it was found.

    Attributes:
        name: Canonical name, or ``sources.<name>``.
        rows: Number of rows; None where the table cannot be read.
        first: Local date of its earliest instant, or None.
        last: Local date of its latest instant, or None.
    """

    name: str
    rows: int | None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The data check of a workspace.

    Attributes:
        company: The company's name.
        as_of: Local date up to which the data are complete, exclusive; None where no table tells.
        tables: The tables found, then the raw sources.
        findings: Problems, the worst first.
        measurable: Cards of the metrics that the data allow.
        unmeasurable: Card and reason of each metric that they do not.
        remarks: What to know of where tables come from, one sentence each.
    """

    company: str
    as_of: date | None
    tables: tuple[TableSummary, ...]
    findings: tuple[CheckFinding, ...]
    measurable: tuple[MetricCard, ...]
    unmeasurable: tuple[tuple[MetricCard, str], ...]
    remarks: tuple[str, ...] = ()

    def notes(self, card: MetricCard) -> tuple[DataNote, ...]:
        """Obstacles to measuring one metric; empty where its tables are sound."""
        reason = next((why for other, why in self.unmeasurable if other.name == card.name), None)
        if reason is not None:
            return (DataNote("missing", reason, "Map the table in holdfast.toml, or choose another metric"),)
        return tuple(
            _note(finding) for finding in self.findings if finding.table in card.tables and _counts(finding)
        )


def _counts(finding: CheckFinding) -> bool:
    is_notable = finding.severity == "warning" and (finding.share is None or finding.share >= _NOTABLE_SHARE)
    return finding.severity == "error" or is_notable


def _note(finding: CheckFinding) -> DataNote:
    return DataNote(
        "stale" if finding.kind == "late" else "broken", f"{finding.table}: {finding.message}", finding.remedy
    )
