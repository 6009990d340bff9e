"""One query at a time as a group of Spark jobs, which a limit of time, Ctrl-C or another thread can stop."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING, Literal, cast

from holdfast.connect.engines.spark_errors import beginning, query_failed
from holdfast.errors import CancelledError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark import SparkContext
    from pyspark.sql import SparkSession

_PROPERTIES = ("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel")
_MEND_SLOW = "See whether the cluster still has workers, or raise timeout_seconds under [engine]"
_numbers = count(1)


class Jobs:
    """The jobs of one engine.

    Args:
        session: The session that queries run in.
        timeout_seconds: Longest time that one query may take.
    """

    def __init__(self, session: SparkSession, timeout_seconds: float) -> None:
        self._session = session
        self._timeout = timeout_seconds
        # None at Spark Connect, which has tags instead of groups.
        self._context: SparkContext | None = getattr(session, "_sc", None)
        self._group = ""
        self._stopped_by: Literal["", "somebody", "time"] = ""
        self._idle = threading.Event()
        self._idle.set()

    @contextmanager
    def running(self, sql: str) -> Iterator[None]:
        """Whatever jobs are started inside can be stopped, and what Spark says becomes one of our errors.

        Raises:
            SourceError: Spark refused, failed or took too long; CancelledError where somebody stopped it.
        """
        self._group, self._stopped_by = f"holdfast-{next(_numbers)}", ""
        limit = threading.Timer(self._timeout, self._stop, ("time", self._group))
        limit.daemon = True
        self._idle.clear()
        limit.start()
        try:
            with self._grouped(beginning(sql)):
                yield
        except KeyboardInterrupt:
            self._stop("somebody", self._group)
            raise
        except SourceError:
            raise
        except Exception as error:
            raise self._failure(sql, error) from error
        finally:
            limit.cancel()
            self._idle.set()

    def cancel(self) -> None:
        """Stop what runs in another thread; returns when it has stopped, at once where nothing runs."""
        # Again and again: a query that is between two of its jobs has none to stop.
        group = self._group
        while not self._idle.is_set() and self._group == group:
            self._stop("somebody", group)
            self._idle.wait(0.1)

    def _stop(self, why: Literal["somebody", "time"], group: str) -> None:
        if group == self._group:
            self._stopped_by = self._stopped_by or why
        with suppress(Exception):  # what cannot be stopped has ended
            if self._context is None:
                self._session.interruptTag(group)
            else:
                self._context.cancelJobGroup(group)

    @contextmanager
    def _grouped(self, description: str) -> Iterator[None]:
        if self._context is None:
            self._session.addTag(self._group)
            try:
                yield
            finally:
                self._session.removeTag(self._group)
            return
        # The user's own group, where the session is his, comes back afterwards.
        before = {name: self._context.getLocalProperty(name) for name in _PROPERTIES}
        self._context.setJobGroup(self._group, description, interruptOnCancel=True)
        try:
            yield
        finally:
            for name, value in before.items():
                self._context.setLocalProperty(name, cast("str", value))  # None takes it away again

    def _failure(self, sql: str, error: Exception) -> SourceError:
        asked = beginning(sql)
        match self._stopped_by:
            case "somebody":
                return CancelledError("Spark", f"the query was cancelled: {asked}", "", "Ask again")
            case "time":
                found = f"no answer within {self._timeout:.0f} seconds, to: {asked}"
                return SourceError("Spark", found, "", _MEND_SLOW)
            case _:
                return query_failed(sql, error)
