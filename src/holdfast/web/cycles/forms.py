"""Forms of cycles and dated events."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.web.cycles.actions import StatedCycle
from holdfast.web.people.forms import plain_name

if TYPE_CHECKING:
    from holdfast.web.cycles.models import Cycle

_DAY = timedelta(days=1)


def _date(label: str, **options: Any) -> forms.DateField:  # noqa: ANN401 - Django's own
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


class CycleForm(forms.Form):
    """A cycle: people type its last day, and not the day after it."""

    name = forms.CharField(label="Name", max_length=40, help_text="Such as 2026-Q4.")
    starts_on = _date("First day")
    last_day = _date("Last day")
    cadence_days = forms.IntegerField(
        label="Stale after (days)",
        min_value=1,
        max_value=92,
        initial=7,
        help_text="Without a measurement or a check-in for longer, a key result is stale and never green.",
    )

    def __init__(self, *args: Any, row: Cycle | None = None, **options: Any) -> None:  # noqa: ANN401
        if row is not None:
            options["initial"] = {
                "name": row.name,
                "starts_on": row.starts_on,
                "last_day": row.ends_on - _DAY,
                "cadence_days": row.cadence_days,
            }
        super().__init__(*args, **options)
        if row is not None and row.state != "draft":
            for name in ("starts_on", "last_day"):
                self.fields[name].widget.attrs["readonly"] = True

    def clean_name(self) -> str:
        """Without control characters."""
        return plain_name(self.cleaned_data["name"])

    def stated(self) -> StatedCycle:
        """As the action takes it."""
        given = self.cleaned_data
        return StatedCycle(given["name"], given["starts_on"], given["last_day"] + _DAY, given["cadence_days"])

    def clean_last_day(self) -> object:
        """One that has a day after it."""
        day = self.cleaned_data["last_day"]
        if day.year > 9000:  # noqa: PLR2004 - the calendar of the machine ends at 9999
            raise forms.ValidationError("Write a day of our time.")
        return day


class EventForm(forms.Form):
    """A dated event."""

    on = _date("Day")
    title = forms.CharField(label="What happened", max_length=120)

    def clean_title(self) -> str:
        """Without control characters."""
        return plain_name(self.cleaned_data["title"])
