"""Addresses of people and teams."""

from __future__ import annotations

from django.urls import path

from holdfast.web.people import invitation_views, login, profile_views, team_views, views

urlpatterns = [
    *login.urlpatterns,
    path("people", views.people_page, name="people"),
    path("people/invite", invitation_views.invite_page, name="invite"),
    path("people/invitations/<int:pk>/resend", invitation_views.resend, name="resend-invitation"),
    path("people/invitations/<int:pk>/revoke", invitation_views.revoke, name="revoke-invitation"),
    path("invitation/<str:token>", invitation_views.accept_page, name="accept-invitation"),
    path("people/<int:pk>", views.person_page, name="person"),
    path("people/<int:pk>/administrator", views.set_administrator, name="set-administrator"),
    path("people/<int:pk>/leave", views.leave_page, name="leave"),
    path("people/<int:pk>/second-factor", views.forget_second_factor, name="forget-second-factor"),
    path("people/<int:pk>/return", views.come_back, name="come-back"),
    path("teams/new", team_views.new_team, name="new-team"),
    path("teams/<int:pk>", team_views.team_page, name="team"),
    path("teams/<int:pk>/change", team_views.change_team, name="change-team"),
    path("teams/<int:pk>/members", team_views.set_member, name="set-member"),
    path("teams/<int:pk>/members/<int:person>/remove", team_views.remove_member, name="remove-member"),
    path("profile", profile_views.profile_page, name="profile"),
]
