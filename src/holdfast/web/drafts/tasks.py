"""The job that drafts an OKR from a reason to leave."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.drafts.following import draft_now


@task()
def draft_from_reason(pk: int) -> None:
    """Draft it and make it an objective. Run twice, it makes one."""
    draft_now(pk, at=clock.now())
