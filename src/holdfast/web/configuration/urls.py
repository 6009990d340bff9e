"""Addresses of the settings."""

from __future__ import annotations

from django.urls import path

from holdfast.web.configuration import views

urlpatterns = [path("settings", views.settings_page, name="settings")]
