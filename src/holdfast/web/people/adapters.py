"""What the package of log-in asks us: who may come in, from where, and what mails say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from holdfast.web import clock
from holdfast.web.audit.actions import Actor
from holdfast.web.company import company
from holdfast.web.paste.limiting import address_of
from holdfast.web.people.invitations import accept_by_address
from holdfast.web.people.mailing import post, with_html
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest

_SILENT = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # the package states no types
    """Accounts come by invitation alone."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This address and this password do not belong together. Try again, "
        "or ask for another password below.",
        "incorrect_password": "That is not your password. Try again.",
        "too_many_login_attempts": "Too many attempts. Wait some minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the package's signature
        """False: nobody makes an account for themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that attempts are counted for; what cannot be known is counted together."""
        known = address_of(request, proxies=settings.DEPLOYMENT.proxies)
        return "0.0.0.0" if known == "unknown" else known  # noqa: S104 - no address to listen at

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """A password that may be chosen; not the one that was made for them, once more."""
        if user is not None and user.must_change_password and user.check_password(password):
            raise ValidationError("Choose another one than the one that you were given.")
        cleaned: str = super().clean_password(password, user)
        return cleaned

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """To the quarter, which waits for whoever had to choose a password first."""
        return reverse("quarter")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail from the package, in the company's name and with the address of this deployment.

        It is sent beside the answer: a mail server that is slow, or down, would tell that an address is here.
        """
        ours = {"company": company().name, "address": settings.DEPLOYMENT.url, "email": email}
        post(with_html(self.render_mail(template_prefix, email, {**context, **ours})))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *others: Any,  # noqa: ANN401 - the package's own
        **options: Any,  # noqa: ANN401
    ) -> None:
        """Its remarks, without those on what everybody sees: that they are in or out."""
        if message_template not in _SILENT:
            super().add_message(request, level, message_template, *others, **options)


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the same
    """People whose company says who they are."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """False: whom the provider knows is not thereby one of ours."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the account to the person, or open invitation, of an address that the provider verified."""
        if sociallogin.is_existing:
            return
        for one in sociallogin.email_addresses:
            if not one.verified:
                continue
            person = Person.objects.filter(email=one.email.strip().lower()).first()
            person = person or accept_by_address(
                one.email,
                _name_in(sociallogin) or one.email.partition("@")[0],
                Actor(None, "page", clock.now()),
            )
            if person is not None and person.is_active:
                sociallogin.connect(request, person)
                return


def _name_in(sociallogin: SocialLogin) -> str:
    told = sociallogin.account.extra_data
    known = told.get("userinfo") or told.get("id_token") or told
    return str(known.get("name") or "").strip()[:120]
