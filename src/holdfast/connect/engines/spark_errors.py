"""What Spark says went wrong, as one sentence with what to do."""

from __future__ import annotations

import re

from holdfast.errors import SourceError

_SHOWN_SQL = 200
_SHOWN_REASON = 300
_REASON = re.compile(r"\[[A-Z_]+(?:\.[A-Z_]+)*\] .*")
_CAUSES = (
    (
        ("ExecutorLostFailure", "executor lost", "Lost task", "ExecutorDeadException"),
        "Look at the worker's log; often it ran out of memory: raise spark.executor.memory",
    ),
    (("OutOfMemoryError", "UNABLE_TO_ACQUIRE_MEMORY"), "Raise spark.driver.memory or spark.executor.memory"),
    (
        ("TABLE_OR_VIEW_NOT_FOUND", "UNRESOLVED_COLUMN", "PARSE_SYNTAX_ERROR"),
        "Check the SQL and the tables that it names",
    ),
    (
        ("FILE_NOT_EXIST", "FileNotFoundException", "PATH_NOT_FOUND", "does not exist"),
        "Let every worker see the files under the same path",
    ),
    (
        ("context was shut down", "SparkContext was shut down", "stopped SparkContext", "Connection refused"),
        "The session is gone: open the workspace again",
    ),
    (("StatusCode.UNAVAILABLE",), "Check that the Spark Connect server runs and can be reached from here"),
)


def query_failed(sql: str, error: BaseException) -> SourceError:
    """The error of a query that Spark refused or lost."""
    said = str(error)
    remedy = next(
        (mend for words, mend in _CAUSES if any(word in said for word in words)),
        "Check the SQL and the log of the driver",
    )
    return SourceError("Spark", f"{reason(error)}, on: {beginning(sql)}", "", remedy)


def reason(error: BaseException) -> str:
    """Spark's own sentence, without the trace that follows it."""
    said = str(error)
    found = _REASON.search(said)
    line = found.group() if found else _first_line(said, type(error).__name__)
    return line[:_SHOWN_REASON].strip().rstrip(".")


def beginning(sql: str) -> str:
    """The first part of a text in one line."""
    line = " ".join(sql.split())
    return line if len(line) <= _SHOWN_SQL else f"{line[:_SHOWN_SQL]} …"


def _first_line(said: str, name: str) -> str:
    # Py4J begins with a line about the call; the cause is on the next.
    lines = [
        line.lstrip(": ") for line in said.splitlines() if not line.startswith("An error occurred while")
    ]
    return next((line for line in lines if line), name)
