"""What links read of a company's customers, each of it once: the links of one review ask for the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np

from holdfast.metrics.dated import dated_rows, rows_by_month
from holdfast.metrics.departures import departures, paid_days
from holdfast.metrics.panel import MOST_ROWS
from holdfast.service.measuring import request_for
from holdfast.service.panels import panel_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from holdfast.metrics.dated import Happening
    from holdfast.metrics.declaration import Setting
    from holdfast.metrics.request import Request
    from holdfast.records import Panel
    from holdfast.service.workspace import Workspace

    Integers = NDArray[np.int64]

Read = TypeVar("Read")
PAYING, NOTICE = "logo_churn", "cancel_requested_at"
OPEN = -1
"""In place of the day of an end that is not known."""


@dataclass(frozen=True, slots=True)
class DatedColumns:
    """Rows of a table; all of one length.

    Attributes:
        customers: Whose each is.
        begun: Its day, counted as `date.toordinal` counts.
        ended: The day on which it was over; `OPEN` where it is not.
    """

    customers: Sequence[str]
    begun: Integers
    ended: Integers


@dataclass(frozen=True, slots=True)
class MonthColumns:
    """How many rows a customer has in a month, where there are any; all of one length.

    Attributes:
        customers: Whose.
        firsts: First day of the month, counted as `date.toordinal` counts.
        counts: At least 1.
    """

    customers: Sequence[str]
    firsts: Integers
    counts: Integers


class LinkTables:
    """Reads of one workspace, kept as long as somebody holds this: data that change meanwhile do not show.

    Attributes:
        workspace: Open.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._read: dict[Hashable, object] = {}

    @property
    def has_notices(self) -> bool:
        """It is known when customers gave notice."""
        return NOTICE in self.workspace.engine.columns("subscriptions")

    @property
    def paying(self) -> Request:
        """By which customers count as paying: up to their notice, where that is known."""
        parameters = {"variant": "cancel_requested"} if self.has_notices else {}
        return request_for(self.workspace, PAYING, parameters=parameters)

    def panel(  # noqa: PLR0913 - what may be asked of a panel
        self,
        metric: str,
        *,
        parameters: Mapping[str, Setting],
        filters: Mapping[str, tuple[str, ...]],
        by: tuple[str, ...] = (),
        covariates: tuple[str, ...] = (),
        landmark_days: int = 0,
        most_rows: int = MOST_ROWS,
    ) -> Panel:
        """See `holdfast.service.panels.panel_of`.

        Raises:
            InputError: The metric is no share of entities, or a name is not known.
            SourceError: The engine failed.
        """
        settings = tuple(sorted(parameters.items())), tuple(sorted(filters.items()))
        return self._once(
            ("panel", metric, *settings, by, covariates, landmark_days, most_rows),
            lambda: panel_of(
                self.workspace,
                metric,
                parameters=parameters,
                filters=filters,
                by=by,
                covariates=covariates,
                landmark_days=landmark_days,
                most_rows=most_rows,
            ),
        )

    def left(self, sampled_share: float) -> Mapping[str, date | None]:
        """See `holdfast.metrics.departures.departures`; notices do not count.

        Raises:
            InputError: Subscriptions are not mapped.
            SourceError: The engine failed.
        """
        return self._once(
            ("left", sampled_share),
            lambda: departures(
                self.workspace.engine, request_for(self.workspace, PAYING), sampled_share=sampled_share
            ),
        )

    def paid(self, sampled_share: float) -> Mapping[str, tuple[tuple[date, date | None], ...]]:
        """See `holdfast.metrics.departures.paid_days`; with the notice, where that is known.

        Raises:
            InputError: Subscriptions are not mapped.
            SourceError: The engine failed.
        """
        return self._once(
            ("paid", sampled_share),
            lambda: paid_days(self.workspace.engine, self.paying, sampled_share=sampled_share),
        )

    def dated(self, asked: Happening, sampled_share: float) -> DatedColumns:
        """See `holdfast.metrics.dated.dated_rows`.

        Raises:
            InputError: A table or column is missing.
            SourceError: The engine failed.
        """
        return self._once(("dated", asked, sampled_share), lambda: self._dated(asked, sampled_share))

    def months(self, asked: Happening, sampled_share: float) -> MonthColumns:
        """See `holdfast.metrics.dated.rows_by_month`.

        Raises:
            InputError: A table or column is missing.
            SourceError: The engine failed.
        """
        return self._once(("months", asked, sampled_share), lambda: self._months(asked, sampled_share))

    def _dated(self, asked: Happening, sampled_share: float) -> DatedColumns:
        rows = dated_rows(self.workspace.engine, self.paying, asked, sampled_share=sampled_share)
        ended = [OPEN if row.ended_on is None else row.ended_on.toordinal() for row in rows]
        return DatedColumns(
            [row.customer_id for row in rows],
            np.array([row.begun_on.toordinal() for row in rows], dtype=np.int64),
            np.array(ended, dtype=np.int64),
        )

    def _months(self, asked: Happening, sampled_share: float) -> MonthColumns:
        rows = rows_by_month(self.workspace.engine, self.paying, asked, sampled_share=sampled_share)
        firsts = {first: first.toordinal() for first in {first for _, first, _ in rows}}
        return MonthColumns(
            [customer for customer, _, _ in rows],
            np.array([firsts[first] for _, first, _ in rows], dtype=np.int64),
            np.array([count for _, _, count in rows], dtype=np.int64),
        )

    def _once(self, key: Hashable, read: Callable[[], Read]) -> Read:
        if key not in self._read:
            self._read[key] = read()
        return cast("Read", self._read[key])
