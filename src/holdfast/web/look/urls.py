"""The style guide."""

from __future__ import annotations

from django.urls import path

from holdfast.web.look import views

urlpatterns = [path("style-guide", views.style_guide, name="style-guide")]
