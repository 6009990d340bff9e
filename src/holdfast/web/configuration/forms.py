"""The form of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from holdfast.review.registry import all_rules

if TYPE_CHECKING:
    from holdfast.web.configuration.queries import Configuration

WEEKDAYS = tuple(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))
HOURS = tuple((hour, f"{hour:02}:00") for hour in range(24))
_SHARES = ("widest_gap", "out_of_reach", "aspirational_way")


class SettingsForm(forms.Form):
    """Thresholds, reminders, gates, and whether the paste page is open. Shares are typed in per cent."""

    widest_gap = forms.FloatField(
        label="At risk up to a gap of (%)",
        min_value=1,
        max_value=100,
        help_text="Points of progress behind what is expected today; further behind is off track.",
    )
    out_of_reach = forms.FloatField(
        label="Out of reach below a chance of (%)",
        min_value=0,
        max_value=50,
        help_text="A target that is this unlikely is off track, whatever the gap.",
    )
    aspirational_way = forms.FloatField(
        label="Aspirational: judged at (%) of the way",
        min_value=10,
        max_value=100,
        help_text="An aspirational key result that comes this far is a success.",
    )
    reminder_weekday = forms.TypedChoiceField(label="Day of check-ins", choices=WEEKDAYS, coerce=int)
    reminder_hour = forms.TypedChoiceField(
        label="Hour of reminders",
        choices=HOURS,
        coerce=int,
        help_text="In the time zone of whoever is reminded.",
    )
    grace_days = forms.IntegerField(
        label="Days of grace",
        min_value=0,
        max_value=14,
        help_text="After them the deputy is asked.",
    )
    quiet_from = forms.TypedChoiceField(
        label="Quiet from",
        choices=HOURS,
        coerce=int,
        help_text="Nothing is sent in quiet hours, in the reader's own time zone.",
    )
    quiet_until = forms.TypedChoiceField(label="Quiet until", choices=HOURS, coerce=int)
    paste_is_open = forms.BooleanField(
        label="Whoever has the address may have a text reviewed without an account; nothing of it is stored",
        required=False,
    )
    gates = forms.MultipleChoiceField(label="Gates", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["gates"] = forms.MultipleChoiceField(
            label="Gates",
            required=False,
            choices=[(rule.code, f"{rule.code} {rule.summary}") for rule in all_rules()],
            widget=forms.CheckboxSelectMultiple,
        )

    def decided(self) -> dict[str, object]:
        """What was typed, as `Configuration` has it."""
        shares = {name: round(self.cleaned_data[name] / 100, 6) for name in _SHARES}
        return {**self.cleaned_data, **shares}


def initial(decided: Configuration, gates: tuple[str, ...]) -> dict[str, object]:
    """The settings as the form shows them.

    Args:
        decided: As they are.
        gates: Their gates as codes of rules that exist.
    """
    fields = SettingsForm.base_fields
    shown: dict[str, object] = {name: getattr(decided, name) for name in fields if hasattr(decided, name)}
    return shown | {name: f"{100 * getattr(decided, name):.6g}" for name in _SHARES} | {"gates": list(gates)}
