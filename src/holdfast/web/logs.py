"""Logs as one JSON object a line: what happened, in which request, and nobody's name, address or words.

What we write ourselves holds none. What packages write may hold paths, addresses and typed text, and errors
quote what they refuse. So a package's message stays unfilled, or gives way to the line of code that wrote it
where it came filled already; and of an error the places in the code are kept and its own words left out.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.web.requests import job_id, request_id

if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS = "holdfast."


class JsonLines(logging.Formatter):
    """Formats a record, with the figures under its ``facts``; of an exception, where it happened."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage() if record.name.startswith(_OURS) else _unfilled(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        if job_id.get():
            line["job"] = job_id.get()
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[1]:
            line["error"] = list(places(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def places(error: BaseException) -> Iterator[str]:
    """The kind of an error and where it was raised, innermost last; then what it arose from."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield f"{type(one).__module__}.{type(one).__qualname__}"
        for frame in traceback.extract_tb(one.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        one = one.__cause__ or one.__context__


def _unfilled(record: logging.LogRecord) -> str:
    return str(record.msg) if record.args else f"{record.pathname}:{record.lineno}"
