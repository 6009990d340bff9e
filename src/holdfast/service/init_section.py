"""One table of a proposed workspace file: what names make plain, and what a person has to complete."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from holdfast.reasons.risk.leaks import AT_LEAVING, leak_by_name
from holdfast.service.init_names import columns_of, leaving_column
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    chosen, said = _chosen(table, names)
    lines, is_complete = [f"[tables.{table}]", source, "", f"[tables.{table}.columns]"], True
    for column in TABLES[table].columns:
        origin = (
            "amount" if column.is_money and "amount" in chosen and column.name not in chosen else column.name
        )
        if origin in chosen:
            form = date_format(chosen[origin]) if column.type == "ts" else None
            lines.append(mapped_line(origin, chosen[origin], form, said.get(origin, "")))
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
        used = _used_for_leaving(names)
        lines += [_segment(name, used) for name in names if name not in chosen.values()]
    return "\n".join(lines) + "\n", is_complete


def _chosen(table: str, names: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Canonical name to the column that is taken for it, and what a person should check of some."""
    chosen = columns_of(table, names)
    if table == "tickets" and "first_solved_at" in chosen:
        # Most files have one instant of solution, which is the first and the last.
        chosen.setdefault("last_solved_at", chosen["first_solved_at"])
    if table == "surveys" and "answered_at" in chosen and "sent_at" not in chosen:
        chosen["sent_at"] = chosen["answered_at"]
        return chosen, {"sent_at": "assumed: sent when it was answered, so that no share of answers holds"}
    return chosen, {}


def mapped_line(name: str, column: str, form: tuple[str, str] | None, said: str = "") -> str:
    """The line of one column.

    Args:
        name: Canonical.
        column: The file's.
        form: strptime form of its instants, and what to check of it; None where it needs none.
        said: What to check besides.
    """
    text = json.dumps(column, ensure_ascii=False)
    asks = "; ".join(one for one in (form[1] if form else "", said) if one)
    comment = f"  # TO DO: {asks}" if asks else ""
    if form is None:
        return f"{name} = {text}{comment}"
    return f'{name} = {{ column = {text}, date_format = "{form[0]}" }}{comment}'


def _trial(names: Sequence[str]) -> str:
    """The state by a column that says whether it is a trial; empty where there is none."""
    found = next((name for name in names if _plain(name) in _TRIAL), None)
    if found is None:
        return ""
    form = f"{{ column = {json.dumps(found, ensure_ascii=False)}, values = {{ {_TRIAL_VALUES} }} }}"
    return f"state = {form}  # TO DO: what is no trial is taken for active"


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _used_for_leaving(names: Sequence[str]) -> dict[str, str]:
    """Columns of a list that says who left which tell of its subscriptions, and what they tell."""
    left, money = leaving_column(names), columns_of("subscriptions", names)
    if left is None:
        return {}
    amounts = {money[name]: "what it pays" for name in ("amount_minor", "amount") if name in money}
    return {left: "when it left", **amounts}


def _segment(name: str, used: Mapping[str, str]) -> str:
    text = json.dumps(name, ensure_ascii=False)
    if _plain(name) in _NAMES:
        return f"# {text} = {text}  # a name of its own in each row, and no segment"
    if name in used:
        return f"# {text} = {text}  # {used[name]}, and no segment"
    if leak := leak_by_name(name):
        known = "who left" if leak == AT_LEAVING else "how it stands today"
        return f"{text} = {text}  # says {known}: no customers are compared by it"
    return f"{text} = {text}  # a segment; take it out if it is none"


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({', '.join(column.values)})" if column.values else column.meaning
