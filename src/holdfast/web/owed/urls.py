"""Addresses of what one owes."""

from __future__ import annotations

from django.urls import path

from holdfast.web.owed import views

urlpatterns = [
    path("owed", views.owed_page, name="owed"),
    path("owed/mentions/<int:pk>/note", views.note, name="note-mention"),
]
