"""Subscriptions of a list of customers that says itself who left, as ``holdfast init`` proposes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.connect.engines.duckdb import DuckDBEngine
from holdfast.connect.sources.files import FileSet
from holdfast.connect.sources.files.relation import open_files
from holdfast.service.dataset.proposing import MEMORY, Proposal, date_forms, parsed, pattern, with_encoding
from holdfast.service.init_leaving import leaving_section
from holdfast.service.init_source import origin_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SAME = {"customer_id": "customer_id", "subscription_id": "customer_id", "started_at": "signed_at"}


def propose_leaving(file: Path, customers: Mapping[str, Any]) -> Proposal | None:
    """How the subscriptions are read from a list of customers; None where it does not say who left.

    Args:
        file: The list, where it lies.
        customers: As under ``[tables.customers]``: how a person decided that it is read.

    Raises:
        InputError: Its header cannot be read.
        SourceError: The disk failed.
    """
    decided = customers.get("columns", {})
    if "files" not in customers or not set(_SAME.values()) <= set(decided):
        return None
    encoding = customers.get("encoding", "utf-8")
    files = json.dumps(pattern(file.name), ensure_ascii=False)
    with DuckDBEngine(memory_limit=MEMORY, threads=1) as engine:
        relation = open_files(engine, FileSet(file.name, file.parent, pattern(file.name), encoding=encoding))
        origin = origin_of(engine, "subscriptions", file.name, relation, files, set())
        text = leaving_section(origin.source, origin.names, date_format=date_forms(engine, relation))
    if text is None:
        return None
    made = with_encoding(parsed("subscriptions", origin.before + text, ""), encoding)
    columns = {**made.section["columns"], **{ours: decided[theirs] for ours, theirs in _SAME.items()}}
    of_file = {key: customers[key] for key in ("time_zone", "date_format") if key in customers}
    section = {**made.section, **of_file, "columns": columns}
    return Proposal(made.table, section, made.sources, made.origin, made.remarks)
