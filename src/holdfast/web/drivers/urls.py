"""Addresses of drivers and of the tests of their links."""

from __future__ import annotations

from django.urls import path

from holdfast.web.drivers import views

urlpatterns = [
    path("drivers", views.drivers_page, name="drivers"),
    path("drivers/link", views.link_page, name="link"),
]
