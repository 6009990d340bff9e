"""Addresses of logging in and out."""

from __future__ import annotations

from django.urls import path

from holdfast.web.people import views

urlpatterns = [
    path("log-in", views.log_in, name="log-in"),
    path("log-out", views.log_out, name="log-out"),
]
