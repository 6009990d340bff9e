"""What is asked of drivers and links, and what a job finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError
from holdfast.reasons.risk.periods import HORIZONS
from holdfast.service.bets import STAY_DAYS
from holdfast.service.drivers import DriversQuestion, drivers_in
from holdfast.service.linking import LinkQuestion, link_in
from holdfast.values import dataclass
from holdfast.web.computing.records import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.metrics.declaration import Setting
    from holdfast.service.workspace import Workspace

MOST_DAYS = 3_660
LONGEST_SEGMENT = 200
_LINK = re.compile(r"holdfast link (?P<metric>\w+)(?: --set within_days=(?P<days>\d+))?")
_METRIC = re.compile(r"[a-z][a-z0-9_]{0,79}")


@dataclass(frozen=True, slots=True)
class LinkTest:
    """A metric whose link with staying tests a driver; the window is empty for the usual one."""

    metric: str
    within_days: str = ""


def link_test(command: str) -> LinkTest | None:
    """The link that a command tests; None where another command tests it, by lot.

    >>> link_test("holdfast link onboarding_completed --set within_days=10 --stay-days 90")
    LinkTest(metric='onboarding_completed', within_days='10')
    >>> link_test("holdfast holdout size") is None
    True
    """
    found = _LINK.match(command)
    return LinkTest(found["metric"], found["days"] or "") if found else None


def drivers_question(given: Mapping[str, str]) -> dict[str, Any]:
    """How many days ahead an address asks, and of which segment, as ``size=large``; empty for everybody.

    Raises:
        InputError: There is no such horizon, or no column and value are named.
    """
    days = given.get("horizon", "").strip() or "90"
    if days not in map(str, HORIZONS):
        raise InputError("Days ahead", repr(days[:20]), ", ".join(map(str, HORIZONS)), "Choose one of them")
    segment = given.get("segment", "").strip()
    column, _, value = segment.partition("=")
    if segment and not (column and value and len(segment) <= LONGEST_SEGMENT and "\x00" not in segment):
        raise InputError(
            "The segment", repr(segment[:40]), "a column and its value, as size=large", "Choose one"
        )
    return {"horizon": int(days), "segment": segment}


def link_question(given: Mapping[str, str]) -> dict[str, Any]:
    """Which metric's link an address asks for, and with which window.

    Raises:
        InputError: None is named, or the window is no number of days.
    """
    metric, days = given.get("metric", "").strip(), given.get("within_days", "").strip()
    if not _METRIC.fullmatch(metric):
        raise InputError("The metric", repr(metric[:20]), "the name of a metric", "Choose one of the metrics")
    if days and not (days.isascii() and days.isdecimal() and 1 <= int(days[:6]) <= MOST_DAYS):
        raise InputError("The window", repr(days[:20]), f"1 to {MOST_DAYS:,} days", "Correct it")
    return {"metric": metric, "within_days": int(days) if days else None}


def drivers_found(opened: Workspace, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A `DriversReport` as JSON.

    Raises:
        InputError: Too few left to tell, or the data cannot be used.
        SourceError: The engine failed.
    """
    column, _, value = asked.get("segment", "").partition("=")
    if column and column not in opened.segments:
        expected = f"one of {', '.join(opened.segments)}" if opened.segments else "a company with segments"
        raise InputError("The segment", f"there is no column {column!r}", expected, "Choose one of them")
    filters = {column: (value,)} if column else {}
    return as_json(drivers_in(opened, DriversQuestion(asked["horizon"], filters=filters)))


def link_found(opened: Workspace, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence record of a link as JSON.

    Raises:
        InputError: The metric does not say of single customers whether they had it, or is not known.
        SourceError: The engine failed.
    """
    days = asked["within_days"]
    parameters: dict[str, Setting] = {} if days is None else {"within_days": days}
    return link_in(
        opened, LinkQuestion(asked["metric"], stay_days=STAY_DAYS, parameters=parameters)
    ).to_dict()
