"""Addresses of communication plans."""

from __future__ import annotations

from django.urls import path

from holdfast.web.communication import views

urlpatterns = [
    path("objectives/<int:pk>/plan", views.plan_page, name="communication-plan"),
    path("objectives/<int:pk>/plan/<int:line>/remove", views.remove, name="remove-plan-line"),
]
