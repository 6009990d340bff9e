"""Forms of the page: what to take out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from holdfast.web.cycles.models import Cycle
from holdfast.web.exchange.exporting import FORMS
from holdfast.web.exchange.reading import Asked
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from django.http import QueryDict


class ExportForm(forms.Form):
    """Which objectives, and in what form."""

    cycle = forms.ModelChoiceField(Cycle.objects.all(), required=False, empty_label="All cycles")
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="All teams")
    form = forms.ChoiceField(label="Kind of file", choices=list(FORMS.items()))

    def __init__(self, data: QueryDict | None = None, *, cycle: Cycle | None = None) -> None:
        super().__init__(data, initial={"cycle": cycle}, auto_id="export-%s")

    def asked(self) -> Asked:
        """What was chosen."""
        cycle, team = self.cleaned_data["cycle"], self.cleaned_data["team"]
        return Asked(cycle.pk if cycle else None, team.pk if team else None)
