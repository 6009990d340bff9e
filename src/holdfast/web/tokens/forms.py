"""The form of a new token."""

from __future__ import annotations

from django import forms

from holdfast.web.tokens.actions import SCOPES

_LIVES = ((7, "A week"), (30, "A month"), (90, "Three months"), (366, "A year"))


class TokenForm(forms.Form):
    """What a token is for, what it may do, and how long."""

    name = forms.CharField(max_length=80, label="What it is for")
    days = forms.TypedChoiceField(choices=_LIVES, coerce=int, initial=90, label="Holds for")
    scopes = forms.MultipleChoiceField(
        choices=tuple(SCOPES.items()), widget=forms.CheckboxSelectMultiple, label="What it may do"
    )

    def __init__(self, *args: object, may_administer: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        if not may_administer:
            offered = [one for one in SCOPES.items() if one[0] != "administer"]
            self.fields["scopes"].choices = offered  # type: ignore[attr-defined]  # a field with choices
