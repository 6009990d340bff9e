"""Addresses of survival."""

from __future__ import annotations

from django.urls import path

from holdfast.web.survival import views

urlpatterns = [path("survival", views.survival_page, name="survival")]
