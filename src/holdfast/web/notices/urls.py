"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from holdfast.web.notices import unsubscribe_views, views

urlpatterns = [
    path("notifications", views.notifications_page, name="notifications"),
    path("notifications/teams/<int:pk>", views.rhythm_page, name="rhythm"),
    path("notifications/teams/<int:pk>/try", views.try_chat, name="try-chat"),
    path("notifications/outbox", views.outbox_page, name="outbox"),
    path("notifications/outbox/<int:pk>/retry", views.retry_notice, name="retry-notice"),
    path("notifications/outbox/plans/<int:pk>/retry", views.retry_plan, name="retry-plan"),
    path("notifications/unsubscribe/<str:token>", unsubscribe_views.unsubscribe_page, name="unsubscribe"),
]
