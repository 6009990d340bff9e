"""The form of a line of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from holdfast.web.communication.actions import StatedLine
from holdfast.web.communication.models import WEEKDAYS, WHATS, WHENS
from holdfast.web.people.queries import choices_of_people, teams

if TYPE_CHECKING:
    from django.http import QueryDict


class LineForm(forms.Form):
    """Who hears what, and when."""

    who = forms.ChoiceField(label="Who")
    address = forms.EmailField(
        label="Mail address",
        required=False,
        max_length=254,
        help_text="Of your own domain, such as a list.",
    )
    chat = forms.CharField(
        label="Address of the chat",
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="The webhook address as Slack, Discord, Google Chat or Webex show it, or tgram://bot/chat. "
        "It is kept encrypted, and shown to nobody.",
    )
    what = forms.ChoiceField(label="Hears", choices=WHATS)
    when = forms.ChoiceField(label="When", choices=WHENS)
    weekday = forms.TypedChoiceField(label="Day of the week", choices=WEEKDAYS, coerce=int, required=False)

    def __init__(self, data: QueryDict | None = None, *, names_chat: bool = False) -> None:
        super().__init__(data)
        of_teams = [(f"team:{one.pk}", one.name) for one in teams()]
        of_people = [(f"person:{pk}", name) for pk, name in choices_of_people()]
        others = [("address", "A mail address of ours, typed beside")]
        if names_chat:
            others.append(("chat", "A chat, its address typed beside"))
        else:
            del self.fields["chat"]
        choices = [("", "Choose"), ("Teams", of_teams), ("People", of_people), ("Others", others)]
        self.fields["who"] = forms.ChoiceField(label="Who", choices=choices)

    def stated(self) -> StatedLine:
        """What was chosen, once it is valid."""
        said = self.cleaned_data
        kind, _, pk = said["who"].partition(":")
        return StatedLine(
            what=said["what"],
            when=said["when"],
            person=int(pk) if kind == "person" else None,
            team=int(pk) if kind == "team" else None,
            address=said["address"] if kind == "address" else "",
            chat=said.get("chat", "") if kind == "chat" else "",
            weekday=said["weekday"] or 0,
        )
