"""Addresses of the data."""

from __future__ import annotations

from django.urls import path

from holdfast.web.dataset import pull_views, views

urlpatterns = [
    path("data", views.data, name="data"),
    path("data/upload", views.upload, name="data-upload"),
    path("data/files/<uuid:key>", views.file_page, name="data-file"),
    path("data/files/<uuid:key>/drop", views.drop, name="data-drop"),
    path("data/files/<uuid:key>/put-back", views.put_back, name="data-put-back"),
    path("data/tables/<str:name>", views.table_page, name="data-table"),
    path("data/pulls/new/<str:kind>", pull_views.new_pull, name="data-new-pull"),
    path("data/pulls/<int:pk>", pull_views.change_pull, name="data-change-pull"),
    path("data/pulls/<int:pk>/run", pull_views.run_pull, name="data-run-pull"),
    path("data/pulls/<int:pk>/switch", pull_views.switch_pull, name="data-switch-pull"),
    path("data/pulls/<int:pk>/remove", pull_views.remove_pull, name="data-remove-pull"),
    path("data/check", views.check_page, name="data-check"),
]
