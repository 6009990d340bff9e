"""Addresses of check-ins."""

from __future__ import annotations

from django.urls import path

from holdfast.web.checkins import views

urlpatterns = [
    path("check-ins", views.check_ins, name="check-ins"),
    path("key-results/<int:pk>/check-in", views.check_in_page, name="check-in"),
]
