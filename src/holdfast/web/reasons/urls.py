"""Addresses of the reasons and themes."""

from __future__ import annotations

from django.urls import path

from holdfast.web.reasons import theme_views, views

urlpatterns = [
    path("reasons", views.reasons_page, name="reasons"),
    path("reasons/again", views.look_again, name="reasons-again"),
    path("reasons/themes", theme_views.themes_page, name="themes"),
    path("reasons/themes/new", theme_views.new_theme, name="theme-new"),
    path("reasons/themes/of/<path:name>", theme_views.theme_page, name="theme"),
    path("reasons/themes/remove/<path:name>", theme_views.theme_removed, name="theme-remove"),
    path("reasons/way", theme_views.way_chosen, name="themes-way"),
    path("reasons/confirm", theme_views.confirm_page, name="themes-confirm"),
    path("reasons/confirm/take-back", theme_views.taken_back, name="themes-take-back"),
]
