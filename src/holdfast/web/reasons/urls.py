"""Addresses of the reasons and themes."""

from __future__ import annotations

from django.urls import path

from holdfast.web.reasons import views

urlpatterns = [
    path("reasons", views.reasons_page, name="reasons"),
    path("reasons/again", views.look_again, name="reasons-again"),
]
