"""Health and readiness, for whatever watches the process."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse

from holdfast.web import clock
from holdfast.web.jobs.models import Worker
from holdfast.web.jobs.working import DEAD_AFTER
from holdfast.web.people.access import classified

if TYPE_CHECKING:
    from django.http import HttpRequest


@classified("public")
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200 while the process answers at all; asks nothing of the database."""
    return HttpResponse("alive\n", content_type="text/plain")


@classified("public")
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200 when the database answers, its tables are as this version needs them, and a worker is alive."""
    found = {"database": False, "tables": False, "worker": False}
    try:
        executor = MigrationExecutor(connection)
        found["database"] = True
        found["tables"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        alive_since = clock.real() - timedelta(seconds=DEAD_AFTER)
        found["worker"] = found["tables"] and Worker.objects.filter(seen_at__gte=alive_since).exists()
    except DatabaseError:
        pass
    status = HTTPStatus.OK if all(found.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(found, status=status)
