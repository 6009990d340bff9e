"""What whole pages tell: the quarter, the alignment, and how the installation is."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Schema

from holdfast.web.api.schemas.key_results import KeyResultAnswer, MeasurementAnswer
from holdfast.web.api.schemas.objectives import ObjectiveBrief


class PulseAnswer(Schema):
    """Whether customers stay: the last final value of what the cycle measures it with, and the one before.

    Attributes:
        verdict: `better`, `worse`, `no change beyond noise`, or empty where nothing is known before.
    """

    metric: str
    series: int
    last: MeasurementAnswer
    before: MeasurementAnswer | None
    verdict: str


class TroubleAnswer(Schema):
    """What is wrong with a series; `days` says how old its data are, 0 where that is not the trouble."""

    kind: Literal["removed", "failed", "old"]
    series: int
    metric: str
    days: int


class ObjectiveLineAnswer(ObjectiveBrief):
    """An objective with those of its key results that were asked for, as they stand today."""

    score: float | None
    key_results: list[KeyResultAnswer]


class QuarterAnswer(Schema):
    """A cycle: `counts` has the number of key results of each status."""

    cycle: str
    counts: dict[str, int]
    pulse: PulseAnswer | None
    troubles: list[TroubleAnswer]
    objectives: list[ObjectiveLineAnswer]


class NodeAnswer(Schema):
    """An objective of the map; of a private one that you may not see, no more than whose it is.

    Attributes:
        statuses: Status to the number of its key results.
        supports: Ids of those above it.
        supported_by: Ids of those below it.
    """

    id: int
    text: str
    team: str
    is_hidden: bool
    statuses: dict[str, int]
    supports: list[int]
    supported_by: list[int]


class AlignmentAnswer(Schema):
    """A cycle's objectives and what supports what.

    Attributes:
        tops: Those that others support and that support nothing.
        orphans: Those that neither support anything nor are supported.
    """

    cycle: str
    objectives: list[NodeAnswer]
    tops: list[int]
    orphans: list[int]


class FindingAnswer(Schema):
    """One thing that was looked at: `mend` where something fails, `mind` where it soon may."""

    about: str
    state: Literal["well", "mind", "mend"]
    says: str
    remedy: str


class FailureAnswer(Schema):
    """A job that failed; `why` is the kind of the error alone."""

    job: str
    at: datetime
    attempts: int
    why: str


class OperationsAnswer(Schema):
    """How the installation is; figures of jobs, notices and deliveries are by state."""

    findings: list[FindingAnswer]
    failures: list[FailureAnswer]
    jobs: dict[str, int]
    notices: dict[str, int]
    deliveries: dict[str, int]
    workers: int
    failing_series: int
