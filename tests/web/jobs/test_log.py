"""The log of jobs: which request asked for one, and every line that it writes bears its name."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from django_tasks import task

from holdfast.web.jobs.working import Working
from holdfast.web.requests import request_id

if TYPE_CHECKING:
    import io

_LOG = logging.getLogger("holdfast.test")

pytestmark = pytest.mark.django_db(transaction=True)


@task()
def _saying(fails: bool) -> None:
    _LOG.info("within")
    if fails:
        raise ValueError("walrus")


def _ran(written: io.StringIO, *, fails: bool) -> dict[str, dict[str, Any]]:
    """A job was asked for in a request and run by a worker; its lines by what they say."""
    token = request_id.set("0123456789abcdef")
    _saying.enqueue(fails)
    request_id.reset(token)
    Working([], interval=0.01).turn()
    _LOG.info("afterwards")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    return {str(line["says"]): line for line in lines if str(line["from"]).startswith("holdfast.")}


def test_every_line_of_a_job_bears_its_name_and_leads_to_the_request_that_asked_for_it(
    written: io.StringIO,
) -> None:
    lines = _ran(written, fails=False)

    assert lines["enqueued"]["request"] == "0123456789abcdef"
    assert lines["within"]["job"] == lines["enqueued"]["job"] == lines["ran"]["job"]
    assert "request" not in lines["within"]
    assert lines["ran"]["status"] == "successful"
    assert lines["ran"]["milliseconds"] >= 0
    assert "job" not in lines["afterwards"]


def test_a_job_that_failed_says_so_with_its_attempts_and_without_its_words(written: io.StringIO) -> None:
    lines = _ran(written, fails=True)

    assert lines["ran"]["status"] == "failed"
    assert lines["ran"]["attempts"] == 1
    assert "walrus" not in written.getvalue()
