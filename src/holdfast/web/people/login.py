"""Addresses of logging in, of passwords and second factors: the package's views under our names.

Each says who may open it, like every view of ours; those that we have no use for have no address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from holdfast.web.people.access import classified

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.urls import URLPattern

    from holdfast.web.people.access import Access


def _page(address: str, view: Callable[..., HttpResponseBase], name: str, access: Access) -> URLPattern:
    """An address for a view of the package."""

    def shown(request: HttpRequest, **parts: object) -> HttpResponseBase:
        return view(request, **parts)

    return path(address, classified(access)(shown), name=name)


def _of_reset(request: HttpRequest, **parts: object) -> HttpResponseBase:
    answer: HttpResponseBase = account.password_reset_from_key(request, **parts)
    return answer


urlpatterns = [
    _page("log-in", account.login, "log-in", "public"),
    _page("log-in", account.login, "account_login", "public"),
    _page("log-out", account.logout, "log-out", "public"),
    _page("log-out", account.logout, "account_logout", "public"),
    _page("log-in/inactive", account.account_inactive, "account_inactive", "public"),
    _page("log-in/closed", account.signup, "account_signup", "public"),
    _page("log-in/second-factor", mfa.authenticate, "mfa_authenticate", "public"),
    _page("log-in/passkey", keys.login_webauthn, "mfa_login_webauthn", "public"),
    _page("log-in/with/<str:provider_id>", openid.login, "openid_connect_login", "public"),
    _page("log-in/with/<str:provider_id>/callback", openid.callback, "openid_connect_callback", "public"),
    _page("log-in/cancelled", social.login_cancelled, "socialaccount_login_cancelled", "public"),
    _page("log-in/failed", social.login_error, "socialaccount_login_error", "public"),
    _page("log-in/not-known", social.signup, "socialaccount_signup", "public"),
    _page("password/reset", account.password_reset, "account_reset_password", "public"),
    _page("password/reset/sent", account.password_reset_done, "account_reset_password_done", "public"),
    _page(
        "password/reset/done",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
        "public",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        classified("public")(_of_reset),
        name="account_reset_password_from_key",
    ),
    _page("password/change", account.password_change, "account_change_password", "signed in"),
    _page("password/set", account.password_set, "account_set_password", "signed in"),
    _page("profile/confirm", account.reauthenticate, "account_reauthenticate", "signed in"),
    _page("profile/confirm/code", mfa.reauthenticate, "mfa_reauthenticate", "signed in"),
    _page("profile/confirm/key", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", "signed in"),
    _page("profile/security", mfa.index, "mfa_index", "signed in"),
    _page("profile/security/app", totp.activate_totp, "mfa_activate_totp", "signed in"),
    _page("profile/security/app/remove", totp.deactivate_totp, "mfa_deactivate_totp", "signed in"),
    _page("profile/security/codes", codes.view_recovery_codes, "mfa_view_recovery_codes", "signed in"),
    _page(
        "profile/security/codes/new",
        codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
        "signed in",
    ),
    _page(
        "profile/security/codes.txt",
        codes.download_recovery_codes,
        "mfa_download_recovery_codes",
        "signed in",
    ),
    _page("profile/security/keys", keys.list_webauthn, "mfa_list_webauthn", "signed in"),
    _page("profile/security/keys/add", keys.add_webauthn, "mfa_add_webauthn", "signed in"),
    _page("profile/security/keys/<int:pk>", keys.edit_webauthn, "mfa_edit_webauthn", "signed in"),
    _page("profile/security/keys/<int:pk>/remove", keys.remove_webauthn, "mfa_remove_webauthn", "signed in"),
    _page("profile/sessions", sessions.list_usersessions, "usersessions_list", "signed in"),
    _page("profile/single-sign-on", social.connections, "socialaccount_connections", "signed in"),
]
