"""Jobs that look for one person of a customer, and erase them."""

from __future__ import annotations

from django_tasks import task

from holdfast.web import clock
from holdfast.web.erasures import searching


@task()
def look_for(pk: int) -> None:
    """Look for somebody in tables, files and records."""
    searching.look(pk, clock.now())


@task()
def erase(pk: int) -> None:
    """Erase whom a look found."""
    searching.erase(pk, clock.now())
