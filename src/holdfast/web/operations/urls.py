"""Addresses of operations: the page, and figures for Prometheus."""

from __future__ import annotations

from django.urls import path

from holdfast.web.operations import views

urlpatterns = [
    path("operations", views.operations_page, name="operations"),
    path("prometheus", views.prometheus, name="prometheus"),
]
