"""All addresses, noun by noun."""

from __future__ import annotations

from django.urls import include, path

from holdfast.web import errors

urlpatterns = [
    path("", include("holdfast.web.paste.urls")),
    path("", include("holdfast.web.drafts.urls")),
    path("", include("holdfast.web.objectives.urls")),
    path("", include("holdfast.web.alignment.urls")),
    path("", include("holdfast.web.metrics.urls")),
    path("", include("holdfast.web.reasons.urls")),
    path("", include("holdfast.web.drivers.urls")),
    path("", include("holdfast.web.survival.urls")),
    path("", include("holdfast.web.risk.urls")),
    path("", include("holdfast.web.worth.urls")),
    path("", include("holdfast.web.computing.urls")),
    path("", include("holdfast.web.checkins.urls")),
    path("", include("holdfast.web.owed.urls")),
    path("", include("holdfast.web.meetings.urls")),
    path("", include("holdfast.web.celebrations.urls")),
    path("", include("holdfast.web.evidence.urls")),
    path("", include("holdfast.web.communication.urls")),
    path("", include("holdfast.web.people.urls")),
    path("", include("holdfast.web.configuration.urls")),
    path("", include("holdfast.web.cycles.urls")),
    path("", include("holdfast.web.exchange.urls")),
    path("", include("holdfast.web.audit.urls")),
    path("", include("holdfast.web.jobs.urls")),
    path("", include("holdfast.web.operations.urls")),
    path("", include("holdfast.web.tokens.urls")),
    path("", include("holdfast.web.webhooks.urls")),
    path("", include("holdfast.web.notices.urls")),
    path("", include("holdfast.web.dataset.urls")),
    path("", include("holdfast.web.holdouts.urls")),
    path("", include("holdfast.web.erasures.urls")),
    path("", include("holdfast.web.api.urls")),
    path("", include("holdfast.web.look.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
