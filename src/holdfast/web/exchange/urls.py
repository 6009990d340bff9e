"""Addresses of import and export."""

from __future__ import annotations

from django.urls import path

from holdfast.web.exchange import import_views, views

urlpatterns = [
    path("exchange", views.exchange, name="exchange"),
    path("exchange/export", views.export, name="export"),
    path("imports", import_views.send_file, name="send-file"),
    path("imports/<int:pk>", import_views.import_page, name="import"),
]
