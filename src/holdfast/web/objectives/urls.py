"""Addresses of the quarter, of objectives and key results."""

from __future__ import annotations

from django.urls import path

from holdfast.web.objectives import talk_views, views

urlpatterns = [
    path("quarter", views.quarter_page, name="quarter"),
    path("objectives/<int:pk>", views.objective_page, name="objective"),
    path("key-results/<int:pk>", views.key_result_page, name="key-result"),
    path("key-results/<int:pk>/chart", views.key_result_chart, name="key-result-chart"),
    path("objectives/<int:pk>/comments", talk_views.comment_on_objective, name="comment-on-objective"),
    path("key-results/<int:pk>/comments", talk_views.comment_on_key_result, name="comment-on-key-result"),
    path("initiatives/<int:pk>/tick", talk_views.tick_initiative, name="tick-initiative"),
    path("key-results/<int:pk>/quotes", talk_views.quote_on_key_result, name="quote-on-key-result"),
    path("key-results/<int:pk>/quotes/<int:quote>/remove", talk_views.remove_quote, name="remove-quote"),
]
