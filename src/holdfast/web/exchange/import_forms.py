"""Forms of an import: the file, and what its columns, owners and rows without a cycle mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.web.cycles.models import Cycle
from holdfast.web.drafts.queries import teams_to_draft_for
from holdfast.web.exchange.columns import FIELDS, LEFT_OUT
from holdfast.web.exchange.plans import Choices
from holdfast.web.exchange.sheets import MOST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from holdfast.web.exchange.models import Import
    from holdfast.web.people.models import Person

_MOST_OWNERS = 300


class PlaceForm(forms.Form):
    """Where objectives go that do not say it themselves."""

    cycle = forms.ModelChoiceField(
        Cycle.objects.exclude(state="closed"),
        label="Cycle",
        help_text="For rows that name none.",
        empty_label="Choose a cycle",
    )
    team = forms.ChoiceField(label="Team", help_text="For rows that name none.")

    def __init__(
        self,
        person: Person,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial, auto_id="import-%s")
        self.fields["team"].choices = [(str(pk), name) for pk, name in teams_to_draft_for(person)]  # type: ignore[attr-defined]

    def choices(self, owners: Mapping[str, int | None]) -> Choices:
        """What was chosen."""
        return Choices(self.cleaned_data["cycle"].pk, int(self.cleaned_data["team"]) or None, owners)


class FileForm(PlaceForm):
    """A file to bring in."""

    file = forms.FileField(
        label="File",
        help_text="OKR file, spreadsheet (.xlsx, .csv), Viva Goals export (also .zip) or JSON, up to 10 MB.",
        allow_empty_file=True,
    )
    field_order = ("file", "cycle", "team")


def columns_in(sent: QueryDict) -> dict[str, str]:
    """The fields chosen for columns: ``column-3`` is the fourth."""
    found = {}
    for name, chosen in sent.items():
        place = name.removeprefix("column-")
        is_field = isinstance(chosen, str) and (chosen in FIELDS or chosen == LEFT_OUT)
        if name.startswith("column-") and place.isdecimal() and int(place) < MOST_COLUMNS and is_field:
            found[place] = str(chosen)
    return found


def owners_in(sent: QueryDict, people: Mapping[int, str]) -> dict[str, int | None]:
    """Who the owners are that nobody knew: pairs of the fields ``owner-name-N`` and ``owner-N``."""
    found: dict[str, int | None] = {}
    for number in range(_MOST_OWNERS):
        name, chosen = sent.get(f"owner-name-{number}", ""), sent.get(f"owner-{number}", "")
        if name and chosen == "nobody":
            found[name.casefold()[:254]] = None
        elif name and chosen.isdecimal() and len(chosen) < 19 and int(chosen) in people:  # noqa: PLR2004
            found[name.casefold()[:254]] = int(chosen)
    return found


def place_of(row: Import) -> dict[str, object]:
    """What was chosen before."""
    return {"cycle": row.cycle_id, "team": str(row.team)}
