"""One table of a proposed workspace file: what names make plain, and what a person has to complete."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from holdfast.service.init_names import columns_of
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.tables import Column

# Constants that are true of most exports of one kind, written in so that the person sees and mends them.
_ASSUMED: dict[str, dict[str, str | int]] = {
    "orders": {"kind": "sale"},
    "subscriptions": {"interval_months": 1, "state": "active"},
    "tickets": {"reopened": 0},
    "surveys": {"kind": "nps"},
    "engagements": {"kind": "onboarding", "rescheduled": 0},
    "onboarding_steps": {"version": 1},
    "churn_reasons": {"source": "form"},
}
# Where a file has no state, a column that says whether it is a trial gives the one that matters most.
_TRIAL = frozenset(["istrial", "trial", "ontrial", "intrial"])
_SPELLINGS = (("TRUE", "FALSE"), ("True", "False"), ("true", "false"))
_TRIAL_VALUES = ", ".join(f'{yes} = "trial", {no} = "active"' for yes, no in _SPELLINGS)
# A name of each customer's own cuts nothing into segments.
_NAMES = frozenset(
    [
        *("name", "accountname", "companyname", "customername", "organization", "organizationname"),
        *("email", "emailaddress", "website", "domain", "phone", "description"),
    ]
)


def table_section(
    table: str, source: str, names: Sequence[str], *, date_format: Callable[[str], tuple[str, str] | None]
) -> tuple[str, bool]:
    """The section's text, and whether it opens as it is.

    Args:
        table: Canonical name.
        source: The line that says where it comes from (``files = "orders.csv"``).
        names: Columns of the source.
        date_format: strptime form of a column's instants, and what to check of it; None where it needs none.
    """
    chosen = columns_of(table, names)
    if table == "tickets" and "first_solved_at" in chosen:
        # Most files have one instant of solution, which is the first and the last.
        chosen.setdefault("last_solved_at", chosen["first_solved_at"])
    lines, is_complete = [f"[tables.{table}]", source, "", f"[tables.{table}.columns]"], True
    for column in TABLES[table].columns:
        origin = (
            "amount" if column.is_money and "amount" in chosen and column.name not in chosen else column.name
        )
        if origin in chosen:
            form = date_format(chosen[origin]) if column.type == "ts" else None
            lines.append(_mapped(origin, chosen[origin], form))
        elif (table, column.name) == ("subscriptions", "state") and (trial := _trial(names)):
            lines.append(trial)
        elif column.name in _ASSUMED.get(table, {}):
            value = json.dumps(_ASSUMED[table][column.name])
            lines.append(
                f"{column.name} = {{ value = {value} }}  # TO DO: assumed for every row; {_meaning(column)}"
            )
        elif not column.nullable and column.name != "currency":
            lines.append(f'TO DO {column.name} = "…"  # {_meaning(column)}')
            is_complete = False
    if table == "customers":
        lines += [_segment(name) for name in names if name not in chosen.values()]
    return "\n".join(lines) + "\n", is_complete


def _trial(names: Sequence[str]) -> str:
    """The state by a column that says whether it is a trial; empty where there is none."""
    found = next((name for name in names if _plain(name) in _TRIAL), None)
    if found is None:
        return ""
    form = f"{{ column = {json.dumps(found, ensure_ascii=False)}, values = {{ {_TRIAL_VALUES} }} }}"
    return f"state = {form}  # TO DO: what is no trial is taken for active"


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _segment(name: str) -> str:
    text = json.dumps(name, ensure_ascii=False)
    if _plain(name) in _NAMES:
        return f"# {text} = {text}  # a name of its own in each row, and no segment"
    return f"{text} = {text}  # a segment; take it out if it is none"


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({', '.join(column.values)})" if column.values else column.meaning


def _mapped(origin: str, source: str, form: tuple[str, str] | None) -> str:
    text = json.dumps(source, ensure_ascii=False)
    if form is None:
        return f"{origin} = {text}"
    return f'{origin} = {{ column = {text}, date_format = "{form[0]}" }}  # TO DO: {form[1]}'
