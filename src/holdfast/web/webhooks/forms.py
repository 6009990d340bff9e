"""The form of an endpoint."""

from __future__ import annotations

from django import forms

from holdfast.web.webhooks.actions import EVENTS


class EndpointForm(forms.Form):
    """Where to, and what of."""

    url = forms.CharField(max_length=500, label="Address", help_text="It begins with https:// and is public.")
    events = forms.MultipleChoiceField(
        choices=[(event, act.capitalize()) for act, event in EVENTS.items()],
        widget=forms.CheckboxSelectMultiple,
        label="Events",
    )
