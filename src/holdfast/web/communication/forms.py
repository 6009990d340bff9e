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
    what = forms.ChoiceField(label="Hears", choices=WHATS)
    when = forms.ChoiceField(label="When", choices=WHENS)
    weekday = forms.TypedChoiceField(label="Day of the week", choices=WEEKDAYS, coerce=int, required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        of_teams = [(f"team:{one.pk}", one.name) for one in teams()]
        of_people = [(f"person:{pk}", name) for pk, name in choices_of_people()]
        another = ("address", "A mail address of ours, typed beside")
        choices = [("", "Choose"), ("Teams", of_teams), ("People", of_people), ("Others", [another])]
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
            weekday=said["weekday"] or 0,
        )
