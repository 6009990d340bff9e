"""``holdfast measure METRIC --fixed-mix COLUMN``: a share with the mix of segments held fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.report.fixed_mix import fixed_mix_csv, fixed_mix_json, fixed_mix_text
from holdfast.service.measuring import card_as_asked, with_fixed_mix

if TYPE_CHECKING:
    from datetime import date

    from holdfast.service.measuring import Question
    from holdfast.service.workspace import Workspace


def fixed_mix_of(  # noqa: PLR0913 - as the command line has them
    workspace: Workspace,
    metric: str,
    question: Question,
    *,
    column: str,
    base: date | None,
    form: str,
    only_sql: bool,
) -> str:
    """Both series in one of the forms.

    Raises:
        InputError: The text of a query is asked for: there are two.
    """
    if only_sql:
        raise InputError("--sql", "it was given with --fixed-mix", "one of them", f"Use --sql --by {column}")
    with workspace.engine.snapshot():
        mix = with_fixed_mix(workspace, metric, column, base=base, **question)
    if form == "csv":
        return fixed_mix_csv(mix)
    card = card_as_asked(workspace, metric, question.get("parameters", {}))
    return fixed_mix_json(card, mix) if form == "json" else fixed_mix_text(card, mix)
