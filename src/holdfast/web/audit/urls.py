"""The address of the audit log."""

from __future__ import annotations

from django.urls import path

from holdfast.web.audit import views

urlpatterns = [path("audit-log", views.audit_page, name="audit-log")]
