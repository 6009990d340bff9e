"""Columns of one raw row that follow from each other and do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.model import quoted
from holdfast.service.checks.look import plain
from holdfast.service.checks.places import EXAMPLES, raw_examples
from holdfast.service.checks.raw_columns import end_column, id_column, instant, number, start_column
from holdfast.service.checks.wording import finding, slip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.service.checks.look import Look, Raw
    from holdfast.tables import CheckFinding

_MONTHLY = re.compile(r"(^mrr|mrr$|monthly)")
_YEARLY = re.compile(r"(^arr|arr$|annual|yearly)")
_AMOUNT = re.compile(r"(mrr|arr|amount|revenue|price|value|fee|charge)")
_LEAVING = frozenset(
    [
        "churnflag",
        "churned",
        "ischurned",
        "churn",
        "cancelled",
        "canceled",
        "iscancelled",
        "iscanceled",
        "ended",
        "isended",
    ]
)
_WAIT = re.compile(r"(resolution|solution|handling|timetoclose|timetoresolve|ticketduration)")
_SECONDS = {"days": 86400, "hours": 3600, "minutes": 60, "mins": 60, "seconds": 1, "secs": 1}
_YES, _NO = "('true', 't', 'yes', 'y', '1')", "('false', 'f', 'no', 'n', '0')"
Rule = tuple[str, str, tuple[str, str], str]
# Months in whole units hide half a unit, months in cents half a cent: then most rows differ, and by little.
_CENTS, _UNITS = "0.07", "6.1"


def find(look: Look) -> Iterator[CheckFinding]:
    """Per file: a year's amount against twelve months', a flag against the end, hours against instants."""
    for raw in look.raw:
        for rule in (*_years(look, raw), *_flags(raw.names), *_waits(raw.names)):
            yield from _broken(look, raw, rule)


def _years(look: Look, raw: Raw) -> Iterator[Rule]:
    amounts = [name for name in raw.names if _AMOUNT.search(plain(name))]
    monthly = next((name for name in amounts if _MONTHLY.search(plain(name))), None)
    yearly = next((name for name in amounts if _YEARLY.search(plain(name))), None)
    if monthly and yearly and monthly != yearly:
        off = f"ABS({number(monthly, 'r')} * 12 - {number(yearly, 'r')})"
        rows, cents, units = look.numbers(
            f"SELECT COUNT(*), COUNT(CASE WHEN {off} > {_CENTS} THEN 1 END), "
            f"COUNT(CASE WHEN {off} > {_UNITS} THEN 1 END) FROM {raw.sql} AS r"
        )
        is_rounded = 2 * (cents - units) > rows
        condition = f"{off} > {_UNITS if is_rounded else _CENTS}"
        says = f"have {yearly} that is not twelve times {monthly}"
        yield condition, says, (monthly, yearly), "Find out which of the two is the price, and map that one"


def _flags(names: Sequence[str]) -> Iterator[Rule]:
    end = end_column(names)
    for flag in (name for name in names if plain(name) in _LEAVING):
        if end and end != flag:
            text = f"LOWER(TRIM(CAST(r.{quoted(flag)} AS VARCHAR)))"
            ended = f"NULLIF(TRIM(CAST(r.{quoted(end)} AS VARCHAR)), '')"
            condition = (
                f"(({text} IN {_YES} AND {ended} IS NULL) OR ({text} IN {_NO} AND {ended} IS NOT NULL))"
            )
            says = f"have {flag} and {end} of which one says ended and the other does not"
            yield condition, says, (flag, end), "Find out which of the two is right, and map that one"


def _waits(names: Sequence[str]) -> Iterator[Rule]:
    start, end = start_column(names), end_column(names)
    for name in names:
        unit = next((unit for unit in _SECONDS if plain(name).endswith(unit)), None)
        if start and end and unit and _WAIT.search(plain(name)):
            elapsed = f"EXTRACT(EPOCH FROM ({instant(end, 'r')} - {instant(start, 'r')}))"
            condition = f"ABS({elapsed} - {number(name, 'r')} * {_SECONDS[unit]}) > {max(_SECONDS[unit], 60)}"
            says = f"have {name} that is not the time from {start} to {end}"
            yield condition, says, (name, end), "Find out which is measured, and map the instants"


def _broken(look: Look, raw: Raw, rule: Rule) -> Iterator[CheckFinding]:
    condition, says, (first, second), remedy = rule
    source = raw.sql
    rows, count = look.numbers(f"SELECT COUNT(*), COUNT(CASE WHEN {condition} THEN 1 END) FROM {source} AS r")
    if not count:
        return
    key = id_column(raw.names) or first
    shown = look.rows(
        f"SELECT {quoted(key)}, {quoted(first)}, {quoted(second)} FROM {source} AS r WHERE {condition} "
        f"ORDER BY 1, 2 LIMIT {EXAMPLES}"
    )
    found = [(str(k), f"{key} {k}: {first} {a}, {second} {b}") for k, a, b in shown]
    yield finding(
        table=raw.name,
        kind="contradictory",
        severity=slip(count / rows),
        says=f"{count:,} of {rows:,} rows {says}",
        count=count,
        of=rows,
        remedy=remedy,
        examples=raw_examples(look, raw, key, found),
    )
