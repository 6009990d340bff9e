"""Delivering, by the worker."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.webhooks.actions import attempt


@task()
def deliver(pk: int) -> None:
    """Try a delivery."""
    attempt(pk, clock.real())
