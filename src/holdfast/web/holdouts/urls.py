"""Addresses of holdouts."""

from __future__ import annotations

from django.urls import path

from holdfast.web.holdouts import views

urlpatterns = [
    path("holdouts", views.holdouts_page, name="holdouts"),
    path("holdouts/plan", views.plan_page, name="holdout-plan"),
    path("holdouts/<slug:name>/assign", views.assign_page, name="holdout-assign"),
    path("holdouts/<slug:name>/settle", views.settle_page, name="holdout-settle"),
]
