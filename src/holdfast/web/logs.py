"""Logs as one JSON object a line: what happened, in which request, and nobody's name, address or words."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from holdfast.web.requests import request_id


class JsonLines(logging.Formatter):
    """Formats a record, with the figures under its ``facts``; of an exception, its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        facts = getattr(record, "facts", None)
        if facts:
            line.update(facts)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
