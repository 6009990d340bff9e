"""The front page."""

from __future__ import annotations

from django.urls import path

from holdfast.web.paste import numbers, views

urlpatterns = [
    path("", views.paste, name="paste"),
    path("review", views.shared, name="paste-shared"),
    path("numbers", numbers.numbers, name="paste-numbers"),
]
