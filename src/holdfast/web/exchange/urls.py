"""Addresses of import and export."""

from __future__ import annotations

from django.urls import path

from holdfast.web.exchange import views

urlpatterns = [
    path("exchange", views.exchange, name="exchange"),
    path("exchange/export", views.export, name="export"),
]
