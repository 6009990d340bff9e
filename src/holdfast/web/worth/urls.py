"""Addresses of worth."""

from __future__ import annotations

from django.urls import path

from holdfast.web.worth import views

urlpatterns = [path("worth", views.worth_page, name="worth")]
