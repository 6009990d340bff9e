"""A list of customers that says who left: it gives the subscriptions too, where nothing else does."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from holdfast.service.dataset.leaving import propose_leaving
from holdfast.service.dataset.sampling import Asked, faults
from holdfast.service.dataset.writing import with_table
from holdfast.service.init_names import leaving_column
from holdfast.web.dataset import places
from holdfast.web.dataset.models import Arrival

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.web.dataset.stated import Stated

_TABLE = "subscriptions"


def column_of_leaving(row: Arrival, told: Stated, names: Sequence[str]) -> str:
    """The column of a file's that will say who left; empty where none will.

    Args:
        row: The file.
        told: The workspace file.
        names: The file's columns.
    """
    return leaving_column(names) or "" if row.table == "customers" and _is_wanted(told) else ""


def with_who_left(text: str, row: Arrival, told: Stated, section: Mapping[str, Any]) -> str:
    """The text of the workspace file, with the subscriptions that a list of customers gives.

    As it was where nothing is wanted of it, or where its days of leaving cannot be read: the page of
    the subscriptions is there to mend that.

    Args:
        text: With the list itself.
        row: The list, in its place.
        told: The workspace file before.
        section: As under ``[tables.customers]``.

    Raises:
        InputError: The file cannot be read, or somebody wrote subscriptions in a form that is not ours.
        SourceError: The disk failed.
    """
    if row.table != "customers" or not _is_wanted(told):
        return text
    made = propose_leaving(places.folder() / row.placed, section)
    if made is None:
        return text
    company = tomllib.loads(text)["company"]
    _, found = faults(Asked(places.folder(), _TABLE, dict(made.section), dict(made.sources), company))
    return text if found else with_table(text, _TABLE, made.section, made.sources)


def _is_wanted(told: Stated) -> bool:
    """Nothing else says who left, nor waits to say it."""
    if "orders" in told.tables or Arrival.objects.filter(state="waiting", table=_TABLE).exists():
        return False
    if _TABLE not in told.tables:
        return True
    own = set(told.patterns_of(told.tables[_TABLE]))
    return bool(own) and own <= set(told.patterns_of(told.tables.get("customers", {})))
