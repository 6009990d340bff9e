"""Addresses of drafting, reviewing, publishing and amending."""

from __future__ import annotations

from django.urls import path

from holdfast.web.drafts import amending, editing, from_views, reviewed_views, views

urlpatterns = [
    path("draft", views.draft, name="draft"),
    path("drafts/from", from_views.draft_from, name="draft-from"),
    path("drafts/from/<int:pk>", from_views.draft_from_made, name="draft-from-made"),
    path("objectives/<int:pk>/edit", editing.objective_edit, name="objective-edit"),
    path("objectives/<int:pk>/evidence", editing.objective_evidence, name="objective-evidence"),
    path("objectives/<int:pk>/review", reviewed_views.objective_review, name="objective-review"),
    path("objectives/<int:pk>/archive", editing.objective_archive, name="objective-archive"),
    path("objectives/<int:pk>/add-key-result", amending.key_result_add, name="key-result-add"),
    path("series/<int:pk>/history", editing.series_history, name="series-history"),
    path("key-results/<int:pk>/amend", amending.key_result_amend, name="key-result-amend"),
]
