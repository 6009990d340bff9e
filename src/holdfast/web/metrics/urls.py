"""Addresses of metrics."""

from __future__ import annotations

from django.urls import path

from holdfast.web.metrics import views

urlpatterns = [
    path("metrics", views.metrics_page, name="metrics"),
    path("look-at-data", views.look_again, name="metrics-look"),
    path("metrics/<slug:name>", views.metric_page, name="metric"),
    path("metrics/<slug:name>/ask", views.ask_question, name="metric-ask"),
    path("metrics/<slug:name>/measure", views.measure_again, name="metric-measure"),
    path("metrics/<slug:name>/values.csv", views.metric_values, name="metric-values"),
]
