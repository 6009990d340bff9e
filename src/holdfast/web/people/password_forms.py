"""The package's forms of passwords, in our words: its own say them as markup."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm, SetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm

from holdfast.web.people.forms import PASSWORD_HELP

_LABELS = {
    "oldpassword": "Password until now",
    "password1": "New password",
    "password2": "New password, again",
}


class _InOurWords:
    """Labels and help of whatever password fields a form has."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - the package's own
        super().__init__(*args, **options)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = _LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = PASSWORD_HELP  # type: ignore[attr-defined]


class LogIn(LoginForm):  # type: ignore[misc]  # the package states no types
    """Address and password, without the package's words in the boxes."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - the package's own
        super().__init__(*args, **options)
        self.fields["login"].label = "E-mail address"
        self.fields["password"].help_text = ""  # the page has the way to another one below it
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AddKey(AddWebAuthnForm):  # type: ignore[misc]  # the package states no types
    """A passkey or security key, asked for in our words."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - the package's own
        super().__init__(*args, **options)
        self.fields["name"].label = "Its name"
        self.fields["name"].help_text = "What tells it from your other keys, such as the device it is on."
        alone = self.fields["passwordless"]
        alone.label = "It logs me in without my password"
        alone.help_text = "A passkey: the device asks for your fingerprint, your face or its PIN."


class ChangePassword(_InOurWords, ChangePasswordForm):  # type: ignore[misc]  # the package states no types
    """Another password for whoever knows the one until now."""


class SetPassword(_InOurWords, SetPasswordForm):  # type: ignore[misc]  # the same
    """A first password for whoever came by single sign-on."""


class ResetPassword(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]  # the same
    """Another password for whoever has the link of a mail."""
