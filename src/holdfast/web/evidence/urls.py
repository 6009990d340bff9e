"""Addresses of evidence."""

from __future__ import annotations

from django.urls import path

from holdfast.web.evidence import views

urlpatterns = [path("evidence/<int:pk>.json", views.record_page, name="evidence-record")]
