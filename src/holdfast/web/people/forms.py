"""Forms of people and teams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import password_validation

from holdfast.web.people.models import ROLES, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.web.people.queries import TeamChoice

_LONGEST_PASSWORD = 256


def plain_name(value: str) -> str:
    """A name without control characters, its spaces made single.

    Raises:
        ValidationError: Nothing is left.
    """
    kept = " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())
    if not kept:
        raise forms.ValidationError("Write a name.")
    return kept


PASSWORD_HELP = "At least 8 characters; three words that do not belong together are good."  # noqa: S105 - a sentence


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    role = forms.ChoiceField(label="Role", choices=ROLES, initial="contributor")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        teams: Sequence[TeamChoice],
        is_administrator: bool,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        shown: list[tuple[int | str, str]] = [(one.pk, one.name) for one in teams]
        if is_administrator:
            shown.insert(0, ("", "No team"))
        self.fields["team"] = forms.TypedChoiceField(
            label="Team", choices=shown, coerce=int, empty_value=None, required=not is_administrator
        )
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        if is_administrator:
            self.fields["is_administrator"] = forms.BooleanField(
                label="Administrator: may do everything, in every team", required=False
            )
        self.order_fields(["email", "team", "role", "is_administrator"])

    def clean_email(self) -> str:
        """In small letters."""
        return str(self.cleaned_data["email"]).lower()


class AcceptForm(forms.Form):
    """Name and password of somebody who was invited."""

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label="Password",
        max_length=_LONGEST_PASSWORD,
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        self._email = email

    def clean_name(self) -> str:
        """Without control characters."""
        return plain_name(self.cleaned_data["name"])

    def clean_password(self) -> str:
        """One that is not easily guessed."""
        password = str(self.cleaned_data["password"])
        who = Person(email=self._email, name=self.cleaned_data.get("name", ""))
        password_validation.validate_password(password, who)
        return password


class TeamForm(forms.Form):
    """A team's name and the team above it."""

    name = forms.CharField(label="Name", max_length=80)

    def __init__(self, *args: Any, above: Sequence[TeamChoice] | None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        if above is not None:
            shown: list[tuple[int | str, str]] = [("", "None: it stands by itself")]
            shown += [(one.pk, one.name) for one in above]
            self.fields["parent"] = forms.TypedChoiceField(
                label="Under the team", choices=shown, coerce=int, empty_value=None, required=False
            )

    def clean_name(self) -> str:
        """Without control characters."""
        return plain_name(self.cleaned_data["name"])


class ProfileForm(forms.Form):
    """What somebody says of themselves."""

    name = forms.CharField(label="Name", max_length=120)
    time_zone = forms.ChoiceField(label="Time zone", required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own
        people: Sequence[tuple[int, str]],
        company_zone: str,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **options)
        zones = [
            ("", f"The company's: {company_zone}"),
            *((one, one) for one in sorted(available_timezones())),
        ]
        self.fields["time_zone"] = forms.ChoiceField(
            label="Time zone",
            choices=zones,
            required=False,
            help_text="In which times are shown, and reminders come.",
        )
        self.fields["deputy"] = forms.TypedChoiceField(
            label="Deputy",
            choices=[("", "Nobody"), *people],
            coerce=int,
            empty_value=None,
            required=False,
            help_text="Is asked to check in when you have not, after the days of grace.",
        )

    def clean_name(self) -> str:
        """Without control characters."""
        return plain_name(self.cleaned_data["name"])
