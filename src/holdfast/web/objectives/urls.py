"""Addresses of the quarter, of objectives and key results."""

from __future__ import annotations

from django.urls import path

from holdfast.web.objectives import views

urlpatterns = [
    path("quarter", views.quarter_page, name="quarter"),
    path("objectives/<int:pk>", views.objective_page, name="objective"),
    path("key-results/<int:pk>", views.key_result_page, name="key-result"),
]
