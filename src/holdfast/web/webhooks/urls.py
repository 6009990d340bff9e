"""Addresses of webhooks."""

from __future__ import annotations

from django.urls import path

from holdfast.web.webhooks import views

urlpatterns = [
    path("webhooks", views.webhooks_page, name="webhooks"),
    path("webhooks/<int:pk>/rotate", views.webhook_rotate, name="webhook-rotate"),
    path("webhooks/<int:pk>/switch", views.webhook_switch, name="webhook-switch"),
]
