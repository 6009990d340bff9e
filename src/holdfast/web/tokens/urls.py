"""Addresses of tokens."""

from __future__ import annotations

from django.urls import path

from holdfast.web.tokens import views

urlpatterns = [
    path("tokens", views.tokens_page, name="tokens"),
    path("tokens/<int:pk>/revoke", views.token_revoke, name="token-revoke"),
]
