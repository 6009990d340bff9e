"""Whether the application is alive, and ready to serve."""

from __future__ import annotations

from django.urls import path

from holdfast.web.jobs import views

urlpatterns = [
    path("health", views.health, name="health"),
    path("ready", views.ready, name="ready"),
]
