"""Addresses of the API."""

from __future__ import annotations

from django.urls import include, path

from holdfast.web.api.app import addresses

urlpatterns = [path("api/", include((addresses(), "api")))]
