"""Celebrations in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.records.words import period_text, value_text
from holdfast.units import Period
from holdfast.web.company import company

if TYPE_CHECKING:
    from holdfast.web.celebrations.models import Celebration
    from holdfast.web.objectives.queries import KeyResultLine


def sentence(row: Celebration) -> str:
    """What is celebrated, with its figures."""
    facts = row.facts
    if row.kind == "streak":
        results = facts["key_results"]
        on = "one key result" if results == 1 else f"{results} key results"
        return f"Checked in on time {facts['times']} times in a row, on {on}."
    value = f"{_figure(row, facts['value'])} in {period_text(_period(row))}"
    between = f"{_figure(row, facts['low'])} to {_figure(row, facts['high'])}"
    if row.kind == "target":
        aim = _figure(row, facts["bound"])
        return f"{value}, beyond the target of {aim} with its whole range ({between}){_anyway(row)}."
    began = _figure(row, facts["bound"])
    better = f"the first final value that is better than {began}, where it began"
    return f"{value}, {better}, with its whole range ({between}){_anyway(row)}."


def _anyway(row: Celebration) -> str:
    """That it is no luck, where a forecast was asked."""
    if row.facts.get("anyway") is None:
        return ""
    up_to = "up to" if row.facts["is_up"] else "down to"
    expected = _figure(row, row.facts["anyway"])
    return f", and better than 95 of 100 outcomes to be expected anyway ({up_to} {expected})"


def taken_back(row: Celebration, line: KeyResultLine | None) -> str:
    """Why it is celebrated no more."""
    now = next((one for one in line.measured if one.period == _period(row)), None) if line else None
    if now is None or now.value is None:
        return "The data were revised: the value of that period is gone."
    told = _figure(row, now.value)
    if not now.is_mature:
        return f"The data were revised: the value of that period, {told}, is not final any more."
    if now.interval is None:
        return f"The data were revised: the value of that period is {told}, without a range."
    between = f"{_figure(row, now.interval.low)} to {_figure(row, now.interval.high)}"
    return f"The data were revised: the value of that period is {told} ({between}), and noise may explain it."


def _period(row: Celebration) -> Period:
    return Period(date.fromisoformat(row.facts["start"]), date.fromisoformat(row.facts["end"]))


def _figure(row: Celebration, value: float) -> str:
    return value_text(value, row.facts["unit"], currency=company().currency)
