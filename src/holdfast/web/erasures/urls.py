"""Addresses of erasing one person."""

from __future__ import annotations

from django.urls import path

from holdfast.web.erasures import views

urlpatterns = [
    path("persons", views.persons_page, name="persons"),
    path("persons/erase", views.erase_page, name="persons-erase"),
]
