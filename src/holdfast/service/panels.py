"""The panel of a share as an Arrow table: what notebooks, evidence and risk start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from holdfast.errors import InputError, SourceError
from holdfast.metrics.panel import MOST_ROWS, Covariate, panel
from holdfast.service.measuring import request_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from holdfast.records import Panel
    from holdfast.service.measuring import Question
    from holdfast.service.workspace import Workspace

COVARIATES = {
    "events": "occurred_at",
    "issues": "raised_at",
    "onboarding_steps": "completed_at",
    "orders": "ordered_at",
    "surveys": "sent_at",
    "tickets": "opened_at",
}
"""Tables whose rows can be counted for each customer, with the instant that says when a row was known."""
FORMS = (".parquet", ".csv", ".arrow")


def panel_of(
    workspace: Workspace,
    metric: str,
    *,
    covariates: Sequence[str] = (),
    landmark_days: int = 0,
    most_rows: int = MOST_ROWS,
    **question: Unpack[Question],
) -> Panel:
    """One row per entity of a share; see `holdfast.metrics.panel.panel`.

    Args:
        workspace: Open.
        metric: Name of a share, such as ``onboarding_scheduled``.
        covariates: Tables whose rows before the landmark are counted for each customer (``tickets``).
        landmark_days: Days after the anchor's; 0 counts what was known before the anchor's day.
        most_rows: About how many rows to return at most; above it customers are drawn in the engine.
        **question: See `Question`; the segments become columns.

    Raises:
        InputError: The metric is no share of entities, or a name is not known.
        SourceError: The engine failed.
    """
    return panel(
        workspace.engine,
        request_for(workspace, metric, **question),
        covariates=[_covariate(table) for table in covariates],
        landmark_days=landmark_days,
        most_rows=most_rows,
    )


def panel_table(found: Panel) -> pa.Table:
    """The panel as an Arrow table; what it is of stands in the schema's metadata.

    Columns: customer_id text, anchored_on date, outcome bool (null: it may still come), days int, one text
    column per segment, one int column per covariate.
    """
    import pyarrow as pa  # noqa: PLC0415 - the path of one number loads no Arrow

    rows = found.rows
    columns = {
        "customer_id": pa.array([row.customer_id for row in rows], pa.string()),
        "anchored_on": pa.array([row.anchored_on for row in rows], pa.date32()),
        "outcome": pa.array([row.outcome for row in rows], pa.bool_()),
        "days": pa.array([row.days for row in rows], pa.int32()),
    }
    for number, name in enumerate(found.segments):
        columns[name] = pa.array([row.segment[number] for row in rows], pa.string())
    for number, name in enumerate(found.covariates):
        columns[f"{name}_before"] = pa.array([row.covariates[number] for row in rows], pa.int64())
    about = {
        "metric": found.metric,
        "variant": found.variant,
        "version": found.version,
        "as_of": found.as_of.isoformat(),
        "landmark_days": str(found.landmark_days),
        "entities": str(found.entities),
        "sampled_share": repr(found.sampled_share),
    }
    return pa.table(columns).replace_schema_metadata(about)


def write_panel(found: Panel, path: Path) -> None:
    """The panel as a file, by the ending of its name; a file that is there stays until the new one is whole.

    Raises:
        InputError: The ending is none of ``.parquet``, ``.csv`` and ``.arrow``.
        SourceError: The disk failed.
    """
    if path.suffix not in FORMS:
        raise InputError(
            "--out", f"{path.name!r} was given", f"a name that ends in {', '.join(FORMS)}", "Rename it"
        )
    from holdfast.connect.tables_out import write_table  # noqa: PLC0415 - as above

    try:
        write_table(panel_table(found), path)
    except OSError as error:
        raise SourceError(str(path), f"it cannot be written ({error.strerror or error})") from error


def _covariate(table: str) -> Covariate:
    if table not in COVARIATES:
        raise InputError(
            "covariate", f"{table!r} is not known", f"one of {', '.join(COVARIATES)}", "Choose one"
        )
    return Covariate(table, table, COVARIATES[table])
