"""Addresses of cycles and dated events."""

from __future__ import annotations

from django.urls import path

from holdfast.web.cycles import views

urlpatterns = [
    path("settings/cycles/new", views.new_cycle, name="new-cycle"),
    path("settings/cycles/<int:pk>", views.cycle_page, name="cycle"),
    path("settings/cycles/<int:pk>/state", views.move_cycle, name="move-cycle"),
    path("settings/events", views.events_page, name="dated-events"),
    path("settings/events/<int:pk>/remove", views.remove_event, name="remove-event"),
]
