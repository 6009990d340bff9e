"""The job that reads what customers write; no page does."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.reasons.looking import look


@task()
def find_reasons() -> None:
    """Find why customers leave, and which texts to ask about. Run twice, it finds the same."""
    look(clock.now())
