"""Addresses of meetings and their minutes."""

from __future__ import annotations

from django.urls import path

from holdfast.web.meetings import calendar_views, deciding_views, review_views, views, weekly_views

_STEP = "meetings/<int:pk>/key-results/<int:key_result>"

urlpatterns = [
    path("meetings", views.meetings_page, name="meetings"),
    path("teams/<int:pk>/meetings.ics", calendar_views.calendar, name="team-calendar"),
    path("teams/<int:pk>/meeting-time", calendar_views.meeting_time, name="team-meeting-time"),
    path("meetings/<int:pk>", views.meeting_page, name="meeting"),
    path("meetings/<int:pk>/join", views.join, name="join-meeting"),
    path("meetings/<int:pk>/end", views.end, name="end-meeting"),
    path("meetings/<int:pk>/minutes", views.minutes_page, name="minutes"),
    path("meetings/<int:pk>/minutes.md", views.minutes_file, name="minutes-file"),
    path("meetings/<int:pk>/carry-over", views.carry_over, name="carry-over"),
    path("meetings/<int:pk>/agenda/<slug:part>", weekly_views.part_page, name="weekly-part"),
    path(_STEP, review_views.step_page, name="review-step"),
    path(f"{_STEP}/live", review_views.live, name="review-live"),
    path(f"{_STEP}/turn", review_views.turn_to, name="review-turn"),
    path(f"{_STEP}/score", review_views.score, name="review-score"),
    path(f"{_STEP}/reveal", review_views.reveal, name="review-reveal"),
    path(f"{_STEP}/conclude", review_views.conclude, name="review-conclude"),
    path("meetings/<int:pk>/decisions", deciding_views.decide, name="decide"),
    path("meetings/<int:pk>/decisions/<int:decision>/remove", deciding_views.remove, name="remove-decision"),
    path("meetings/<int:pk>/decisions/<int:decision>/done", deciding_views.done, name="decision-done"),
    path("meetings/<int:pk>/notes", deciding_views.note, name="meeting-notes"),
]
