"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from holdfast.web.notices import views

urlpatterns = [
    path("notifications/unsubscribe/<str:token>", views.unsubscribe_page, name="unsubscribe"),
]
