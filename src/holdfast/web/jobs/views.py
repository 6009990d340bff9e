"""Health and readiness, for whatever watches the process."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse

from holdfast.web import clock
from holdfast.web.jobs.again import alive
from holdfast.web.people.access import classified

if TYPE_CHECKING:
    from django.http import HttpRequest


_complete: set[str] = set()
"""Databases whose tables were found complete: they stay so, and looking for migrations reads many files."""


@classified("public")
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200 while the process answers at all; asks nothing of the database."""
    return HttpResponse("alive\n", content_type="text/plain")


@classified("public")
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200 when the database answers, its tables are as this version needs them, and a worker is alive."""
    found = {"database": False, "tables": False, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found["database"] = True
        found["tables"] = _has_all_tables()
        found["worker"] = found["tables"] and alive(clock.real()).exists()
    except DatabaseError:
        pass
    status = HTTPStatus.OK if all(found.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(found, status=status)


def _has_all_tables() -> bool:
    name = str(connection.settings_dict["NAME"])
    if name not in _complete:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _complete.add(name)
    return True
