"""What is asked of survival, and what a job finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.service.survival import SurvivalQuestion, survival_in
from holdfast.web.computing.records import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.service.workspace import Workspace

LONGEST_NAME = 80
TITLE = "Share of customers who are still there, by months since their first payment"


def by_question(given: Mapping[str, str]) -> dict[str, Any]:
    """By which segment column an address asks; empty for the first that there is.

    Raises:
        InputError: It is too long to be a column.
    """
    by = given.get("by", "").strip()
    if len(by) > LONGEST_NAME:
        raise InputError("The segment", repr(by[:20]), "a column of customers", "Choose one of them")
    return {"by": by}


def survival_found(opened: Workspace, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A `SurvivalReport` as JSON, the columns by which it can be asked, and its curves as two drawings.

    Raises:
        InputError: Nobody ever paid, or the column is not known.
        SourceError: The engine failed.
    """
    from holdfast.report.curves import MOST_CURVES, curves_svg  # noqa: PLC0415 - only a job pays for it

    by = asked["by"] or next(iter(opened.segments), None)
    found = survival_in(opened, SurvivalQuestion(by))
    groups = (found.everybody, *found.segments)
    return {
        "report": as_json(found),
        "columns": list(opened.segments),
        "drawn": [str(curves_svg(TITLE, groups, size)) for size in ("wide", "narrow")],
        "not_drawn": max(0, len(groups) - MOST_CURVES),
    }
