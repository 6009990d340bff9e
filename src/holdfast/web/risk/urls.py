"""Addresses of risk."""

from __future__ import annotations

from django.urls import path

from holdfast.web.risk import views

urlpatterns = [
    path("risk", views.risk_page, name="risk"),
    path("risk/customers.csv", views.risk_file, name="risk-file"),
]
