"""Addresses of celebrations."""

from __future__ import annotations

from django.urls import path

from holdfast.web.celebrations import views

urlpatterns = [
    path("celebrations", views.celebrations_page, name="celebrations"),
    path("celebrations/<int:pk>/thanks", views.thank_page, name="thank"),
]
