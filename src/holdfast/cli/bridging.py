"""``holdfast measure METRIC --bridge VARIANT``: what makes two variants differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.bridge import bridge_csv, bridge_json, bridge_text
from holdfast.service.bridging import bridge_metric
from holdfast.service.measuring import card_as_asked

if TYPE_CHECKING:
    from holdfast.service.measuring import Question
    from holdfast.service.workspace import Workspace


def bridge_answer(workspace: Workspace, metric: str, question: Question, *, to: str, form: str) -> str:
    """The bridge from the variant of the question to another, in the form asked for."""
    with workspace.engine.snapshot():
        found = bridge_metric(workspace, metric, to, **question)
    if form == "csv":
        return bridge_csv(found)
    if form == "json":
        return bridge_json(found)
    return bridge_text(card_as_asked(workspace, metric, question["parameters"]), found)
