"""The address at which something is computed again."""

from __future__ import annotations

from django.urls import path

from holdfast.web.computing import views

urlpatterns = [path("compute-again/<slug:kind>", views.compute_again, name="compute-again")]
