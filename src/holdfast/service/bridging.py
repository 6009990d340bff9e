"""What makes two variants of a metric differ in a workspace: what `holdfast measure --bridge` answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from holdfast.metrics.bridge import bridge
from holdfast.service.measuring import request_for

if TYPE_CHECKING:
    from holdfast.records.bridge import Bridge
    from holdfast.service.measuring import Question
    from holdfast.service.workspace import Workspace


def bridge_metric(workspace: Workspace, metric: str, to: str, **question: Unpack[Question]) -> Bridge:
    """From the variant that is asked for to another: who is counted otherwise in one period, and why.

    The changes of all groups, added to the numerator and denominator of the one, give those of the other.

    Args:
        workspace: Open.
        metric: Catalogue name of a metric of those who stand (``logo_churn``), a rate of money (``nrr``),
            ``renewal_rate`` or ``historic_value``.
        to: The other variant (``stripe``), or another metric of its kind (``grr``); the one is
            ``parameters["variant"]``, else the metric's first.
        **question: See `Question`; start and end name one period, the last that has ended
            where both are left out, and there are no segments.

    Raises:
        InputError: A name is not known, there is not exactly one period, or a table is missing.
        SourceError: The engine failed.
    """
    return bridge(workspace.engine, request_for(workspace, metric, **question), to)
