"""Address of the alignment."""

from __future__ import annotations

from django.urls import path

from holdfast.web.alignment import views

urlpatterns = [path("alignment", views.alignment_page, name="alignment")]
